package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.Outcome;
import ai.scailabs.scaicore.web.RawJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The state that the end of a run brings an execution to. */
final class NextState {

  private static final Instant NEVER = Instant.parse("9000-01-01T00:00:00Z");

  private NextState() {}

  /**
   * The state after a run.
   *
   * @param checkpoint the one that is shown of those that wait; null when none does
   * @param closing whether this replica closes, so that another goes on at once
   */
  static Execution of(
      Execution e, Outcome outcome, @Nullable UUID checkpoint, boolean closing, Instant now) {
    return switch (outcome) {
      case Outcome.Completed(var output) -> e.completed(new RawJson(Json.text(output)), now);
      case Outcome.Failed failed -> failed(e, failed.failure(), now);
      case Outcome.Suspended(var wakeAt, var stops) ->
          stops.isEmpty()
              ? e.suspended(checkpoint, sensible(wakeAt))
              : e.stopped(checkpoint, StoredStops.of(stops));
      case Outcome.Held() -> closing ? e.queued() : e.held();
      case Outcome.Cancelled() -> e.cancelled(now);
    };
  }

  static Execution failed(Execution e, Failure failure, Instant now) {
    var error = new LinkedHashMap<String, @Nullable Object>();
    error.put("code", failure.code());
    error.put("message", failure.message());
    error.put("block", failure.block());
    return e.failed(new RawJson(Json.text(error)), now);
  }

  /** A time that will not come is none. */
  private static @Nullable Instant sensible(@Nullable Instant wakeAt) {
    return wakeAt == null || wakeAt.isAfter(NEVER) ? null : wakeAt;
  }
}
