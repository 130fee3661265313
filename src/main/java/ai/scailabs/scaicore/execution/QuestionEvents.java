package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.execution.event.EventType;
import ai.scailabs.scaicore.execution.event.RuntimeEvents;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Notes what becomes of an execution's questions, once the transaction that is open is committed.
 */
@Component
public class QuestionEvents {

  private final RuntimeEvents events;

  QuestionEvents(RuntimeEvents events) {
    this.events = events;
  }

  /** A question waits for an answer. */
  public void pending(
      String tenantId,
      String coreId,
      String executionId,
      Map<String, ? extends @Nullable Object> details) {
    events.note(EventType.CHECKPOINT_PENDING, tenantId, coreId, executionId, details);
  }

  /** A question was answered, called off, or ran out of time. */
  public void resolved(
      String tenantId,
      String coreId,
      String executionId,
      Map<String, ? extends @Nullable Object> details) {
    events.note(EventType.CHECKPOINT_RESOLVED, tenantId, coreId, executionId, details);
  }
}
