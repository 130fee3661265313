package ai.scailabs.scaicore.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a run of an execution ended. */
public sealed interface Outcome {

  /** With a JSON value. */
  record Completed(@Nullable Object output) implements Outcome {}

  /**
   * With a failure that nothing caught.
   *
   * @param redo the steps whose entries a retry leaves out, so that it runs them again
   */
  record Failed(Failure failure, List<String> redo) implements Outcome {

    public Failed(Failure failure) {
      this(failure, List.of());
    }
  }

  /**
   * Until one of the questions that were raised is answered, or a called Core has.
   *
   * @param wakeAt when it goes on in any case; null for never
   * @param stops where it stopped because somebody debugs it; then it goes on when told to
   */
  record Suspended(@Nullable Instant wakeAt, List<Stop> stops) implements Outcome {

    public Suspended(@Nullable Instant wakeAt) {
      this(wakeAt, List.of());
    }
  }

  /** Until the Core runs again: it was paused or stopped. */
  record Held() implements Outcome {}

  /** Without a result: a checkpoint was cancelled, or the execution was. */
  record Cancelled() implements Outcome {}
}
