package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.engine.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of a flow's output a chat shows. */
final class AnswerText {

  /** In place of an answer that waits for a person. */
  static final String PENDING =
      "This needs a person's decision first; there is no answer until somebody has taken it.";

  /** In place of an answer that waits for whoever debugs the program. */
  static final String STOPPED =
      "This stopped at a breakpoint; there is no answer until somebody has made it go on.";

  private AnswerText() {}

  /**
   * {@code output.response}, else {@code output.message}, else the output as JSON; a plain string
   * as it is.
   */
  static String of(@Nullable Object output) {
    if (output instanceof Map<?, ?> object) {
      for (var key : new String[] {"response", "message"}) {
        var value = object.get(key);
        if (value != null) {
          return text(value);
        }
      }
    }
    return text(output);
  }

  private static String text(@Nullable Object value) {
    return value instanceof String string ? string : Json.text(value);
  }
}
