package ai.scailabs.scaicore.provider;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked of a model.
 *
 * @param tenantId whose caller, or whose program, asks
 * @param request the body of a chat request in OpenAI's shape, without its {@code model}
 * @param key by which the server may tell a repeated question; null without one
 * @param patient whether to wait and ask again where the server says that there were too many
 */
public record ChatQuestion(
    String tenantId, ObjectNode request, @Nullable String key, boolean patient) {

  ChatQuestion with(ObjectNode other) {
    return new ChatQuestion(tenantId, other, key, patient);
  }
}
