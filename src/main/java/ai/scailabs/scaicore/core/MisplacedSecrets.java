package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.program.Shown;
import ai.scailabs.scaicore.web.ValidationFailed;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Refuses secrets where nothing is sealed: what stands there is stored and shown as it is. */
final class MisplacedSecrets {

  private MisplacedSecrets() {}

  /**
   * Fails where a value has {@code {"type":"secret","value":…}} in it.
   *
   * @param field where the value stands, such as {@code source}
   */
  static void refuse(String field, @Nullable JsonNode value) {
    var path = value == null ? null : first(value);
    if (path != null) {
      throw new ValidationFailed(
          field + path,
          "is a secret, and what stands here is shown to whoever reads the Core; put it into"
              + " environment, or into the config of an entry of plugins");
    }
  }

  /**
   * The path of the first one below a value; made only once there is one, since bodies are large.
   */
  private static @Nullable String first(JsonNode value) {
    if (value.isObject()) {
      if (isSecret(value)) {
        return "";
      }
      for (var member : value.properties()) {
        var path = first(member.getValue());
        if (path != null) {
          return Shown.segment(member.getKey()) + path;
        }
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        var path = first(value.get(i));
        if (path != null) {
          return "[" + i + "]" + path;
        }
      }
    }
    return null;
  }

  private static boolean isSecret(JsonNode object) {
    var type = object.path("type");
    return type.isString()
        && type.stringValue().equals("secret")
        && !object.path("value").isMissingNode()
        && !object.path("value").isNull();
  }
}
