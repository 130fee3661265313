package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Pattern;
import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which arm of a match is taken. */
final class Matching {

  private Matching() {}

  static boolean fits(
      Pattern pattern, @Nullable Expression when, @Nullable Object subject, Variables variables) {
    boolean same =
        switch (pattern) {
          case Pattern.Anything() -> true;
          case Pattern.AnyOf(var literals) ->
              literals.stream().anyMatch(literal -> Values.equal(literal, subject));
        };
    return same && (when == null || truth(when.evaluate(variables)));
  }

  /** A condition's value: a boolean, or null for false. */
  static boolean truth(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean b -> b;
      default ->
          throw new BlockFailed(
              Failure.MISMATCH, "a condition must be true or false, not " + Values.kind(value));
    };
  }

  static Map<String, @Nullable Object> entry(String key, @Nullable Object value) {
    var entry = new LinkedHashMap<String, @Nullable Object>();
    entry.put("key", key);
    entry.put("value", value);
    return entry;
  }
}
