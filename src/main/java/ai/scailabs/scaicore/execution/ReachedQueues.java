package ai.scailabs.scaicore.execution;

import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** Finds the queues that programs name; where this service has none, refuses all of them. */
@Component
public class ReachedQueues {

  // Looked up late: an answer that comes by a queue carries executions on.
  private final SingletonSupplier<Optional<MessageQueues>> queues;

  ReachedQueues(ObjectProvider<MessageQueues> queues) {
    this.queues = SingletonSupplier.of(() -> queues.stream().findFirst());
  }

  /**
   * The queue of a tenant.
   *
   * @throws QueueRefused when there is none
   */
  public MessageQueues.Queue find(String tenantId, String scope, String queue) {
    return queues
        .obtain()
        .orElseThrow(() -> new QueueRefused("this service has no queues"))
        .find(tenantId, scope, queue);
  }

  /** All that can be done with a queue that was found. */
  MessageQueues all() {
    return queues.obtain().orElseThrow();
  }

  boolean isEmpty() {
    return queues.obtain().isEmpty();
  }
}
