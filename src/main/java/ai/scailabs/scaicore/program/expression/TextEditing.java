package ai.scailabs.scaicore.program.expression;

/**
 * String methods that make something larger than they were given, and stop before it is too large.
 */
final class TextEditing {

  private TextEditing() {}

  static String replace(String text, String part, String by, int times, Meter meter) {
    if (part.isEmpty()) {
      throw EvaluationFailed.mismatch("the text to be replaced must not be empty");
    }
    var out = new StringBuilder();
    var at = 0;
    for (var done = 0; done < times; done++) {
      var found = TextSearch.find(text, part, at, meter);
      if (found < 0) {
        break;
      }
      meter.room((long) out.length() + found - at + by.length());
      out.append(text, at, found).append(by);
      at = found + part.length();
    }
    meter.room((long) out.length() + text.length() - at);
    return meter.made(out.append(text, at, text.length()).toString());
  }

  /** The pieces between the separators; with an empty separator the characters. */
  static Items split(String text, String separator, Meter meter) {
    var pieces = Items.builder(meter, 8);
    var at = 0;
    if (separator.isEmpty()) {
      while (at < text.length()) {
        var next = text.offsetByCodePoints(at, 1);
        meter.step();
        pieces.add(text.substring(at, next));
        at = next;
      }
      return pieces.build();
    }
    for (var found = TextSearch.find(text, separator, 0, meter); found >= 0; ) {
      pieces.add(text.substring(at, found));
      at = found + separator.length();
      found = TextSearch.find(text, separator, at, meter);
    }
    pieces.add(text.substring(at));
    return pieces.build();
  }

  static String repeat(String text, long times, Meter meter) {
    if (times < 0) {
      throw EvaluationFailed.mismatch("repeat needs a number of times that is not negative");
    }
    if (text.isEmpty()) {
      return text;
    }
    meter.room(times > Meter.SIZE ? times : times * text.length());
    return meter.made(text.repeat((int) times));
  }

  /** What is missing to make a text so many characters long. */
  static String padding(String text, long width, String fill, Meter meter) {
    if (fill.isEmpty()) {
      throw EvaluationFailed.mismatch("the text to fill up with must not be empty");
    }
    var missing = width - CodePoints.length(text, meter);
    if (missing <= 0) {
      return "";
    }
    meter.room(width);
    var filled = CodePoints.length(fill, meter);
    var whole = repeat(fill, missing / filled + 1, meter);
    return CodePoints.slice(whole, 0, missing, meter);
  }
}
