package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.web.RawJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An execution as callers see it. {@code execution_id} repeats {@code id}. Source of the fields:
 * the HTTP contract, "Resources".
 */
@Schema(name = "Execution")
public record ExecutionView(
    @Schema(example = "exec_06a1q8b3v5e3s9k4t7m2n8p6rw") String id,
    @Schema(description = "The same as id.") String executionId,
    String coreId,
    @Schema(example = "greet") String flow,
    ExecutionStatus status,
    @Schema(type = "object", description = "As it was given.") RawJson input,
    @Schema(description = "The flow's value; null unless completed.") @Nullable RawJson output,
    @Schema(type = "object", description = "{code, message, block}; null unless failed.")
        @Nullable RawJson error,
    @Nullable String instanceKey,
    @Schema(description = "The checkpoint that it waits at, or null.") @Nullable UUID checkpointId,
    int attempt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Schema(description = "The user as whom its Core acted when it began; null: as itself.")
        @Nullable String delegatedUserId) {

  /** An execution in this form. */
  public static ExecutionView of(Execution e) {
    return new ExecutionView(
        e.id(),
        e.id(),
        e.coreId(),
        e.flow(),
        e.status(),
        e.input(),
        e.output(),
        e.error(),
        e.instanceKey(),
        e.checkpointId(),
        e.attempt(),
        e.startedAt(),
        e.endedAt(),
        e.delegatedUserId());
  }
}
