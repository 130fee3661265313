package ai.scailabs.scaicore.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The seam between a running program and the world, made anew for each run of an execution. */
public interface HostEnvironment {

  Journal journal();

  ModelProvider models();

  PluginBridge plugins();

  HttpBridge http();

  QueueBridge queues();

  CoreCalls cores();

  MemoryStore memory();

  CheckpointSink checkpoints();

  LogSink log();

  EventSink events();

  /** Where the run is to stop, looked at before each block; null where nobody debugs it. */
  default @Nullable Debugging debugging() {
    return null;
  }

  /** Whether the execution may go on; looked at before each block and each effect. */
  Permit permit();

  /** The time; what a program's course depends on goes through the journal. */
  Instant now();

  /**
   * A branch as it is run on a thread of its own: with what the run's thread carries, such as the
   * fields of its log lines. Called on the run's thread.
   */
  default Runnable beside(Runnable branch) {
    return branch;
  }

  /** Says whether a run may go on. */
  interface Permit {

    /** Ends the run with an {@link Interruption} when the Core is halted or the lease is lost. */
    void check();
  }
}
