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
    return same && (when == null || Values.truth(when.evaluate(variables)));
  }

  static Map<String, @Nullable Object> entry(String key, @Nullable Object value) {
    var entry = new LinkedHashMap<String, @Nullable Object>();
    entry.put("key", key);
    entry.put("value", value);
    return entry;
  }
}
