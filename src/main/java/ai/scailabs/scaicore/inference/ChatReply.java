package ai.scailabs.scaicore.inference;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a back-end answered.
 *
 * @param id of the answer
 * @param text null where it calls tools, or refuses, without a word
 * @param refusal why the model does not answer; null where it does
 * @param toolCalls what the caller is to call for it, in OpenAI's shape; null where there is
 *     nothing
 * @param finishReason such as {@code stop} or {@code tool_calls}, or {@code checkpoint} where a
 *     person has to decide first
 * @param logprobs of its tokens, in OpenAI's shape; null where there are none
 * @param run the execution behind it; null where there is none
 * @param repeated whether a request before, of the same key, got this very answer
 */
public record ChatReply(
    String id,
    Instant created,
    @Nullable String text,
    @Nullable String refusal,
    @Nullable ArrayNode toolCalls,
    String finishReason,
    @Nullable ObjectNode logprobs,
    Usage usage,
    @Nullable CoreRun run,
    boolean repeated) {

  static final String STOP = "stop";
  static final String CHECKPOINT = "checkpoint";

  /** An answer in words. */
  static ChatReply inWords(
      String id,
      Instant created,
      String text,
      String finishReason,
      Usage usage,
      @Nullable CoreRun run) {
    return new ChatReply(id, created, text, null, null, finishReason, null, usage, run, false);
  }

  /** The same answer, given once more. */
  ChatReply again() {
    return new ChatReply(
        id, created, text, refusal, toolCalls, finishReason, logprobs, usage, run, true);
  }

  /** The execution of a published Core. */
  @Schema(name = "ChatExecution")
  public record CoreRun(
      @Schema(example = "core_01jd3q8w5kfv9a7r2m4x6z0c1a") String coreId,
      @Schema(example = "exec_01jd3q8w5kfv9a7r2m4x6z0c1a") String executionId,
      @Schema(example = "completed") String status,
      @Schema(description = "The checkpoint that it waits at, or null.")
          @Nullable UUID checkpointId) {}
}
