package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Invocation;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.event.RunOf;
import ai.scailabs.scaicore.web.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of a flow, as it is stored.
 *
 * @param output JSON text; null until it completed
 * @param error JSON text {@code {code, message, block}}; null unless it failed
 * @param delegatedUserId the user as whom its Core acted when it began; null: as itself
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
    @Nullable String delegatedUserId,
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
   * @param stops breakpoint: where it stopped
   * @param stepping how it goes on since it stopped
   */
  record Turn(
      @Nullable String queueKey,
      @Nullable Instant wakeAt,
      int signals,
      @Nullable RawJson stops,
      @Nullable RawJson stepping) {

    static final Turn FREE = of(null);

    static Turn of(@Nullable String queueKey) {
      return new Turn(queueKey, null, 0, null, null);
    }

    private Turn next(@Nullable Instant wake, @Nullable RawJson stopped) {
      return new Turn(queueKey, wake, signals, stopped, stepping);
    }
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
    return at(ExecutionStatus.COMPLETED, result, null, null, now, null);
  }

  Execution failed(RawJson failure, Instant now) {
    return at(ExecutionStatus.FAILED, null, failure, null, now, null);
  }

  Execution suspended(@Nullable UUID checkpoint, @Nullable Instant wakeAt) {
    return at(ExecutionStatus.SUSPENDED, null, null, checkpoint, null, wakeAt);
  }

  /**
   * Before blocks at which somebody wants to look at it.
   *
   * @param checkpoint of another branch, which waits
   */
  Execution stopped(@Nullable UUID checkpoint, RawJson stops) {
    return with(ExecutionStatus.BREAKPOINT, null, null, checkpoint, null, turn.next(null, stops));
  }

  /** Waiting for a replica that has room, or for its turn. */
  Execution queued() {
    return at(ExecutionStatus.QUEUED, null, null, null, null, null);
  }

  Execution held() {
    return at(ExecutionStatus.HELD, null, null, null, null, null);
  }

  Execution cancelled(Instant now) {
    return at(ExecutionStatus.CANCELLED, null, null, null, now, null);
  }

  /** What it runs. */
  Invocation invocation() {
    return new Invocation(
        id + ":" + attempt,
        flow,
        Json.object(input.text()),
        Json.object(environment.text()),
        Json.object(trigger.text()),
        ResourceLimits.of(limits, Objects.requireNonNullElse(startedAt, createdAt)));
  }

  private Execution at(
      ExecutionStatus newStatus,
      @Nullable RawJson newOutput,
      @Nullable RawJson newError,
      @Nullable UUID newCheckpoint,
      @Nullable Instant end,
      @Nullable Instant wakeAt) {
    return with(newStatus, newOutput, newError, newCheckpoint, end, turn.next(wakeAt, null));
  }

  private Execution with(
      ExecutionStatus newStatus,
      @Nullable RawJson newOutput,
      @Nullable RawJson newError,
      @Nullable UUID newCheckpoint,
      @Nullable Instant end,
      Turn newTurn) {
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
        delegatedUserId,
        version,
        createdAt,
        startedAt,
        end,
        newTurn,
        limits,
        origin);
  }
}
