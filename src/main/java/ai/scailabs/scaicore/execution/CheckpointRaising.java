package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.engine.CheckpointSink.Request;
import ai.scailabs.scaicore.engine.CheckpointSink.Ruling;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the questions of executions go. Implemented by the inbox. */
public interface CheckpointRaising {

  /** Decides what becomes of a question of a Core's execution; nothing is written yet. */
  Raised raise(RunnableCore core, Execution execution, Request request);

  /**
   * What becomes of a question.
   *
   * @param id of the checkpoint, when it waits; else null
   * @param write puts its row into the transaction that suspends the execution
   */
  record Raised(Ruling ruling, @Nullable UUID id, Runnable write) {

    public static Raised without(Ruling ruling) {
      return new Raised(ruling, null, () -> {});
    }
  }
}
