package ai.scailabs.scaicore.program.expression;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Text to numbers, dates and durations. A text that is none is {@code TYPE_MISMATCH}. */
final class Conversions {

  private static final int SHOWN = 40;
  private static final int MAX_LENGTH = 100;

  /** Every whole number below this fits an int. */
  private static final BigDecimal LONGS = BigDecimal.valueOf(Long.MAX_VALUE);

  private Conversions() {}

  static Object toInt(String text) {
    var number = number(text, "an int");
    return number.abs().compareTo(LONGS) < 0
        ? (Object) number.longValue()
        : (Object) number.doubleValue();
  }

  static Object toFloat(String text) {
    return number(text, "a float").doubleValue();
  }

  /** A date from {@code 2026-01-02}, or the day in UTC of a point in time. */
  static Object toDate(@Nullable Object value) {
    return switch (value) {
      case LocalDate date -> date;
      case Instant time -> time.atOffset(ZoneOffset.UTC).toLocalDate();
      case String text when text.length() > "2026-01-02".length() -> toDate(toDatetime(text));
      case String text -> parse(text, "a date such as 2026-01-02", LocalDate::parse);
      case null, default -> throw not(value, "a date");
    };
  }

  /** A point in time from ISO-8601; without an offset it is in UTC, without a time midnight. */
  static Object toDatetime(@Nullable Object value) {
    return switch (value) {
      case Instant time -> time;
      case LocalDate date -> date.atStartOfDay(ZoneOffset.UTC).toInstant();
      case String text ->
          parse(text, "a datetime such as 2026-01-02T10:00:00Z", Conversions::instant);
      case null, default -> throw not(value, "a datetime");
    };
  }

  /** A duration from {@code 5m}, {@code 1h30m} or ISO-8601's {@code PT5M}. */
  static Object toDuration(@Nullable Object value) {
    return switch (value) {
      case Duration duration -> duration;
      case String text -> parse(text, "a duration such as 5m or PT5M", Conversions::duration);
      case null, default -> throw not(value, "a duration");
    };
  }

  private static Instant instant(String text) {
    if (text.indexOf('T') < 0) {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    var time = text.substring(text.indexOf('T'));
    var hasOffset = time.endsWith("Z") || time.indexOf('+') > 0 || time.indexOf('-') > 0;
    return hasOffset
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }

  private static Duration duration(String text) {
    if (!text.isEmpty() && Lexer.isDigit(text.charAt(0))) {
      var number = new NumberLexer(text, 0);
      if (number.value() instanceof Duration duration && number.end() == text.length()) {
        return duration;
      }
    }
    return Duration.parse(text);
  }

  private static BigDecimal number(String text, String what) {
    if (text.length() > MAX_LENGTH) {
      throw not(text, what);
    }
    try {
      var number = new BigDecimal(text.strip());
      if (!Double.isFinite(number.doubleValue())) {
        throw not(text, what);
      }
      return number;
    } catch (NumberFormatException none) {
      throw not(text, what);
    }
  }

  private interface Reading {
    Object of(String text);
  }

  private static Object parse(String text, String what, Reading reading) {
    if (text.length() > MAX_LENGTH) {
      throw not(text, what);
    }
    try {
      return reading.of(text.strip());
    } catch (DateTimeException | ArithmeticException | SyntaxProblem none) {
      throw not(text, what);
    }
  }

  private static EvaluationFailed not(@Nullable Object value, String what) {
    if (Arithmetic.isSecret(value)) {
      return EvaluationFailed.secret();
    }
    var shown =
        value instanceof String text
            ? Printer.quoted(text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text)
            : "a value of type " + Values.kind(value);
    return EvaluationFailed.mismatch(shown + " is not " + what);
  }
}
