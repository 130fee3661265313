package ai.scailabs.scaicore.program.type;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the canonical text of a type. */
final class TypeText {

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Words that mean something else where a name may stand. */
  static final Set<String> RESERVED = Set.of("array", "map", "enum", "null");

  private TypeText() {}

  static String of(Type type) {
    return switch (type) {
      case Type.Scalar(var name) -> name;
      case Type.Array(var element) -> "array[" + of(element) + "]";
      case Type.MapOf(var key, var value) -> "map[" + of(key) + ", " + of(value) + "]";
      case Type.Enumeration(var words) -> enumeration(words);
      case Type.Union(var options) ->
          options.stream().map(TypeText::of).collect(Collectors.joining(" | "));
      case Type.Maybe(var inner) ->
          inner instanceof Type.Union ? "(" + of(inner) + ")?" : of(inner) + "?";
      case Type.Structure(var fields) ->
          fields.entrySet().stream()
              .map(field -> word(field.getKey()) + ": " + of(field.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Type.Named(var name) -> name;
      case Type.Invalid(var source, _) -> source;
    };
  }

  private static String enumeration(List<String> words) {
    return words.stream().map(TypeText::word).collect(Collectors.joining(", ", "enum[", "]"));
  }

  private static String word(String word) {
    return WORD.matcher(word).matches() ? word : quoted(word);
  }

  private static String quoted(String word) {
    var text = new StringBuilder("\"");
    for (var i = 0; i < word.length(); i++) {
      var c = word.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        default -> {
          if (c < ' ') {
            text.append("\\u%04x".formatted((int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    return text.append('"').toString();
  }
}
