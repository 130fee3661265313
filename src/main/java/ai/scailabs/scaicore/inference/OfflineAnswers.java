package ai.scailabs.scaicore.inference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the model {@code offline/echo} says: deterministic, and honest about itself. Free text is
 * the user's text. With a schema, numbers are the first number found in the bindings, enums the
 * first listed word found, booleans whether "yes" or "true" is found, dates the first date, other
 * texts the user's text cut to 200 characters, {@code confidence} 0.9. Source: the engine design,
 * "Model calls".
 */
public final class OfflineAnswers {

  private static final int MAX_TEXT = 200;
  private static final int MAX_DEPTH = 32;
  private static final double CONFIDENCE = 0.9;
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,9})?");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern YES = Pattern.compile("(?i)\\b(yes|true)\\b");

  private final String text;

  private OfflineAnswers(String text) {
    this.text = text;
  }

  /** The answer in free text. */
  public static String echo(String userText) {
    return userText;
  }

  /**
   * The answer that a JSON Schema asks for.
   *
   * @param bindings what the prompt was made from
   * @param userText the user's text, which stands in where there are no bindings
   */
  public static @Nullable Object structured(
      Map<String, ?> schema, Map<String, ? extends @Nullable Object> bindings, String userText) {
    var found = new StringBuilder();
    gather(bindings.values(), found, 0);
    return new OfflineAnswers(found.isEmpty() ? userText : found.toString().strip())
        .value("", schema, schema, 0);
  }

  private static void gather(@Nullable Object value, StringBuilder into, int depth) {
    if (depth > MAX_DEPTH) {
      return;
    }
    switch (value) {
      case null -> {}
      case Map<?, ?> map -> map.values().forEach(v -> gather(v, into, depth + 1));
      case Collection<?> list -> list.forEach(v -> gather(v, into, depth + 1));
      default -> into.append(value).append(' ');
    }
  }

  private @Nullable Object value(String name, Map<?, ?> given, Map<?, ?> root, int depth) {
    var schema = resolved(given, root, 0);
    if (depth > MAX_DEPTH) {
      return null;
    }
    if (schema.get("const") != null) {
      return schema.get("const");
    }
    if (schema.get("enum") instanceof List<?> words && !words.isEmpty()) {
      return word(words);
    }
    for (var choice : List.of("anyOf", "oneOf")) {
      if (schema.get(choice) instanceof List<?> options) {
        return option(name, options, root, depth);
      }
    }
    return switch (type(schema)) {
      case "object" -> object(schema, root, depth);
      case "array" -> array(schema, root, depth);
      case "number" -> name.equals("confidence") ? (Object) CONFIDENCE : number();
      case "integer" -> number().longValue();
      case "boolean" -> YES.matcher(text).find();
      case "null" -> null;
      default -> string(schema);
    };
  }

  private static Map<?, ?> resolved(Map<?, ?> schema, Map<?, ?> root, int hops) {
    if (!(schema.get("$ref") instanceof String ref) || hops > MAX_DEPTH) {
      return schema;
    }
    @Nullable Object at = root;
    for (var part : ref.replaceFirst("^#/?", "").split("/")) {
      at = at instanceof Map<?, ?> map && !part.isEmpty() ? map.get(part) : at;
    }
    return at instanceof Map<?, ?> found ? resolved(found, root, hops + 1) : schema;
  }

  private @Nullable Object option(String name, List<?> options, Map<?, ?> root, int depth) {
    for (var option : options) {
      if (option instanceof Map<?, ?> map && !"null".equals(map.get("type"))) {
        return value(name, map, root, depth + 1);
      }
    }
    return null;
  }

  private static String type(Map<?, ?> schema) {
    return switch (schema.get("type")) {
      case String one -> one;
      case List<?> several ->
          several.stream()
              .filter(t -> !"null".equals(t))
              .map(String::valueOf)
              .findFirst()
              .orElse("null");
      case null, default -> schema.containsKey("properties") ? "object" : "string";
    };
  }

  private Object word(List<?> words) {
    var lower = text.toLowerCase(java.util.Locale.ROOT);
    return words.stream()
        .filter(w -> lower.contains(String.valueOf(w).toLowerCase(java.util.Locale.ROOT)))
        .<Object>map(w -> w)
        .findFirst()
        .orElse(words.getFirst());
  }

  private Map<String, @Nullable Object> object(Map<?, ?> schema, Map<?, ?> root, int depth) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach(
          (key, property) -> {
            var name = String.valueOf(key);
            object.put(
                name,
                property instanceof Map<?, ?> inner ? value(name, inner, root, depth + 1) : text);
          });
    }
    return object;
  }

  private List<@Nullable Object> array(Map<?, ?> schema, Map<?, ?> root, int depth) {
    var list = new ArrayList<@Nullable Object>();
    if (schema.get("items") instanceof Map<?, ?> items) {
      list.add(value("", items, root, depth + 1));
    }
    return list;
  }

  private Number number() {
    return first(NUMBER)
        .map(n -> n.contains(".") ? (Number) Double.valueOf(n) : (Number) Long.valueOf(n))
        .orElse(0L);
  }

  private String string(Map<?, ?> schema) {
    var format = schema.get("format");
    if ("date".equals(format)) {
      return first(DATE).orElse("1970-01-01");
    }
    if ("date-time".equals(format)) {
      return first(DATE).orElse("1970-01-01") + "T00:00:00Z";
    }
    if (text.length() <= MAX_TEXT) {
      return text;
    }
    // Not through the middle of a character outside the basic plane.
    int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
    return text.substring(0, end);
  }

  private Optional<String> first(Pattern pattern) {
    return Optional.of(pattern.matcher(text)).filter(Matcher::find).map(Matcher::group);
  }
}
