package ai.scailabs.scaicore.program.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Dates, points in time and durations. A date plus whole days is a date; plus anything else it is a
 * point in time, counted from its midnight in UTC.
 */
final class TimeArithmetic {

  private static final long NANOS = 1_000_000_000;

  private TimeArithmetic() {}

  /** Their sum, or null when they have none. */
  static @Nullable Object plus(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Duration x && b instanceof Duration y) {
      return bounded(() -> x.plus(y));
    }
    if (b instanceof Duration y) {
      return later(a, y);
    }
    return a instanceof Duration x ? later(b, x) : null;
  }

  /** Their difference, or null when they have none. */
  static @Nullable Object minus(@Nullable Object a, @Nullable Object b) {
    if (b instanceof Duration y) {
      return a instanceof Duration x
          ? bounded(() -> x.minus(y))
          : later(a, (Duration) times(y, -1));
    }
    var x = instant(a);
    var y = instant(b);
    return x == null || y == null ? null : bounded(() -> Duration.between(y, x));
  }

  static Object times(Duration duration, double factor) {
    return bounded(() -> duration(nanos(duration).multiply(new BigDecimal(factor))));
  }

  static Object divide(Duration duration, double divisor) {
    return bounded(
        () -> duration(nanos(duration).divide(new BigDecimal(divisor), MathContext.DECIMAL128)));
  }

  static double seconds(Duration duration) {
    return nanos(duration).movePointLeft(9).doubleValue();
  }

  static String exactSeconds(Duration duration) {
    return nanos(duration).movePointLeft(9).stripTrailingZeros().toPlainString();
  }

  /** The point in time of a date's midnight in UTC, or of a point in time; null for others. */
  static @Nullable Instant instant(@Nullable Object value) {
    return switch (value) {
      case Instant time -> time;
      case LocalDate date -> (Instant) bounded(() -> date.atStartOfDay(ZoneOffset.UTC).toInstant());
      case null, default -> null;
    };
  }

  private static @Nullable Object later(@Nullable Object start, Duration by) {
    return switch (start) {
      case LocalDate date when by.equals(Duration.ofDays(by.toDays())) ->
          bounded(() -> date.plusDays(by.toDays()));
      case LocalDate date -> bounded(() -> date.atStartOfDay(ZoneOffset.UTC).toInstant().plus(by));
      case Instant time -> bounded(() -> time.plus(by));
      case null, default -> null;
    };
  }

  private static Duration duration(BigDecimal nanos) {
    var parts =
        nanos
            .setScale(0, RoundingMode.HALF_UP)
            .toBigInteger()
            .divideAndRemainder(BigInteger.valueOf(NANOS));
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
  }

  private static BigDecimal nanos(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
        .multiply(BigDecimal.valueOf(NANOS))
        .add(BigDecimal.valueOf(duration.getNano()));
  }

  private static Object bounded(Supplier<Object> result) {
    try {
      return result.get();
    } catch (DateTimeException | ArithmeticException beyond) {
      throw EvaluationFailed.limit("the result is beyond the calendar that dates can name");
    }
  }
}
