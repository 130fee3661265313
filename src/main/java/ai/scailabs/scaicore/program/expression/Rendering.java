package ai.scailabs.scaicore.program.expression;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as text: how templates and {@code +} show them, and as JSON. */
final class Rendering {

  private static final double LARGEST_PLAIN = 1e21;
  private static final double SMALLEST_PLAIN = 1e-7;
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder();
  private final Meter meter;

  private Rendering(Meter meter) {
    this.meter = meter;
  }

  static String text(@Nullable Object value, Meter meter) {
    return switch (Values.scalar(value)) {
      case null -> "";
      case String text -> text;
      case TextualMap map -> map.text();
      case List<?> _, Map<?, ?> _ -> json(value, meter);
      case Object other -> scalar(other);
    };
  }

  static String json(@Nullable Object value, Meter meter) {
    var rendering = new Rendering(meter);
    rendering.append(value, 0);
    return meter.made(rendering.out.toString());
  }

  /** Numbers as JavaScript shows them: no fraction when there is none, no exponent if avoidable. */
  static String number(Number number) {
    if (!(number instanceof Double real)) {
      return number.toString();
    }
    var size = Math.abs(real);
    if (size == 0) {
      return "0";
    }
    if (size >= LARGEST_PLAIN || size < SMALLEST_PLAIN) {
      return real.toString();
    }
    return real == Math.rint(real) && size < Long.MAX_VALUE
        ? Long.toString(real.longValue())
        : new BigDecimal(real.toString()).stripTrailingZeros().toPlainString();
  }

  private static String scalar(Object value) {
    return switch (value) {
      case Number number -> number(number);
      case SecretHandle _, SecretText _ -> throw EvaluationFailed.secret();
      case Closure _, Receiver _ ->
          throw EvaluationFailed.mismatch("a " + Values.kind(value) + " cannot be shown as text");
      default -> value.toString();
    };
  }

  private void append(@Nullable Object value, int level) {
    meter.step();
    meter.room(out.length());
    Meter.depth(level);
    switch (Values.scalar(value)) {
      case null -> out.append("null");
      case Boolean truth -> out.append(truth.booleanValue());
      case Number number -> out.append(number(number));
      case List<?> list -> {
        var separator = '[';
        for (var item : list) {
          out.append(separator);
          append(item, level + 1);
          separator = ',';
        }
        out.append(separator == '[' ? "[]" : "]");
      }
      case Map<?, ?> map -> {
        var separator = '{';
        for (var entry : map.entrySet()) {
          out.append(separator);
          quote(String.valueOf(entry.getKey()));
          out.append(':');
          append(entry.getValue(), level + 1);
          separator = ',';
        }
        out.append(separator == '{' ? "{}" : "}");
      }
      case String text -> quote(text);
      case Object other -> quote(scalar(other));
    }
  }

  private void quote(String text) {
    meter.room((long) out.length() + text.length());
    quote(out, text);
  }

  /** Appends a JSON string. */
  static void quote(StringBuilder out, String text) {
    out.append('"');
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
