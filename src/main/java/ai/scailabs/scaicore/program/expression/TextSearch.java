package ai.scailabs.scaicore.program.expression;

/** Finding a text in a text, in time that grows with the sum of their lengths. */
final class TextSearch {

  /** Below this the plain search is faster, and its worst case is bounded by this factor. */
  private static final int SHORT = 32;

  private TextSearch() {}

  /** The first place of {@code part} from {@code from} on, in UTF-16 units; -1 for none. */
  static int find(String text, String part, int from, Meter meter) {
    meter.step();
    if (part.length() <= SHORT) {
      var found = text.indexOf(part, from);
      meter.characters((found < 0 ? text.length() : found) - (long) from);
      return found;
    }
    meter.characters(text.length() - (long) from + part.length());
    return text.length() - from < part.length() ? -1 : search(text, part, from);
  }

  /** Knuth, Morris and Pratt's search. */
  private static int search(String text, String part, int from) {
    var fallback = fallback(part);
    var matched = 0;
    for (var i = from; i < text.length(); i++) {
      while (matched > 0 && text.charAt(i) != part.charAt(matched)) {
        matched = fallback[matched - 1];
      }
      if (text.charAt(i) == part.charAt(matched) && ++matched == part.length()) {
        return i - matched + 1;
      }
    }
    return -1;
  }

  /** For each length, how much of the part's beginning is still matched when the next one fails. */
  private static int[] fallback(String part) {
    var fallback = new int[part.length()];
    var matched = 0;
    for (var i = 1; i < part.length(); i++) {
      while (matched > 0 && part.charAt(i) != part.charAt(matched)) {
        matched = fallback[matched - 1];
      }
      matched += part.charAt(i) == part.charAt(matched) ? 1 : 0;
      fallback[i] = matched;
    }
    return fallback;
  }
}
