package ai.scailabs.scaicore.inference;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a back-end answered.
 *
 * @param id of the answer
 * @param finishReason {@code stop}, or {@code checkpoint} where a person has to decide first
 * @param run the execution behind it; null where there is none
 */
public record ChatReply(
    String id,
    Instant created,
    String text,
    String finishReason,
    Usage usage,
    @Nullable CoreRun run) {

  static final String STOP = "stop";
  static final String CHECKPOINT = "checkpoint";

  /** The execution of a published Core. */
  @Schema(name = "ChatExecution")
  public record CoreRun(
      @Schema(example = "core_01jd3q8w5kfv9a7r2m4x6z0c1a") String coreId,
      @Schema(example = "exec_01jd3q8w5kfv9a7r2m4x6z0c1a") String executionId,
      @Schema(example = "completed") String status,
      @Schema(description = "The checkpoint that it waits at, or null.")
          @Nullable UUID checkpointId) {}
}
