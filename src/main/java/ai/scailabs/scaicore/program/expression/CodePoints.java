package ai.scailabs.scaicore.program.expression;

import org.jspecify.annotations.Nullable;

/**
 * Lengths and places in a string count characters, not UTF-16 units: no method can cut one in half
 * and make a text that cannot be written as UTF-8.
 */
final class CodePoints {

  private CodePoints() {}

  static long length(String text, Meter meter) {
    meter.characters(text.length());
    return text.codePointCount(0, text.length());
  }

  /** The part from a place up to another; negative places count from the end. */
  static String slice(String text, long start, long end, Meter meter) {
    var length = length(text, meter);
    var from = (int) place(start, length);
    var to = (int) Math.max(from, place(end, length));
    var begin = text.offsetByCodePoints(0, from);
    return text.substring(begin, text.offsetByCodePoints(begin, to - from));
  }

  static @Nullable String at(String text, long place, Meter meter) {
    var length = length(text, meter);
    var at = place < 0 ? place + length : place;
    return at < 0 || at >= length ? null : slice(text, at, at + 1, meter);
  }

  /** Whether no half of a surrogate pair stands alone. */
  static boolean areWhole(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** A place within a sequence: negative ones count from its end, others stop there. */
  static long place(long place, long length) {
    return Math.clamp(place < 0 ? Math.max(place, -length) + length : place, 0, length);
  }
}
