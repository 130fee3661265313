package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.web.ApiException.Detail;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * One message of a conversation, in OpenAI's shape.
 *
 * @param content text, or a list of parts {@code {"type": "text", "text": …}}; null only where an
 *     assistant calls tools
 */
@Schema(name = "ChatMessage")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChatMessage(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "user") @Nullable Role role,
    @Schema(
            description = "Text, or a list of parts `{\"type\": \"text\", \"text\": \"…\"}`.",
            types = {"string", "array"},
            example = "Please review this expense.")
        @Nullable JsonNode content,
    @Schema(description = "Who of that role speaks.") @Nullable String name,
    @Schema(description = "The call that a tool's message answers.") @Nullable String toolCallId,
    @Schema(description = "The calls that an assistant makes.", types = "array")
        @Nullable ArrayNode toolCalls) {

  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    TOOL
  }

  /** What it says; parts on lines of their own. */
  String text() {
    if (content instanceof ArrayNode parts) {
      return parts
          .valueStream()
          .map(part -> part.path("text").asString(""))
          .collect(Collectors.joining("\n"));
    }
    return content == null ? "" : content.asString("");
  }

  /** Says what is wrong with it. */
  void check(String field, Consumer<Detail> problems) {
    if (role == null) {
      problems.accept(new Detail(field + ".role", "is required: system, user, assistant or tool"));
    }
    switch (content) {
      case null -> checkMissing(field, problems);
      case ArrayNode parts -> checkParts(field + ".content", parts, problems);
      case JsonNode other when other.isNull() -> checkMissing(field, problems);
      case JsonNode other when other.isString() -> {}
      default ->
          problems.accept(
              new Detail(field + ".content", "must be a string or a list of text parts"));
    }
  }

  private void checkMissing(String field, Consumer<Detail> problems) {
    if (role != Role.ASSISTANT || toolCalls == null || toolCalls.isEmpty()) {
      problems.accept(
          new Detail(
              field + ".content",
              "is required; only an assistant's message with tool_calls may go without"));
    }
  }

  private static void checkParts(String field, ArrayNode parts, Consumer<Detail> problems) {
    if (parts.isEmpty()) {
      problems.accept(new Detail(field, "must not be an empty list"));
    }
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      if (!part.path("type").asString("").equals("text")) {
        problems.accept(
            new Detail(field + "[" + i + "].type", "must be text: no other parts are taken here"));
      } else if (!part.path("text").isString()) {
        problems.accept(new Detail(field + "[" + i + "].text", "must be a string"));
      }
    }
  }

  /** Text of the last message of a user; empty where no user speaks. */
  static String lastOfUser(List<ChatMessage> messages) {
    return messages.reversed().stream()
        .filter(message -> message.role() == Role.USER)
        .findFirst()
        .map(ChatMessage::text)
        .orElse("");
  }
}
