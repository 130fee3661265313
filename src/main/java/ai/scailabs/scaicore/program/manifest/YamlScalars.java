package ai.scailabs.scaicore.program.manifest;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/**
 * What plain scalars stand for, by the core schema of YAML 1.2: {@code yes} is a text, and so is a
 * date.
 */
final class YamlScalars {

  private static final ScalarResolver RESOLVER = new CoreScalarResolver(false);
  private static final int LONGEST_NUMBER = 100;

  private YamlScalars() {}

  /** The problem of a scalar that has no JSON value. */
  static final class NoValue extends Exception {
    NoValue(String message) {
      super(message, null, false, false);
    }
  }

  static @Nullable Object plain(String text) throws NoValue {
    if (text.length() > LONGEST_NUMBER) {
      return text;
    }
    var tag = RESOLVER.resolve(text, true);
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return text.equalsIgnoreCase("true");
    }
    if (tag.equals(Tag.INT)) {
      return whole(text);
    }
    return tag.equals(Tag.FLOAT) ? fraction(text) : text;
  }

  private static Object whole(String text) {
    var number =
        text.startsWith("0x")
            ? new BigInteger(text.substring(2), 16)
            : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private static Object fraction(String text) throws NoValue {
    var lower = text.toLowerCase(java.util.Locale.ROOT);
    double number =
        lower.endsWith("inf") || lower.endsWith("nan") ? Double.NaN : Double.parseDouble(text);
    if (!Double.isFinite(number)) {
      throw new NoValue(text + " is no number that a program can have; put it in quotes");
    }
    return number;
  }
}
