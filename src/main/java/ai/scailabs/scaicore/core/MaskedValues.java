package ai.scailabs.scaicore.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON values with masked secrets in them, named by their paths as {@link SecretMask} does. */
final class MaskedValues {

  private MaskedValues() {}

  /** The names of the secrets in a value. */
  static Set<String> names(String path, @Nullable Object value) {
    var names = new HashSet<String>();
    walk(path, value, names, Map.of());
    return names;
  }

  /** The value with what is known of its secrets in their places. */
  static @Nullable Object opened(String path, @Nullable Object value, Map<String, String> secrets) {
    return walk(path, value, new HashSet<>(), secrets);
  }

  /** The members of an object; none of any other value. */
  static Map<String, @Nullable Object> members(@Nullable Object value) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, member) -> members.put(String.valueOf(key), member));
    }
    return members;
  }

  private static @Nullable Object walk(
      String path, @Nullable Object value, Set<String> names, Map<String, String> secrets) {
    return switch (value) {
      case Map<?, ?> map when "secret".equals(map.get("type")) -> {
        names.add(path);
        yield secrets.get(path);
      }
      case Map<?, ?> map -> {
        var shown = new LinkedHashMap<String, @Nullable Object>();
        map.forEach(
            (key, member) -> {
              var name = String.valueOf(key);
              shown.put(name, walk(SecretMask.below(path, name), member, names, secrets));
            });
        yield shown;
      }
      case List<?> list -> {
        var shown = new ArrayList<@Nullable Object>();
        for (int i = 0; i < list.size(); i++) {
          shown.add(walk(SecretMask.element(path, i), list.get(i), names, secrets));
        }
        yield shown;
      }
      case null, default -> value;
    };
  }
}
