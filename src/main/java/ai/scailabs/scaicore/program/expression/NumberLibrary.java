package ai.scailabs.scaicore.program.expression;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The methods of an int and a float. */
final class NumberLibrary {

  private static final int MAX_DIGITS = 15;

  static final Library METHODS =
      new Library(
          "number",
          number("round(digits?)", NumberLibrary::round),
          number(
              "floor()", (n, _) -> n instanceof Long ? n : Whole.from(Math.floor(n.doubleValue()))),
          number(
              "ceil()", (n, _) -> n instanceof Long ? n : Whole.from(Math.ceil(n.doubleValue()))),
          number("abs()", NumberLibrary::abs),
          number("to_string()", (n, _) -> Rendering.number(n)),
          number("to_int()", NumberLibrary::toInt),
          number("to_float()", (n, _) -> n.doubleValue()));

  private NumberLibrary() {}

  private interface Body {
    Object apply(Number self, Arguments args);
  }

  private static Method number(String signature, Body body) {
    return Method.of(signature, (self, args) -> body.apply((Number) self, args));
  }

  /** Halves away from zero; an int without digits after the point. */
  private static Object round(Number number, Arguments args) {
    var digits = args.whole(0, 0);
    if (Math.abs(digits) > MAX_DIGITS) {
      throw args.wanted(0, "an int from -15 to 15");
    }
    if (number instanceof Long && digits >= 0) {
      return number;
    }
    var rounded =
        new BigDecimal(number.toString())
            .setScale((int) digits, RoundingMode.HALF_UP)
            .doubleValue();
    return digits <= 0 ? Whole.from(rounded) : (Object) rounded;
  }

  private static Object abs(Number number, Arguments args) {
    return number.doubleValue() < 0 ? Arithmetic.negate(number) : number;
  }

  /** Without what stands after the point. */
  private static Object toInt(Number number, Arguments args) {
    var real = number.doubleValue();
    return number instanceof Long
        ? number
        : Whole.from(real < 0 ? Math.ceil(real) : Math.floor(real));
  }
}
