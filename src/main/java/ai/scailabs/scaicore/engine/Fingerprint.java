package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.SecretHandle;
import ai.scailabs.scaicore.program.expression.SecretText;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A short text by which a replay tells that an effect is called with the same arguments. The same
 * on every replica and version, whatever the order of a map's members; quick, since a replay makes
 * one for every entry. It guards against mistakes, not against a program that wants to deceive
 * itself. A secret counts by its name.
 */
final class Fingerprint {

  private static final long ODD = 0x9E3779B97F4A7C15L;

  private Fingerprint() {}

  static String of(@Nullable Object value) {
    return HexFormat.of().toHexDigits(hash(value));
  }

  private static long hash(@Nullable Object value) {
    return switch (value) {
      case null -> 1;
      case String text -> text(text);
      case Boolean truth -> truth ? 2 : 3;
      case Long number -> mixed(number ^ 5);
      case Integer number -> mixed(number.longValue() ^ 5);
      case Double number -> number(number);
      case List<?> list -> list(list);
      case Map<?, ?> map -> map(map);
      case SecretHandle handle -> mixed(text(handle.name()) + 7);
      case SecretText text -> mixed(list(text.parts()) + 11);
      default -> hash(Values.plain(value));
    };
  }

  private static long text(String text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = hash * ODD + text.charAt(i);
    }
    return mixed(hash);
  }

  /** Numbers of the same amount are the same, as in the language. */
  private static long number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1L << 53
        ? mixed((long) number ^ 5)
        : mixed(Double.doubleToLongBits(number) ^ 13);
  }

  private static long list(List<?> list) {
    long hash = 17;
    for (var item : list) {
      hash = mixed(hash * ODD + hash(item));
    }
    return hash;
  }

  private static long map(Map<?, ?> map) {
    long hash = 19;
    for (var entry : map.entrySet()) {
      hash += mixed(text(String.valueOf(entry.getKey())) * ODD + hash(entry.getValue()));
    }
    return mixed(hash);
  }

  private static long mixed(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
