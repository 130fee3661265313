package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.inference.ChatReply.CoreRun;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answer to a chat request.
 *
 * @param created seconds since 1970, as in OpenAI's shape
 * @param scaicore the execution behind it; null where the model is no Core
 */
@Schema(name = "ChatCompletion")
record ChatCompletion(
    @Schema(example = "chatcmpl_01jd3q8w5kfv9a7r2m4x6z0c1a") String id,
    @Schema(description = "Slug of the model.", example = "scaicore/acme/approval-agent")
        String model,
    @Schema(description = "Seconds since 1970.", example = "1767225600") long created,
    List<Choice> choices,
    Usage usage,
    @Schema(description = "The execution that answered; null where the model is no Core.")
        @Nullable CoreRun scaicore) {

  /** One answer. */
  @Schema(name = "ChatChoice")
  record Choice(
      int index,
      Said message,
      @Schema(
              description =
                  "`stop`, `length`, `tool_calls` or `content_filter`; or `checkpoint`, where a"
                      + " person has to decide before there is an answer.",
              example = "stop")
          String finishReason,
      @Schema(
              description =
                  "Of its tokens, where the request asks for them and the model has them.")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable ObjectNode logprobs) {}

  /**
   * What the model said.
   *
   * @param refusal left out where it answers
   * @param toolCalls left out where there are none
   */
  @Schema(name = "ChatAnswer")
  record Said(
      @Schema(example = "assistant") String role,
      @Schema(
              description = "Null where it calls tools, or refuses, without a word.",
              example = "Approved automatically.")
          @Nullable String content,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String refusal,
      @Schema(description = "What the caller is to call for it.", types = "array")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable ArrayNode toolCalls) {

    static Said by(ChatReply reply) {
      return new Said("assistant", reply.text(), reply.refusal(), reply.toolCalls());
    }
  }

  static ChatCompletion of(String model, ChatReply reply) {
    var choice = new Choice(0, Said.by(reply), reply.finishReason(), reply.logprobs());
    return new ChatCompletion(
        reply.id(),
        model,
        reply.created().getEpochSecond(),
        List.of(choice),
        reply.usage(),
        reply.run());
  }
}
