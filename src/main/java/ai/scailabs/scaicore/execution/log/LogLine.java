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
    long fieldsWeight = 0;
    for (var field : fields.entrySet()) {
      fieldsWeight += field.getKey().length() + String.valueOf(field.getValue()).length() + 8L;
    }
    return (int) Math.min(Integer.MAX_VALUE, message.length() + OVERHEAD + fieldsWeight);
  }
}
