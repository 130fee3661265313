package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the secrets out of a JSON value. A secret is an object {@code {"type":"secret","value":…}};
 * in its place stays {@code {"type":"secret","value":null,"set":true}}. Written without a value, it
 * keeps the one that is stored.
 */
final class SecretMask {

  /** How many secrets one root may have. */
  static final int MAX_SECRETS = 500;

  /** How long the name of a secret may be: its path. */
  static final int MAX_NAME = 500;

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> kept = new HashSet<>();

  /** Secrets given with a value, by name. */
  Map<String, String> values() {
    return values;
  }

  /** Names of secrets given without one. */
  Set<String> kept() {
    return kept;
  }

  /**
   * The value without its secrets.
   *
   * @param path where it stands, such as {@code environment}; becomes part of the secrets' names
   */
  JsonNode mask(String path, JsonNode given) {
    return switch (given) {
      case ObjectNode object when isSecret(object) -> taken(path, object);
      case ObjectNode object -> members(path, object);
      case ArrayNode array -> {
        var shown = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < array.size(); i++) {
          shown.add(mask(element(path, i), array.get(i)));
        }
        yield shown;
      }
      default -> given;
    };
  }

  /** An object that is itself no secret, whatever its members are called, without those in it. */
  ObjectNode members(String path, ObjectNode object) {
    var shown = JsonNodeFactory.instance.objectNode();
    object
        .properties()
        .forEach(e -> shown.set(e.getKey(), mask(below(path, e.getKey()), e.getValue())));
    return shown;
  }

  private JsonNode taken(String name, ObjectNode secret) {
    if (name.length() > MAX_NAME) {
      throw new ValidationFailed(
          name.substring(0, 100) + "…",
          "is a secret whose path is longer than " + MAX_NAME + " characters; shorten its keys");
    }
    if (values.size() + kept.size() >= MAX_SECRETS) {
      throw new ValidationFailed(
          name, "is one secret too many: at most " + MAX_SECRETS + " are taken here");
    }
    var value = secret.path("value");
    if (value.isString()) {
      values.put(name, value.stringValue());
    } else if (value.isMissingNode() || value.isNull()) {
      kept.add(name);
    } else {
      throw new ValidationFailed(name + ".value", "must be a string: only texts can be sealed");
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "secret")
        .putNull("value")
        .put("set", true);
  }

  private static boolean isSecret(ObjectNode object) {
    var type = object.path("type");
    return type.isString() && type.stringValue().equals("secret");
  }

  /**
   * The path of a member. One that is too long for a secret's name grows no further: in a large
   * body, long keys around many members would come to far more than the body.
   */
  static String below(String path, String key) {
    return path.length() > MAX_NAME ? path : path + "." + escaped(key);
  }

  /** The path of an element of a list; likewise. */
  static String element(String path, int index) {
    return path.length() > MAX_NAME ? path : path + "[" + index + "]";
  }

  /** Keeps a key with dots or brackets in it apart from a nested one. */
  private static String escaped(String key) {
    return key.replace("\\", "\\\\").replace(".", "\\.").replace("[", "\\[").replace("\0", "\\0");
  }
}
