package ai.scailabs.scaicore.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The answer to a chat request in OpenAI's own shape. */
@Schema(name = "OpenAiChatCompletion")
record OpenAiCompletion(
    @Schema(example = "chatcmpl_01jd3q8w5kfv9a7r2m4x6z0c1a") String id,
    @Schema(example = "chat.completion") String object,
    @Schema(description = "Seconds since 1970.", example = "1767225600") long created,
    @Schema(description = "Slug of the model.", example = "scaicore/acme/approval-agent")
        String model,
    List<Choice> choices,
    Usage usage) {

  /** One answer. */
  @Schema(name = "OpenAiChatChoice")
  record Choice(
      int index,
      Message message,
      @Schema(description = "Null where the request does not ask for them.")
          @Nullable ObjectNode logprobs,
      @Schema(example = "stop") String finishReason) {}

  /** What the model said. */
  @Schema(name = "OpenAiChatMessage")
  record Message(
      @Schema(example = "assistant") String role,
      @Schema(example = "Approved automatically.") @Nullable String content,
      @Nullable String refusal,
      @Schema(types = "array") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable ArrayNode toolCalls) {}

  /** A checkpoint is a {@code stop} here: its text says what it waits for. */
  static OpenAiCompletion of(String model, ChatReply reply) {
    var reason =
        reply.finishReason().equals(ChatReply.CHECKPOINT) ? ChatReply.STOP : reply.finishReason();
    return new OpenAiCompletion(
        reply.id(),
        "chat.completion",
        reply.created().getEpochSecond(),
        model,
        List.of(
            new Choice(
                0,
                new Message("assistant", reply.text(), reply.refusal(), reply.toolCalls()),
                reply.logprobs(),
                reason)),
        reply.usage());
  }
}
