package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.execution.event.RunOf;
import ai.scailabs.scaicore.web.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of a flow, as it is stored.
 *
 * @param output JSON text; null until it completed
 * @param error JSON text {@code {code, message, block}}; null unless it failed
 * @param version goes up whenever the row changes hands or status; fences writers that lost it
 */
public record Execution(
    String id,
    String tenantId,
    String coreId,
    String flow,
    ExecutionStatus status,
    RawJson input,
    @Nullable RawJson output,
    @Nullable RawJson error,
    RawJson environment,
    RawJson trigger,
    String programHash,
    @Nullable String instanceKey,
    @Nullable UUID checkpointId,
    int attempt,
    String invokedBy,
    long version,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    Turn turn,
    RawJson limits,
    Origin origin) {

  /**
   * When it runs.
   *
   * @param queueKey the instance of an entity or singleton Core for which it waits its turn; null
   *     for none
   * @param wakeAt suspended: when it goes on in any case
   * @param signals how many answers came while it ran
   */
  record Turn(@Nullable String queueKey, @Nullable Instant wakeAt, int signals) {

    static final Turn FREE = new Turn(null, null, 0);
  }

  /**
   * Who called it.
   *
   * @param parent the step that waits for its result; null when no program does
   * @param callPath the Cores above it, outermost first
   */
  record Origin(@Nullable Parent parent, List<String> callPath) {

    static final Origin OUTSIDE = new Origin(null, List.of());
  }

  /** A step of an execution, perhaps of another tenant. */
  record Parent(String tenantId, String id, int attempt, String step) {}

  /** What events and log lines say of where they come from. */
  RunOf run() {
    return new RunOf(tenantId, coreId, id, flow, attempt, instanceKey);
  }

  Execution completed(RawJson result, Instant now) {
    return with(ExecutionStatus.COMPLETED, result, null, null, now, null);
  }

  Execution failed(RawJson failure, Instant now) {
    return with(ExecutionStatus.FAILED, null, failure, null, now, null);
  }

  Execution suspended(@Nullable UUID checkpoint, @Nullable Instant wakeAt) {
    return with(ExecutionStatus.SUSPENDED, null, null, checkpoint, null, wakeAt);
  }

  /** Waiting for a replica that has room, or for its turn. */
  Execution queued() {
    return with(ExecutionStatus.QUEUED, null, null, null, null, null);
  }

  Execution held() {
    return with(ExecutionStatus.HELD, null, null, null, null, null);
  }

  Execution cancelled(Instant now) {
    return with(ExecutionStatus.CANCELLED, null, null, null, now, null);
  }

  private Execution with(
      ExecutionStatus newStatus,
      @Nullable RawJson newOutput,
      @Nullable RawJson newError,
      @Nullable UUID newCheckpoint,
      @Nullable Instant end,
      @Nullable Instant wakeAt) {
    return new Execution(
        id,
        tenantId,
        coreId,
        flow,
        newStatus,
        input,
        newOutput,
        newError,
        environment,
        trigger,
        programHash,
        instanceKey,
        newCheckpoint,
        attempt,
        invokedBy,
        version,
        createdAt,
        startedAt,
        end,
        new Turn(turn.queueKey(), wakeAt, turn.signals()),
        limits,
        origin);
  }
}
