package ai.scailabs.scaicore.program.type;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a type that the source gives as a text or as a map from field to type. */
final class TypeSource {

  private TypeSource() {}

  static Type read(@Nullable Object source, int depth) {
    return switch (source) {
      case String text -> Type.parse(text);
      case Map<?, ?> _ when depth > TypeParser.MAX_DEPTH ->
          new Type.Invalid("", "it is nested deeper than " + TypeParser.MAX_DEPTH + " levels");
      case Map<?, ?> map -> structure(map, depth);
      case null, default ->
          new Type.Invalid(shown(source), "a type is a text, or a map from field to type");
    };
  }

  private static Type structure(Map<?, ?> map, int depth) {
    var fields = new LinkedHashMap<String, Type>();
    for (var entry : map.entrySet()) {
      var type = read(entry.getValue(), depth + 1);
      if (type instanceof Type.Invalid invalid) {
        return new Type.Invalid(
            invalid.source(), "field %s: %s".formatted(entry.getKey(), invalid.problem()));
      }
      fields.put(String.valueOf(entry.getKey()), type);
    }
    return new Type.Structure(fields);
  }

  private static String shown(@Nullable Object source) {
    return source instanceof Number || source instanceof Boolean ? source.toString() : "";
  }
}
