package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The {@code plugins} member of a Core: a list of {@code {alias, endpoint, config}}. */
final class PluginEntries {

  /** How many a Core has at most. */
  static final int MOST = 100;

  private static final Pattern ALIAS = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  private PluginEntries() {}

  /** The list with its secrets taken out; names of secrets go by alias, not by place. */
  static ArrayNode masked(ArrayNode given, SecretMask mask) {
    check(given);
    var shown = JsonNodeFactory.instance.arrayNode();
    for (var entry : given) {
      shown.add(mask.members("plugins." + entry.path("alias").stringValue(), (ObjectNode) entry));
    }
    return shown;
  }

  /** The aliases of a checked list. */
  static List<String> aliases(JsonNode plugins) {
    var aliases = new ArrayList<String>();
    plugins.forEach(entry -> aliases.add(entry.path("alias").asString("")));
    return aliases;
  }

  /**
   * Fails where a checked list is too long, or where an endpoint that was not there before may not
   * be called.
   *
   * @param before the list that it replaces
   */
  static void requireCallable(
      JsonNode plugins, JsonNode before, Function<String, Optional<String>> problem) {
    if (plugins.size() > MOST) {
      throw new ValidationFailed("plugins", "has more than " + MOST + " entries");
    }
    var known = new HashSet<JsonNode>();
    before.forEach(entry -> known.add(entry.path("endpoint")));
    var wrong = new ArrayList<Detail>();
    for (int i = 0; i < plugins.size(); i++) {
      var endpoint = plugins.get(i).path("endpoint");
      if (endpoint.isString() && !known.contains(endpoint)) {
        var field = "plugins[" + i + "].endpoint";
        problem.apply(endpoint.stringValue()).ifPresent(it -> wrong.add(new Detail(field, it)));
      }
    }
    refuse(wrong);
  }

  private static void check(ArrayNode plugins) {
    var wrong = new ArrayList<Detail>();
    var seen = new HashSet<String>();
    for (int i = 0; i < plugins.size(); i++) {
      var field = "plugins[" + i + "]";
      if (!(plugins.get(i) instanceof ObjectNode entry)) {
        wrong.add(new Detail(field, "must be an object with alias, endpoint and config"));
        continue;
      }
      var alias = entry.path("alias");
      if (!alias.isString() || !ALIAS.matcher(alias.stringValue()).matches()) {
        wrong.add(
            new Detail(
                field + ".alias",
                "must be 1 to 63 characters of a-z, 0-9, _ and -, beginning with a letter"));
      } else if (!seen.add(alias.stringValue())) {
        wrong.add(new Detail(field + ".alias", "is taken by an earlier entry"));
      }
      if (entry.has("endpoint") && !entry.path("endpoint").isString()) {
        wrong.add(new Detail(field + ".endpoint", "must be a string: the plugin's address"));
      }
      if (entry.has("config") && !entry.path("config").isObject()) {
        wrong.add(new Detail(field + ".config", "must be an object"));
      }
    }
    refuse(wrong);
  }

  private static void refuse(List<Detail> wrong) {
    if (!wrong.isEmpty()) {
      throw new ValidationFailed(
          wrong.getFirst().field() + " " + wrong.getFirst().message(), wrong);
    }
  }
}
