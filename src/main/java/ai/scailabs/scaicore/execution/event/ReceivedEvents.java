package ai.scailabs.scaicore.execution.event;

import ai.scailabs.scaicore.core.CoreNotFound;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.value.LargeValues;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The events that are sent to Cores from outside: exactly once, beside what they began. */
@Component
public class ReceivedEvents {

  private final EventRows rows;
  private final Clock clock;

  ReceivedEvents(EventRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /**
   * Adds one, in the transaction that is open. Its payload is {@code {source, data,
   * execution_ids}}; data of more than 4 KB is not shown, and {@code data_truncated} says so.
   *
   * @param source {@code api} or {@code webhook}
   * @param executionIds what it began
   * @throws CoreNotFound where its Core has gone in the meantime
   */
  public void add(
      String tenantId,
      String coreId,
      String eventId,
      String type,
      String source,
      Map<String, @Nullable Object> data,
      List<String> executionIds) {
    var payload = new LinkedHashMap<String, @Nullable Object>();
    payload.put("source", source);
    if (LargeValues.size(Json.text(data)) > Wording.MAX_VALUE_BYTES) {
      payload.put("data_truncated", true);
    } else {
      payload.put("data", data);
    }
    payload.put("execution_ids", executionIds);
    var row = Wording.row(eventId, tenantId, coreId, null, type, clock.instant(), payload);
    if (!rows.addOfExisting(row)) {
      throw new CoreNotFound(coreId);
    }
  }
}
