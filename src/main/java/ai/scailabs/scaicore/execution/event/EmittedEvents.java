package ai.scailabs.scaicore.execution.event;

import java.time.Clock;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The events that programs send: exactly once, committed with their journal entries. */
@Component
public class EmittedEvents {

  private static final int MAX_TYPE = 200;

  private final EventRows rows;
  private final Clock clock;

  EmittedEvents(EventRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /**
   * Adds one, in the transaction that is open. Its payload is {@code {execution_id, block_id,
   * data}}.
   *
   * @param type as the program names it; cut at 200 characters
   * @param data a JSON value
   */
  public void add(
      String tenantId,
      String coreId,
      String executionId,
      String block,
      String type,
      @Nullable Object data) {
    var payload = new LinkedHashMap<String, @Nullable Object>();
    payload.put("execution_id", executionId);
    payload.put("block_id", block);
    payload.put("data", data);
    var storable = type.replace('\0', '\uFFFD');
    rows.add(
        Wording.row(
            tenantId,
            coreId,
            executionId,
            storable.length() > MAX_TYPE ? storable.substring(0, MAX_TYPE) : storable,
            clock.instant(),
            payload));
  }
}
