package ai.scailabs.scaicore.core;

/** What this replica is called. Implemented by whoever owns executions under that name. */
public interface ReplicaId {

  /** {@code rep_…}, another with each start of the process. */
  String replica();
}
