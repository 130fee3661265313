package ai.scailabs.scaicore.program.expression;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How large a value is when it is written out. Shared parts count each time they appear, so that a
 * small graph which unfolds into a huge text is seen as huge.
 *
 * @param size about the length of its JSON text
 * @param depth 0 for a scalar, 1 for a flat collection
 * @param plain whether it holds nothing but what JSON has
 */
record Weight(long size, int depth, boolean plain) {

  private static final Weight SCALAR = new Weight(8, 0, true);
  private static final Weight OTHER = new Weight(32, 0, false);

  /** The weight of a value of ours. */
  static Weight of(@Nullable Object value) {
    return switch (value) {
      case null -> SCALAR;
      case String text -> new Weight(text.length() + 2L, 0, true);
      case Weighed weighed -> weighed.weight();
      case SecretText text -> new Weight(text.size(), 0, false);
      case Duration _, LocalDate _, Instant _, Symbol _, SecretHandle _, Receiver _ -> OTHER;
      default -> SCALAR;
    };
  }

  /** Adds up the weight of a collection while it is made. */
  static final class Sum {

    private final Meter meter;
    private long size = 2;
    private int depth;
    private boolean plain = true;

    Sum(Meter meter) {
      this.meter = meter;
    }

    void add(@Nullable Object value, int extra) {
      if (value instanceof String text) {
        size += text.length() + 2L + extra;
      } else {
        var weight = of(value);
        size += weight.size + extra;
        depth = Math.max(depth, weight.depth);
        plain &= weight.plain;
      }
      meter.room(size);
    }

    void remove(@Nullable Object value, int extra) {
      size -= of(value).size + extra;
    }

    Weight total() {
      Meter.depth(depth + 1);
      return new Weight(size, depth + 1, plain);
    }
  }
}
