package ai.scailabs.scaicore.inference;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was said, and how the answer is wanted; in order as a request must be.
 *
 * @param messages at least one
 * @param options the members of the request that say how the answer is wanted, in OpenAI's shape
 * @param metadata the caller's own; empty where there is none
 */
public record Conversation(List<ChatMessage> messages, ObjectNode options, ObjectNode metadata) {

  /** Whether the model may call tools. */
  boolean hasTools() {
    return !options.path("tools").isEmpty();
  }

  /** A text of the metadata. */
  Optional<String> text(String key) {
    return Optional.ofNullable(metadata.get(key))
        .filter(value -> value.isString())
        .map(value -> value.stringValue());
  }
}
