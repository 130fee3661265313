package ai.scailabs.scaicore.debugging;

import ai.scailabs.scaicore.execution.event.Veiled;
import ai.scailabs.scaicore.plugin.Redaction;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** The values that one answer shows: without secrets, and as many as there is room for. */
final class ShownValues {

  private static final int LARGE = 64_000;
  private static final int LONGEST_TEXT = 4_000;

  /** More than is shown, so that no secret is cut in two before it is taken out. */
  private static final int LONGEST_READ = 2 * LONGEST_TEXT;

  private static final int OVERHEAD = 64;

  private final Redaction secrets;
  private long room = 2_000_000;

  ShownValues(Redaction secrets) {
    this.secrets = secrets;
  }

  /** Whether there is room for more. */
  boolean room() {
    return room > 0;
  }

  /** The value of a variable. */
  @Nullable Object of(String name, @Nullable Object value) {
    room -= name.length() + OVERHEAD;
    return of(value);
  }

  /** A value, or {@code {truncated, size}} where it is large, or there is no room left. */
  @Nullable Object of(@Nullable Object value) {
    long size = size(value);
    if (size > LARGE || size > room) {
      var large = new LinkedHashMap<String, @Nullable Object>();
      large.put("truncated", true);
      large.put("size", size);
      return large;
    }
    room -= size;
    return secrets.of(Veiled.of(value));
  }

  private static long size(@Nullable Object value) {
    try {
      return Values.weight(value);
    } catch (EvaluationFailed e) {
      // Shown as a secret.
      return OVERHEAD;
    }
  }

  String text(String text) {
    var clean = secrets.of(text.length() > LONGEST_READ ? text.substring(0, LONGEST_READ) : text);
    var shown = clean.length() > LONGEST_TEXT ? clean.substring(0, LONGEST_TEXT) + "…" : clean;
    room -= shown.length();
    return shown;
  }
}
