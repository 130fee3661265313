package ai.scailabs.scaicore.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The message queues that programs reach. Implemented by ScaiQueue; there may be none. What changes
 * something is part of the transaction that is open, and undone with it.
 */
public interface MessageQueues {

  /**
   * The queue of a tenant.
   *
   * @param scope slug
   * @param queue slug
   * @throws QueueRefused when there is none; says which one is missing, and what to do
   */
  Queue find(String tenantId, String scope, String queue);

  /**
   * Puts a message into a queue.
   *
   * @return the id of the message
   * @throws QueueRefused when the queue takes no more, or not this one
   */
  String publish(Queue queue, Message message);

  /**
   * Takes the message that is next for a Core, and completes it: nobody else gets it, unless the
   * queue is for all. One that a consumer holds is not there, nor one whose time has not come.
   * Never waits for what others hold.
   *
   * @param consumer the id of the Core
   * @return empty where there is none
   * @throws QueueRefused when the queue is gone
   */
  Optional<Taken> take(Queue queue, String consumer, String executionId);

  /**
   * Which of these would find a message now, or that their queue is gone; may be wrong about what
   * others take meanwhile.
   */
  List<Wanted> ready(Collection<Wanted> wanted);

  /** A queue by its id, which is never another's. */
  record Queue(String tenantId, String id) {}

  /**
   * Somebody who waits for a message.
   *
   * @param consumer the id of the Core
   */
  record Wanted(Queue queue, String consumer) {}

  /**
   * A message to be put into a queue.
   *
   * @param body a JSON value
   * @param after nobody can take it before that has passed; null for at once
   * @param idempotencyKey of the program's step: {@code exec_…:<attempt>:<step>}
   */
  record Message(
      String coreId,
      String executionId,
      @Nullable String messageType,
      @Nullable Object body,
      @Nullable Duration after,
      String idempotencyKey) {}

  /**
   * A message that was taken.
   *
   * @param body a JSON value
   */
  record Taken(
      String messageId,
      @Nullable String messageType,
      @Nullable Object body,
      @Nullable String correlationId,
      Instant publishedAt) {}
}
