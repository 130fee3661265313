package ai.scailabs.scaicore.program;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Literal values of a source as the engine knows values: whole numbers are {@link Long}, others
 * {@link Double}. A value that is so already is not copied.
 */
final class Literals {

  private static final int MAX_DEPTH = 200;

  private Literals() {}

  static @Nullable Object of(@Nullable Object value) {
    return isNormal(value, 0) ? value : normal(value, 0);
  }

  private static boolean isNormal(@Nullable Object value, int depth) {
    return switch (value) {
      case null -> true;
      case Boolean _, String _, Long _, Double _ -> true;
      case Map<?, ?> map when depth < MAX_DEPTH ->
          map.entrySet().stream()
              .allMatch(e -> e.getKey() instanceof String && isNormal(e.getValue(), depth + 1));
      case List<?> list when depth < MAX_DEPTH ->
          list.stream().allMatch(item -> isNormal(item, depth + 1));
      default -> false;
    };
  }

  private static @Nullable Object normal(@Nullable Object value, int depth) {
    return switch (value) {
      case null -> null;
      case Boolean b -> b;
      case String s -> s;
      case Integer _, Long _, Short _, Byte _ -> ((Number) value).longValue();
      case BigInteger i when i.bitLength() < Long.SIZE -> i.longValue();
      case BigDecimal d -> d.doubleValue();
      case Number n -> n.doubleValue();
      case Map<?, ?> map when depth < MAX_DEPTH -> map(map, depth);
      case Collection<?> list when depth < MAX_DEPTH -> list(list, depth);
      case Map<?, ?> _ -> null;
      case Collection<?> _ -> null;
      default -> value.toString();
    };
  }

  private static Object map(Map<?, ?> map, int depth) {
    var copy = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), normal(value, depth + 1)));
    return Collections.unmodifiableMap(copy);
  }

  private static Object list(Collection<?> list, int depth) {
    var copy = new ArrayList<@Nullable Object>(list.size());
    list.forEach(item -> copy.add(normal(item, depth + 1)));
    return Collections.unmodifiableList(copy);
  }
}
