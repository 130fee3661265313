package ai.scailabs.scaicore.program;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How findings and paths show what stands in a source: never longer than a line. */
public final class Shown {

  private static final int LENGTH = 80;

  private Shown() {}

  public static String text(String text) {
    var cut = text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "…";
    // What the cut leaves of a character, or what never was one, no store would keep.
    var kept = new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return "\"" + kept.replace("\"", "\\\"").replace("\n", "\\n").replace("\0", "\\u0000") + "\"";
  }

  /** Its kind, in words. */
  public static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String _ -> "a text";
      case Number _ -> "a number";
      case Boolean _ -> "true or false";
      case Collection<?> _ -> "a list";
      case Map<?, ?> _ -> "a map";
      default -> "something else";
    };
  }

  /** What a name is in the paths below it: readable, and never like another path. */
  public static String segment(String name) {
    return isPlain(name) ? "." + name : "[" + Shown.text(name) + "]";
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty()
        && name.chars()
            .allMatch(c -> c == '_' || c == '-' || (c < 128 && Character.isLetterOrDigit(c)));
  }
}
