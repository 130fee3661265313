package ai.scailabs.scaicore.program.type;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the regular expressions of a schema that cannot be used, before the validator meets them.
 */
final class SchemaPatterns {

  /** What stands below these is data, not schema. */
  private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

  private SchemaPatterns() {}

  /**
   * Compiles each.
   *
   * @throws SchemaInvalid at the first that does not compile
   */
  static void check(@Nullable Object schema) {
    switch (schema) {
      case Map<?, ?> map -> map.forEach(SchemaPatterns::check);
      case Collection<?> list -> list.forEach(SchemaPatterns::check);
      case null, default -> {}
    }
  }

  private static void check(Object key, @Nullable Object value) {
    if (key.equals("pattern") && value instanceof String regex) {
      LinearRegex.compile(regex);
    } else if (key.equals("patternProperties") && value instanceof Map<?, ?> map) {
      map.keySet().forEach(regex -> LinearRegex.compile(String.valueOf(regex)));
    }
    if (!DATA.contains(key)) {
      check(value);
    }
  }
}
