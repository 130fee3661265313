package ai.scailabs.scaicore.engine;

/** The seam between a running program and the world, made anew for each run of an execution. */
public interface HostEnvironment {

  Journal journal();

  ModelProvider models();

  CheckpointSink checkpoints();

  LogSink log();

  /** Whether the execution may go on; looked at before each block and each effect. */
  Permit permit();

  /** Says whether a run may go on. */
  interface Permit {

    /** Ends the run with an {@link Interruption} when the Core is halted or the lease is lost. */
    void check();
  }
}
