package ai.scailabs.scaicore.program.expression;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When two values are the same value. */
final class Equality {

  private Equality() {}

  static boolean equal(@Nullable Object a, @Nullable Object b, Meter meter, int level) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    meter.step();
    Meter.depth(level);
    return switch (a) {
      case SecretHandle _, SecretText _ -> throw secret();
      case Object _ when b instanceof SecretHandle || b instanceof SecretText -> throw secret();
      case Long x when b instanceof Long y -> x.equals(y);
      case Number x when b instanceof Number y -> Arithmetic.compareNumbers(x, y) == 0;
      case List<?> x when b instanceof List<?> y -> lists(x, y, meter, level);
      case TextualMap x when !(b instanceof Map) -> texts(x.text(), b, meter);
      case Map<?, ?> x when b instanceof Map<?, ?> y -> maps(x, y, meter, level);
      case Map<?, ?> _ -> false;
      case String x -> texts(x, b, meter);
      case Symbol x -> texts(x.name(), b, meter);
      default -> a.equals(b);
    };
  }

  /** Agrees with {@link #equal}: equal values have equal hashes. */
  static int hash(@Nullable Object value, Meter meter, int level) {
    meter.step();
    Meter.depth(level);
    return switch (value) {
      case null -> 0;
      case SecretHandle _, SecretText _ -> throw secret();
      case Number number -> Double.hashCode(number.doubleValue() + 0.0);
      case TextualMap map -> map.text().hashCode();
      case Symbol symbol -> symbol.name().hashCode();
      case List<?> list -> {
        var hash = 1;
        for (var item : list) {
          hash = 31 * hash + hash(Values.scalar(item), meter, level + 1);
        }
        yield hash;
      }
      case Map<?, ?> map -> {
        var hash = 0;
        for (var entry : map.entrySet()) {
          var member = hash(Values.scalar(entry.getValue()), meter, level + 1);
          hash += (31 * String.valueOf(entry.getKey()).hashCode()) ^ member;
        }
        yield hash;
      }
      case String text -> {
        meter.characters(text.length());
        yield text.hashCode();
      }
      default -> value.hashCode();
    };
  }

  private static boolean texts(String x, Object b, Meter meter) {
    var y =
        switch (b) {
          case String text -> text;
          case Symbol symbol -> symbol.name();
          case TextualMap map -> map.text();
          default -> null;
        };
    if (y == null || x.length() != y.length()) {
      return false;
    }
    meter.characters(x.length());
    return x.equals(y);
  }

  private static boolean lists(List<?> x, List<?> y, Meter meter, int level) {
    if (x.size() != y.size()) {
      return false;
    }
    for (var i = 0; i < x.size(); i++) {
      if (!equal(Values.scalar(x.get(i)), Values.scalar(y.get(i)), meter, level + 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean maps(Map<?, ?> x, Map<?, ?> y, Meter meter, int level) {
    if (x.size() != y.size()) {
      return false;
    }
    for (var entry : x.entrySet()) {
      var key = Objects.requireNonNull(entry.getKey());
      if (!y.containsKey(key)
          || !equal(Values.scalar(entry.getValue()), Values.scalar(y.get(key)), meter, level + 1)) {
        return false;
      }
    }
    return true;
  }

  private static EvaluationFailed secret() {
    return EvaluationFailed.mismatch("a secret cannot be compared with anything but null");
  }
}
