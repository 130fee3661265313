package ai.scailabs.scaicore.execution.log;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.plugin.Redaction;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lines in the form in which people see them. */
final class Shown {

  private static final int LONGEST_FIELDS = 8_000;

  private Shown() {}

  /** The JSON of a line's fields. */
  static String fields(Map<String, ? extends @Nullable Object> fields) {
    var text = Json.text(fields);
    return text.length() > LONGEST_FIELDS ? "{\"truncated\":true}" : text;
  }

  /** A row without secrets, and with a message that is not too long. */
  static LogRow of(LogRow row, @Nullable Redaction redaction) {
    var message = redaction == null ? row.message() : redaction.of(row.message());
    var fields = redaction == null ? row.fields() : redaction.of(row.fields());
    return new LogRow(
        row.tenantId(),
        row.coreId(),
        row.executionId(),
        row.at(),
        row.level(),
        storable(row.nodeId()),
        RunLog.cut(message.replace('\0', '\uFFFD')),
        fields.replace("\\u0000", "\\ufffd"));
  }

  private static @Nullable String storable(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }
}
