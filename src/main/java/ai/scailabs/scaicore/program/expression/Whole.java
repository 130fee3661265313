package ai.scailabs.scaicore.program.expression;

import org.jspecify.annotations.Nullable;

/** Numbers without a fraction, whether they are ints or floats. */
final class Whole {

  private Whole() {}

  static boolean is(@Nullable Object value) {
    return value instanceof Long
        || (value instanceof Double real
            && real == Math.rint(real)
            && Math.abs(real) < Long.MAX_VALUE);
  }

  static long of(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  /** An int where the number has no fraction and fits, else the float. */
  static Object from(double number) {
    return is(number) ? (Object) (long) number : (Object) number;
  }
}
