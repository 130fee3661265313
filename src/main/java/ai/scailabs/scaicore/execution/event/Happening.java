package ai.scailabs.scaicore.execution.event;

import ai.scailabs.scaicore.engine.EventSink.BlockRun;
import ai.scailabs.scaicore.engine.Failure;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happened, as it was noted: cheap to make, and not yet in the form of an event. */
sealed interface Happening {

  EventType type();

  Instant at();

  /**
   * To an execution.
   *
   * @param failure of one that failed
   */
  record ToExecution(EventType type, Instant at, @Nullable Failure failure) implements Happening {}

  /**
   * To a block.
   *
   * @param exit of one that came to its end
   * @param failure of one that failed
   */
  record ToBlock(
      EventType type, Instant at, BlockRun run, @Nullable Exit exit, @Nullable Failure failure)
      implements Happening {}

  /**
   * How a block came to its end.
   *
   * @param binding the variable that has its value; null for none
   * @param truncated whether the value is too large to be shown
   */
  record Exit(@Nullable String binding, @Nullable Object value, boolean truncated) {

    static final Exit UNBOUND = new Exit(null, null, false);
  }

  /** To something else of a Core. */
  record ToOther(EventType type, Instant at, Map<String, ? extends @Nullable Object> details)
      implements Happening {}
}
