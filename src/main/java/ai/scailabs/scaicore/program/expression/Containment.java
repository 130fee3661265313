package ai.scailabs.scaicore.program.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code in} and {@code contains}: an item in a list, a key in a map, a text in a text. */
final class Containment {

  private Containment() {}

  static boolean in(@Nullable Object part, @Nullable Object whole, Meter meter) {
    return switch (whole) {
      case List<?> list -> indexIn(list, part, meter) >= 0;
      case Map<?, ?> map when Arithmetic.isText(part) ->
          map.containsKey(Rendering.text(part, meter));
      case String text when Arithmetic.isText(part) ->
          TextSearch.find(text, Rendering.text(part, meter), 0, meter) >= 0;
      case null, default -> {
        if (Sealing.needed(part, whole)) {
          throw EvaluationFailed.secret();
        }
        throw EvaluationFailed.mismatch(
            "in needs an array, a map and a key, or two strings, not "
                + Values.kind(part)
                + " and "
                + Values.kind(whole));
      }
    };
  }

  static int indexIn(List<?> list, @Nullable Object item, Meter meter) {
    for (var i = 0; i < list.size(); i++) {
      meter.step();
      if (Equality.equal(Values.scalar(list.get(i)), item, meter, 0)) {
        return i;
      }
    }
    return -1;
  }
}
