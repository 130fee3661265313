package ai.scailabs.scaicore.program.expression;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Texts with secrets in them, for plugin config and headers. */
final class Sealing {

  private Sealing() {}

  /** Whether {@code a + b} is a text that only its sender may put together. */
  static boolean needed(@Nullable Object a, @Nullable Object b) {
    return Arithmetic.isSecret(a) || Arithmetic.isSecret(b);
  }

  static SecretText join(@Nullable Object a, @Nullable Object b, Meter meter) {
    var joined = SecretText.join(part(a, meter), part(b, meter));
    meter.room(joined.size());
    for (var i = 0; i < joined.parts().size(); i++) {
      meter.step();
    }
    return joined;
  }

  private static Object part(@Nullable Object value, Meter meter) {
    return Arithmetic.isSecret(value)
        ? Objects.requireNonNull(value)
        : Rendering.text(value, meter);
  }
}
