package ai.scailabs.scaicore.program.expression;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operators {@code + - * / %}. Whole numbers stay whole while they fit and become floats where
 * they do not; nothing wraps around. A quotient is whole when the division leaves nothing.
 */
final class Arithmetic {

  /** Whole numbers below this are told apart by a float. */
  private static final double EXACT = 1L << 53;

  private Arithmetic() {}

  static @Nullable Object plus(@Nullable Object a, @Nullable Object b, Meter meter) {
    if (a instanceof Long x && b instanceof Long y) {
      var sum = x + y;
      return ((x ^ sum) & (y ^ sum)) < 0 ? finite((double) x + (double) y) : (Object) sum;
    }
    if (a instanceof Number x && b instanceof Number y) {
      return finite(x.doubleValue() + y.doubleValue());
    }
    if (isText(a) || isText(b)) {
      var left = Rendering.text(a, meter);
      var right = Rendering.text(b, meter);
      meter.room((long) left.length() + right.length());
      return meter.made(left.concat(right));
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      var all = Items.builder(meter, x.size() + y.size());
      addAll(all, x, meter);
      addAll(all, y, meter);
      return all.build();
    }
    var time = TimeArithmetic.plus(a, b);
    if (time != null) {
      return time;
    }
    throw cannot("add", a, b);
  }

  static Object minus(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      var difference = x - y;
      return ((x ^ y) & (x ^ difference)) < 0
          ? finite((double) x - (double) y)
          : (Object) difference;
    }
    if (a instanceof Number x && b instanceof Number y) {
      return finite(x.doubleValue() - y.doubleValue());
    }
    var time = TimeArithmetic.minus(a, b);
    if (time != null) {
      return time;
    }
    throw cannot("subtract", a, b);
  }

  static Object times(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      var high = Math.multiplyHigh(x, y);
      var low = x * y;
      return (high == 0 && low >= 0) || (high == -1 && low < 0)
          ? (Object) low
          : finite((double) x * (double) y);
    }
    if (a instanceof Number x && b instanceof Number y) {
      return finite(x.doubleValue() * y.doubleValue());
    }
    if (a instanceof Duration x && b instanceof Number y) {
      return TimeArithmetic.times(x, y.doubleValue());
    }
    if (a instanceof Number x && b instanceof Duration y) {
      return TimeArithmetic.times(y, x.doubleValue());
    }
    throw cannot("multiply", a, b);
  }

  static Object divide(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      refuseZero(y);
      return a instanceof Long p && b instanceof Long q && p % q == 0 && q != -1
          ? (Object) (p / q)
          : b instanceof Long q && q == -1 ? negate(a) : finite(x.doubleValue() / y.doubleValue());
    }
    if (a instanceof Duration x && b instanceof Number y) {
      refuseZero(y);
      return TimeArithmetic.divide(x, y.doubleValue());
    }
    if (a instanceof Duration x && b instanceof Duration y) {
      var divisor = TimeArithmetic.seconds(y);
      refuseZero(divisor);
      return finite(TimeArithmetic.seconds(x) / divisor);
    }
    throw cannot("divide", a, b);
  }

  static Object remainder(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      refuseZero(y);
      return a instanceof Long p && b instanceof Long q
          ? (Object) (p % q)
          : finite(x.doubleValue() % y.doubleValue());
    }
    throw cannot("take the remainder of", a, b);
  }

  static Object negate(@Nullable Object a) {
    return switch (a) {
      case Long x when x == Long.MIN_VALUE -> -(double) x;
      case Long x -> -x;
      case Double x -> -x;
      case Duration x -> TimeArithmetic.times(x, -1);
      case null, default ->
          throw EvaluationFailed.mismatch("- needs a number or a duration, not " + Values.kind(a));
    };
  }

  /** Exact also where a whole number has more digits than a float can tell apart. */
  static int compareNumbers(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x.doubleValue() == y.doubleValue() ? 0 : Double.compare(x, y);
    }
    var x = a.doubleValue();
    var y = b.doubleValue();
    if (x != y) {
      return x < y ? -1 : 1;
    }
    return Math.abs(x) < EXACT ? 0 : exact(a).compareTo(exact(b));
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(number.doubleValue());
  }

  /**
   * Less, equal or greater, for two numbers, texts, booleans, durations or points in time.
   *
   * @throws EvaluationFailed {@code TYPE_MISMATCH} naming both kinds for anything else
   */
  static int compare(@Nullable Object a, @Nullable Object b, Meter meter) {
    meter.step();
    if (a instanceof Number x && b instanceof Number y) {
      return compareNumbers(x, y);
    }
    if (isText(a) && isText(b)) {
      var x = Rendering.text(a, meter);
      var y = Rendering.text(b, meter);
      meter.characters(Math.min(x.length(), y.length()));
      return x.compareTo(y);
    }
    if (a instanceof Duration x && b instanceof Duration y) {
      return x.compareTo(y);
    }
    if (a instanceof LocalDate x && b instanceof LocalDate y) {
      return x.compareTo(y);
    }
    var x = TimeArithmetic.instant(a);
    var y = TimeArithmetic.instant(b);
    if (x != null && y != null) {
      return x.compareTo(y);
    }
    throw cannot("compare", a, b);
  }

  static boolean isText(@Nullable Object value) {
    return value instanceof String || value instanceof Symbol || value instanceof TextualMap;
  }

  private static void addAll(Items.Builder all, List<?> items, Meter meter) {
    for (var item : items) {
      meter.step();
      all.add(item);
    }
  }

  private static void refuseZero(Number divisor) {
    if (divisor.doubleValue() == 0) {
      throw EvaluationFailed.mismatch("division by zero; check the divisor before dividing");
    }
  }

  private static Object finite(double result) {
    if (!Double.isFinite(result)) {
      throw EvaluationFailed.limit("the result is larger than any number can be");
    }
    return result;
  }

  private static EvaluationFailed cannot(String what, @Nullable Object a, @Nullable Object b) {
    if (isSecret(a) || isSecret(b)) {
      return EvaluationFailed.secret();
    }
    return EvaluationFailed.mismatch(
        "cannot " + what + " " + Values.kind(a) + " and " + Values.kind(b));
  }

  static boolean isSecret(@Nullable Object value) {
    return value instanceof SecretHandle || value instanceof SecretText;
  }
}
