package ai.scailabs.scaicore.scaiflow.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code config} of a graph, and a typed view of what is known of it: {@code core_identity
 * {name, models[]}, plugins[], capabilities[], bunker, scaiqueue {scope, queues[]},
 * publish_as_model, model_visibility_group_ids[]}. What has the wrong shape reads as absent here,
 * and is among the diagnostics of {@link GraphReader}.
 */
public record FlowConfig(Map<String, @Nullable Object> members) {

  /** The most groups that a model is put into. */
  public static final int MAX_GROUPS = 100;

  /**
   * A model by its role.
   *
   * @param role {@code primary} where the first model names none
   */
  public record Model(
      String role,
      @Nullable String ref,
      @Nullable String model,
      Map<String, @Nullable Object> members) {}

  /** A plugin by its alias. */
  public record Plugin(
      String alias, @Nullable String endpoint, Map<String, @Nullable Object> members) {}

  /** The scope and the queues that a deploy sees to. */
  public record ScaiQueue(@Nullable String scope, List<Queue> queues) {}

  /** One queue as the graph wants it. */
  public record Queue(String slug, Map<String, @Nullable Object> members) {}

  /** The Core's name, where the identity gives one. */
  public @Nullable String coreName() {
    return text(identity(), "name");
  }

  /** {@code core_identity}; empty when absent. */
  public Map<String, @Nullable Object> identity() {
    return map(members, "core_identity");
  }

  /** The models in their order; the first is the default. */
  public List<Model> models() {
    var models = new ArrayList<Model>();
    for (Map<String, @Nullable Object> each : things(identity().get("models"), "role", "model")) {
      var role = text(each, "role");
      if (role != null || models.isEmpty()) {
        models.add(
            new Model(
                role == null ? "primary" : role,
                text(each, "ref") == null ? text(each, "provider") : text(each, "ref"),
                text(each, "model"),
                each));
      }
    }
    return List.copyOf(models);
  }

  /** The plugins that nodes may call. */
  public List<Plugin> plugins() {
    var plugins = new ArrayList<Plugin>();
    for (Map<String, @Nullable Object> each : things(members.get("plugins"), "alias", "endpoint")) {
      var alias = text(each, "alias");
      if (alias != null) {
        plugins.add(new Plugin(alias, text(each, "endpoint"), each));
      }
    }
    return List.copyOf(plugins);
  }

  /** Null when the graph uses none. */
  public @Nullable ScaiQueue scaiqueue() {
    if (!(members.get("scaiqueue") instanceof Map<?, ?>)) {
      return null;
    }
    var given = map(members, "scaiqueue");
    var queues = new ArrayList<Queue>();
    for (Map<String, @Nullable Object> each : things(given.get("queues"), "slug", "purpose")) {
      var slug = text(each, "slug");
      if (slug != null) {
        queues.add(new Queue(slug, each));
      }
    }
    return new ScaiQueue(text(given, "scope"), List.copyOf(queues));
  }

  public boolean publishAsModel() {
    return Boolean.TRUE.equals(members.get("publish_as_model"));
  }

  /** Who may see the published model; each group once. */
  public List<String> visibilityGroups() {
    return members.get("model_visibility_group_ids") instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).distinct().toList()
        : List.of();
  }

  /** A list of maps, or a map by name; what is no map is its most telling member. */
  private static List<Map<String, @Nullable Object>> things(
      @Nullable Object given, String nameKey, String shorthand) {
    var things = new ArrayList<Map<String, @Nullable Object>>();
    switch (given) {
      case List<?> list -> {
        for (var item : list) {
          switch (item) {
            case Map<?, ?> map -> things.add(plain(map));
            case String name -> things.add(Map.of(nameKey, name));
            case null, default -> {}
          }
        }
      }
      case Map<?, ?> map ->
          map.forEach(
              (name, thing) -> {
                var one = new LinkedHashMap<String, @Nullable Object>();
                one.put(nameKey, name);
                if (thing instanceof Map<?, ?> more) {
                  one.putAll(plain(more));
                } else {
                  one.put(shorthand, thing);
                }
                things.add(one);
              });
      case null, default -> {}
    }
    return things;
  }

  private static Map<String, @Nullable Object> map(Map<String, @Nullable Object> of, String key) {
    return of.get(key) instanceof Map<?, ?> map ? plain(map) : Map.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> plain(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }

  private static @Nullable String text(Map<String, @Nullable Object> of, String key) {
    return of.get(key) instanceof String text && !text.isBlank() ? text : null;
  }
}
