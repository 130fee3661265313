package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.execution.event.ReceivedEvents;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Notes what was sent to Cores from outside, in the transaction that is open. */
@Component
public class IncomingEvents {

  private final ReceivedEvents events;

  IncomingEvents(ReceivedEvents events) {
    this.events = events;
  }

  /**
   * Notes one among the Core's events.
   *
   * @param type its name
   * @param source {@code api} or {@code webhook}
   * @param executionIds what it began
   */
  public void received(
      String tenantId,
      String coreId,
      String eventId,
      String type,
      String source,
      Map<String, @Nullable Object> data,
      List<String> executionIds) {
    events.add(tenantId, coreId, eventId, type, source, data, executionIds);
  }
}
