package ai.scailabs.scaicore.program.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of the language, as listed at {@link Expression}. Collections of the language are
 * immutable and made from values that exist already, so none can contain itself; what comes from
 * outside is copied level by level and refused past 200 levels.
 */
public final class Values {

  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private Values() {}

  /**
   * The value of the language for what a JSON or MessagePack reader gives: whole numbers become
   * {@link Long} where they fit, other numbers {@link Double}, NaN and infinities null, bytes
   * base64, Java times {@link Instant}. Collections are copied, and are then cheap to put into
   * others; a value of the language is returned as it is.
   *
   * @throws EvaluationFailed {@code TYPE_MISMATCH} for other Java objects and keys that are no
   *     strings, {@code EVALUATION_LIMIT} past 200 levels
   */
  public static @Nullable Object normalise(@Nullable Object value) {
    return own(value, Meter.unbounded(), 0);
  }

  static @Nullable Object own(@Nullable Object value, Meter meter, int level) {
    if (value instanceof Weighed || !(value instanceof List || value instanceof Map)) {
      return scalar(value);
    }
    Meter.depth(level);
    meter.step();
    return value instanceof List<?> list
        ? Items.copyOf(list, meter, level)
        : Fields.copyOf((Map<?, ?>) value, meter, level);
  }

  /** The value of the language for a scalar; a collection is returned as it is. */
  static @Nullable Object scalar(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String _, Long _, Boolean _, List<?> _, Map<?, ?> _ -> value;
      case Double number -> Double.isFinite(number) ? number : null;
      case Integer _, Short _, Byte _ -> ((Number) value).longValue();
      case Float number -> scalar(number.doubleValue());
      case BigInteger number -> whole(number);
      case BigDecimal number ->
          number.scale() <= 0 && (long) number.precision() - number.scale() <= 20
              ? whole(number.toBigInteger())
              : scalar(number.doubleValue());
      case Duration _, LocalDate _, Instant _, Symbol _ -> value;
      case SecretHandle _, SecretText _, Receiver _ -> value;
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      case OffsetDateTime time -> time.toInstant();
      case ZonedDateTime time -> time.toInstant();
      case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
      default ->
          throw EvaluationFailed.mismatch(
              "a value of the type " + value.getClass().getSimpleName() + " cannot be used");
    };
  }

  private static @Nullable Object whole(BigInteger number) {
    return number.compareTo(MIN_LONG) >= 0 && number.compareTo(MAX_LONG) <= 0
        ? (Object) number.longValue()
        : scalar(number.doubleValue());
  }

  /**
   * The word for a value's type in messages, such as {@code string}, {@code int} or {@code map}.
   */
  public static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String _ -> "string";
      case Boolean _ -> "bool";
      case Long _, Integer _, Short _, Byte _, BigInteger _ -> "int";
      case Number _ -> "float";
      case List<?> _ -> "array";
      case Map<?, ?> _ -> "map";
      case Duration _ -> "duration";
      case LocalDate _ -> "date";
      case Instant _ -> "datetime";
      case Symbol _ -> "symbol";
      case SecretHandle _, SecretText _ -> "secret";
      case Closure _ -> "function";
      case Receiver _ -> "object";
      default -> "unknown value";
    };
  }

  /**
   * Whether two values are equal: numbers by amount ({@code 1 == 1.0}), collections by their
   * elements, a symbol and a {@link TextualMap} also with their text.
   *
   * @throws EvaluationFailed {@code TYPE_MISMATCH} where a secret would be compared
   */
  public static boolean equal(@Nullable Object a, @Nullable Object b) {
    return Equality.equal(scalar(a), scalar(b), Meter.unbounded(), 0);
  }

  /** About the length of a value's JSON text; that of a value of the language is at hand. */
  public static long weight(@Nullable Object value) {
    return Weight.of(normalise(value)).size();
  }

  /**
   * A value as a template shows it: null as nothing, a {@link TextualMap} as its text, collections
   * as JSON, durations and dates in ISO form, a number without a needless fraction ({@code 100.0}
   * as {@code 100}).
   *
   * @throws EvaluationFailed {@code TYPE_MISMATCH} for a secret
   */
  public static String text(@Nullable Object value) {
    return Rendering.text(value, Meter.unbounded());
  }

  /**
   * The value as JSON has it, for the journal and for responses: durations, dates and symbols as
   * text, a {@link TextualMap} as a map.
   *
   * @throws EvaluationFailed {@code TYPE_MISMATCH} for a secret or a value that has no JSON form
   */
  public static @Nullable Object plain(@Nullable Object value) {
    return switch (own(value, Meter.unbounded(), 0)) {
      case null -> null;
      case Items items when !items.weight().plain() -> plainItems(items);
      case Fields fields when !fields.weight().plain() -> plainFields(fields);
      case TextualMap map -> plainFields(map);
      case Duration _, LocalDate _, Instant _, Symbol _ -> text(value);
      case SecretHandle _, SecretText _ -> throw EvaluationFailed.secret();
      case Receiver receiver -> {
        var inner = receiver.value();
        if (inner instanceof Receiver) {
          throw EvaluationFailed.mismatch("an object with methods cannot be kept as a value");
        }
        yield plain(inner);
      }
      case Object other -> other;
    };
  }

  private static Object plainItems(List<@Nullable Object> items) {
    var plain = Items.builder(Meter.unbounded(), items.size());
    for (var item : items) {
      plain.add(plain(item));
    }
    return plain.build();
  }

  private static Object plainFields(Map<String, @Nullable Object> fields) {
    var plain = Fields.builder(Meter.unbounded());
    fields.forEach((key, value) -> plain.put(key, plain(value)));
    return plain.build();
  }
}
