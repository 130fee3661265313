package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.web.ApiException.Detail;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * One message of a conversation, in OpenAI's shape.
 *
 * @param content text, or a list of parts {@code {"type": "text", "text": …}} and, of a user,
 *     {@code {"type": "image_url", "image_url": {"url": …}}}; null only where an assistant calls
 *     tools or refuses
 */
@Schema(name = "ChatMessage")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChatMessage(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "user") @Nullable Role role,
    @Schema(
            description =
                """
                Text, or a list of parts `{"type": "text", "text": "…"}`; to a model on a backend a \
                user may send `{"type": "image_url", "image_url": {"url": "…"}}` too.\
                """,
            types = {"string", "array"},
            example = "Please review this expense.")
        @Nullable JsonNode content,
    @Schema(description = "Who of that role speaks.") @Nullable String name,
    @Schema(description = "The call that a tool's message answers.") @Nullable String toolCallId,
    @Schema(description = "The calls that an assistant makes.", types = "array")
        @Nullable ArrayNode toolCalls,
    @Schema(description = "Why an assistant did not answer.") @Nullable String refusal) {

  private static final String IMAGE = "image_url";

  /** Who speaks. */
  public enum Role {
    SYSTEM,
    /** A system message, as newer models call it. */
    DEVELOPER,
    USER,
    ASSISTANT,
    TOOL
  }

  /** What it says; parts on lines of their own. */
  String text() {
    if (content instanceof ArrayNode parts) {
      return parts
          .valueStream()
          .filter(part -> isOf(part, "text"))
          .map(part -> part.path("text").asString(""))
          .collect(Collectors.joining("\n"));
    }
    return content == null ? "" : content.asString("");
  }

  /** Says what is wrong with it. */
  void check(String field, Consumer<Detail> problems) {
    if (role == null) {
      problems.accept(
          new Detail(field + ".role", "is required: system, developer, user, assistant or tool"));
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
    boolean calls = toolCalls != null && !toolCalls.isEmpty();
    boolean refuses = refusal != null && !refusal.isBlank();
    if (role != Role.ASSISTANT || !(calls || refuses)) {
      problems.accept(
          new Detail(
              field + ".content",
              "is required; only an assistant's message with tool_calls or a refusal may go"
                  + " without"));
    }
  }

  private void checkParts(String field, ArrayNode parts, Consumer<Detail> problems) {
    if (parts.isEmpty()) {
      problems.accept(new Detail(field, "must not be an empty list"));
    }
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      if (role == Role.USER && isOf(part, IMAGE)) {
        if (part.at("/image_url/url").asString("").isBlank()) {
          problems.accept(
              new Detail(field + "[" + i + "].image_url.url", "must be a URL, or data: with it"));
        }
      } else if (!isOf(part, "text")) {
        problems.accept(
            new Detail(
                field + "[" + i + "].type",
                "must be text, or image_url in a user's message to a model that takes images"));
      } else if (!part.path("text").isString()) {
        problems.accept(new Detail(field + "[" + i + "].text", "must be a string"));
      }
    }
  }

  private static boolean isOf(JsonNode part, String type) {
    return part.path("type").asString("").equals(type);
  }

  /** The place of an image in a conversation; empty where there is none. */
  static Optional<String> imageIn(List<ChatMessage> messages) {
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).content() instanceof ArrayNode parts) {
        for (int j = 0; j < parts.size(); j++) {
          if (isOf(parts.get(j), IMAGE)) {
            return Optional.of("messages[" + i + "].content[" + j + "]");
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The same, of the role that programs know. */
  ChatMessage withoutDeveloper() {
    return role == Role.DEVELOPER
        ? new ChatMessage(Role.SYSTEM, content, name, toolCallId, toolCalls, refusal)
        : this;
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
