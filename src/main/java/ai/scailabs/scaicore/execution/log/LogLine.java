package ai.scailabs.scaicore.execution.log;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line, as it was said: secrets are still in it. */
record LogLine(
    Instant at,
    LogLevel level,
    @Nullable String nodeId,
    String message,
    Map<String, ? extends @Nullable Object> fields) {

  private static final int OVERHEAD = 200;

  /** About how many bytes it takes. */
  int weight() {
    return message.length() + OVERHEAD;
  }
}
