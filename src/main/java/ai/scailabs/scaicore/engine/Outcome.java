package ai.scailabs.scaicore.engine;

import org.jspecify.annotations.Nullable;

/** How a run of an execution ended. */
public sealed interface Outcome {

  /** With a JSON value. */
  record Completed(@Nullable Object output) implements Outcome {}

  /** With a failure that nothing caught. */
  record Failed(Failure failure) implements Outcome {}

  /** Until the checkpoint that was raised is answered. */
  record Suspended() implements Outcome {}

  /** Until the Core runs again: it was paused or stopped. */
  record Held() implements Outcome {}

  /** Without a result: a checkpoint was cancelled, or the execution was. */
  record Cancelled() implements Outcome {}
}
