package ai.scailabs.scaicore.program.expression;

/**
 * Whether a whole text fits a pattern: {@code *} stands for any characters, {@code ?} for one,
 * {@code [a-z]} and {@code [!a-z]} for one of a set, {@code \} takes the next character literally.
 * Each comparison counts as work, so a pattern with many stars runs into the bound, not out of
 * time.
 */
final class Glob {

  private static final int COMPARISONS_PER_STEP = 64;

  private final String pattern;
  private final String text;
  private final Meter meter;

  private Glob(String pattern, String text, Meter meter) {
    this.pattern = pattern;
    this.text = text;
    this.meter = meter;
  }

  static boolean matches(String pattern, String text, Meter meter) {
    return new Glob(pattern, text, meter).run();
  }

  private boolean run() {
    var p = 0;
    var t = 0;
    var star = -1;
    var resume = 0;
    var comparisons = 0;
    while (t < text.length()) {
      if (++comparisons % COMPARISONS_PER_STEP == 0) {
        meter.step();
      }
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && fits(p, text.codePointAt(t))) {
        p = next(p);
        t += Character.charCount(text.codePointAt(t));
      } else if (star >= 0) {
        p = star + 1;
        resume += Character.charCount(text.codePointAt(resume));
        t = resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private boolean fits(int p, int c) {
    if (isSet(p)) {
      return inSet(p, c);
    }
    return pattern.charAt(p) == '?' || pattern.codePointAt(isEscape(p) ? p + 1 : p) == c;
  }

  private int next(int p) {
    if (isSet(p)) {
      return setEnd(p) + 1;
    }
    return after(isEscape(p) ? p + 1 : p);
  }

  private boolean isSet(int p) {
    return pattern.charAt(p) == '[' && setEnd(p) > 0;
  }

  private boolean isEscape(int p) {
    return pattern.charAt(p) == '\\' && p + 1 < pattern.length();
  }

  private int after(int p) {
    return p + Character.charCount(pattern.codePointAt(p));
  }

  /** Where the set that begins here ends; -1 when the bracket is only a bracket. */
  private int setEnd(int p) {
    var first = isNegated(p) ? p + 2 : p + 1;
    var end = pattern.indexOf(']', first + 1);
    meter.characters((end < 0 ? pattern.length() : end) - (long) p);
    return end;
  }

  private boolean isNegated(int p) {
    return pattern.startsWith("!", p + 1) || pattern.startsWith("^", p + 1);
  }

  private boolean inSet(int p, int c) {
    var end = setEnd(p);
    var found = false;
    var at = isNegated(p) ? p + 2 : p + 1;
    while (at < end) {
      var low = pattern.codePointAt(at);
      at = after(at);
      if (at + 1 < end && pattern.charAt(at) == '-') {
        var high = pattern.codePointAt(at + 1);
        at = after(at + 1);
        found |= low <= c && c <= high;
      } else {
        found |= low == c;
      }
    }
    return found != isNegated(p);
  }
}
