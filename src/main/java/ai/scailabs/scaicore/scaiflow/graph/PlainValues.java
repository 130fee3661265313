package ai.scailabs.scaicore.scaiflow.graph;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes values immutable and alike: whole numbers are {@link Long} where they fit, others {@link
 * Double}. What no manifest and no store could hold is reported and replaced, so that reading goes
 * on.
 */
final class PlainValues {

  /** How deep the values in a graph may be nested. */
  static final int MAX_DEPTH = 48;

  /** How long a key may be. */
  static final int MAX_KEY = 500;

  private final Diagnostics found;

  PlainValues(Diagnostics found) {
    this.found = found;
  }

  @Nullable Object of(@Nullable Object value, Where where) {
    return of(value, where, 0);
  }

  Map<String, @Nullable Object> map(Map<?, ?> map, Where where) {
    return map(map, where, 0);
  }

  List<@Nullable Object> list(Collection<?> items, Where where) {
    return list(items, where, 0);
  }

  private @Nullable Object of(@Nullable Object value, Where where, int depth) {
    if (depth > MAX_DEPTH) {
      where.error(found, "is nested deeper than " + MAX_DEPTH + " levels");
      return null;
    }
    return switch (value) {
      case null -> null;
      case Boolean b -> b;
      case Number number -> number(number, where);
      case Map<?, ?> map -> map(map, where, depth);
      case Collection<?> items -> list(items, where, depth);
      default -> text(value.toString(), where);
    };
  }

  private Map<String, @Nullable Object> map(Map<?, ?> map, Where where, int depth) {
    var plain = LinkedHashMap.<String, @Nullable Object>newLinkedHashMap(map.size());
    for (var entry : map.entrySet()) {
      var key = text(String.valueOf(entry.getKey()), where);
      if (key.length() > MAX_KEY) {
        where.error(found, "has a key longer than " + MAX_KEY + " characters");
        continue;
      }
      plain.put(key, of(entry.getValue(), where.key(key), depth + 1));
    }
    return Collections.unmodifiableMap(plain);
  }

  private List<@Nullable Object> list(Collection<?> items, Where where, int depth) {
    var plain = new ArrayList<@Nullable Object>(items.size());
    for (var item : items) {
      plain.add(of(item, where.index(plain.size()), depth + 1));
    }
    return Collections.unmodifiableList(plain);
  }

  String text(String text, Where where) {
    if (text.indexOf('\0') < 0 && isUnicode(text)) {
      return text;
    }
    where.error(
        found, "holds U+0000 or half a surrogate pair, which cannot be stored; take it out");
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace('\0', '\uFFFD');
  }

  private static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
      }
    }
    return true;
  }

  Number number(Number number, Where where) {
    return switch (number) {
      case Long n -> n;
      case Integer n -> (long) n;
      case Short n -> (long) n;
      case Byte n -> (long) n;
      case BigInteger n -> n.bitLength() < Long.SIZE ? (Number) n.longValue() : whole(n, where);
      case BigDecimal n -> finite(n.doubleValue(), where);
      default -> finite(number.doubleValue(), where);
    };
  }

  private Number whole(BigInteger number, Where where) {
    if (number.bitLength() > 300) {
      where.error(found, "is a number of more than 90 digits; put it in quotes");
      return 0L;
    }
    return number;
  }

  private Number finite(double number, Where where) {
    if (!Double.isFinite(number)) {
      where.error(found, "is no number that a program can have; put it in quotes");
      return 0L;
    }
    return number;
  }
}
