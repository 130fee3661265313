package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.web.RawJson;
import java.time.Instant;
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
    @Nullable Instant endedAt) {

  Execution completed(RawJson result, Instant now) {
    return with(ExecutionStatus.COMPLETED, result, null, null, now);
  }

  Execution failed(RawJson failure, Instant now) {
    return with(ExecutionStatus.FAILED, null, failure, null, now);
  }

  Execution suspended(@Nullable UUID checkpoint) {
    return with(ExecutionStatus.SUSPENDED, null, null, checkpoint, null);
  }

  /** Waiting for a replica that has room. */
  Execution queued() {
    return with(ExecutionStatus.QUEUED, null, null, null, null);
  }

  Execution held() {
    return with(ExecutionStatus.HELD, null, null, null, null);
  }

  Execution cancelled(Instant now) {
    return with(ExecutionStatus.CANCELLED, null, null, null, now);
  }

  private Execution with(
      ExecutionStatus newStatus,
      @Nullable RawJson newOutput,
      @Nullable RawJson newError,
      @Nullable UUID newCheckpoint,
      @Nullable Instant end) {
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
        end);
  }
}
