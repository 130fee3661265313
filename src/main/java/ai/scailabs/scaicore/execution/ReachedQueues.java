package ai.scailabs.scaicore.execution;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** Finds the queues that programs name; where this service has none, refuses all of them. */
@Component
public class ReachedQueues {

  // Looked up late: an answer that comes by a queue carries executions on.
  private final SingletonSupplier<MessageQueues> queues;

  ReachedQueues(ObjectProvider<MessageQueues> queues) {
    this.queues = SingletonSupplier.ofNullable(queues::getIfAvailable);
  }

  /**
   * The queue of a tenant.
   *
   * @throws QueueRefused when there is none
   */
  public MessageQueues.Queue find(String tenantId, String scope, String queue) {
    var reached = queues.get();
    if (reached == null) {
      throw new QueueRefused(
          "this service has no queues; the queue %s in the scope %s is not reached"
              .formatted(queue, scope));
    }
    return reached.find(tenantId, scope, queue);
  }

  /** All that can be done with a queue that was found. */
  MessageQueues all() {
    return queues.obtain();
  }

  boolean isEmpty() {
    return queues.get() == null;
  }
}
