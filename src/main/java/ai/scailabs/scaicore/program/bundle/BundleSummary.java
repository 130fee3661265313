package ai.scailabs.scaicore.program.bundle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle is about, for a person who uploads it ({@code seeds/api-reference.md},
 * "parse-bundle"). Made of any source map: what is absent or of another shape is null or left out.
 *
 * @param flows names of the flows, in order
 * @param models names of the models, in order, each once
 */
public record BundleSummary(
    @Nullable String name,
    @Nullable String version,
    @Nullable String schemaVersion,
    List<String> flows,
    List<String> models,
    @Nullable String identityName,
    @Nullable String identityPersona,
    boolean hasTriggers,
    boolean hasPlugins,
    @Nullable Avatar avatar) {

  /** The picture inside the bundle. */
  public record Avatar(@Nullable String contentType, String dataB64) {}

  /** Sums up a source map. Never fails. */
  public static BundleSummary of(Map<String, ?> source) {
    var identity = source.get("identity");
    return new BundleSummary(
        text(source, "name"),
        text(source, "version"),
        text(source, "schema_version"),
        names(source.get("flows"), "name"),
        names(source.get("models"), "model", "name", "role"),
        text(identity, "name"),
        text(identity, "persona"),
        isFilled(source.get("triggers")),
        isFilled(source.get("plugins")),
        avatar(source.get("avatar")));
  }

  private static @Nullable Avatar avatar(@Nullable Object avatar) {
    var data = text(avatar, "data_b64");
    return data == null ? null : new Avatar(text(avatar, "content_type"), data);
  }

  private static List<String> names(@Nullable Object things, String... keys) {
    var names = new ArrayList<String>();
    if (things instanceof Map<?, ?> named) {
      named.forEach((name, thing) -> add(names, thing, String.valueOf(name), keys));
    } else if (things instanceof Collection<?> list) {
      list.forEach(thing -> add(names, thing, null, keys));
    }
    return names.stream().distinct().toList();
  }

  private static void add(
      List<String> names, @Nullable Object thing, @Nullable String otherwise, String... keys) {
    for (var key : keys) {
      var name = text(thing, key);
      if (name != null) {
        names.add(name);
        return;
      }
    }
    if (otherwise != null) {
      names.add(otherwise);
    }
  }

  private static boolean isFilled(@Nullable Object value) {
    return switch (value) {
      case Collection<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      case null, default -> false;
    };
  }

  private static @Nullable String text(@Nullable Object map, String key) {
    return map instanceof Map<?, ?> members && members.get(key) instanceof String text
        ? text
        : null;
  }
}
