package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.inference.ChatReply.CoreRun;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
                  "`stop`; or `checkpoint`, where a person has to decide before there is an answer.",
              example = "stop")
          String finishReason) {}

  /** What the model said. */
  @Schema(name = "ChatAnswer")
  record Said(
      @Schema(example = "assistant") String role,
      @Schema(example = "Approved automatically.") String content) {}

  static ChatCompletion of(String model, ChatReply reply) {
    var choice = new Choice(0, new Said("assistant", reply.text()), reply.finishReason());
    return new ChatCompletion(
        reply.id(),
        model,
        reply.created().getEpochSecond(),
        List.of(choice),
        reply.usage(),
        reply.run());
  }
}
