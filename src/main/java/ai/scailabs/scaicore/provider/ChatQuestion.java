package ai.scailabs.scaicore.provider;

import ai.scailabs.scaicore.web.Ids;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked of a model.
 *
 * @param tenantId whose caller, or whose program, asks
 * @param request the body of a chat request in OpenAI's shape, without its {@code model}
 * @param key by which the server may tell a repeated question; null: it gets one of its own
 * @param patient whether to wait where the tenant asks too much at once, and to ask again where the
 *     server says so: a program can, a chat cannot
 */
public record ChatQuestion(
    String tenantId, ObjectNode request, @Nullable String key, boolean patient) {

  /** The same with a key of its own where it has none. */
  ChatQuestion keyed() {
    return key == null ? new ChatQuestion(tenantId, request, Ids.next("ask_"), patient) : this;
  }

  ChatQuestion with(ObjectNode other) {
    return new ChatQuestion(tenantId, other, key, patient);
  }
}
