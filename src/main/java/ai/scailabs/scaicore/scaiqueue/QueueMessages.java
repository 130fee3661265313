package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.scaiqueue.Holding.Receipt;
import ai.scailabs.scaicore.web.RawJson;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Queues for the rest of this service, which needs no permission for them. What it does is part of
 * the transaction that is open, where there is one.
 */
@Service
public class QueueMessages {

  private final Scopes scopes;
  private final Queues queues;
  private final Publishing publishing;
  private final Claims claims;
  private final Broadcasts broadcasts;
  private final TransactionOperations transactions;

  QueueMessages(
      Scopes scopes,
      Queues queues,
      Publishing publishing,
      Claims claims,
      Broadcasts broadcasts,
      TransactionOperations transactions) {
    this.scopes = scopes;
    this.queues = queues;
    this.publishing = publishing;
    this.claims = claims;
    this.broadcasts = broadcasts;
    this.transactions = transactions;
  }

  /** A message that was taken for good. */
  public record Taken(
      String id,
      String messageType,
      RawJson body,
      @Nullable String correlationId,
      Instant publishedAt) {}

  /**
   * The id of a queue.
   *
   * @param scope its slug or id
   * @param queue its slug or id
   * @throws ScopeNotFound where the tenant has no such scope
   * @throws QueueNotFound where that has no such queue
   */
  public String find(String tenantId, String scope, String queue) {
    var there = scopes.get(tenantId, scope);
    return queues.find(there, queue).orElseThrow(() -> QueueNotFound.in(there, queue)).id();
  }

  /**
   * The id of the message, new or published before under the same key.
   *
   * @param queueId as {@link #find} told
   * @throws QueueNotFound where it was deleted meanwhile
   * @throws QueueFull where it has its {@code max_depth}
   */
  public String publish(String tenantId, String queueId, Outgoing message) {
    return publishing.publish(tenantId, queueId, message).id();
  }

  /**
   * Takes the message that is next, and completes it; empty where there is none.
   *
   * @param consumer as whom, in a broadcast queue
   * @param by who takes it, such as an execution
   */
  public Optional<Taken> take(String tenantId, String queueId, String consumer, String by) {
    return Optional.ofNullable(
        transactions.execute(
            status -> {
              var queue = queues.get(tenantId, queueId);
              var next =
                  queue.isBroadcast()
                      ? broadcasts.claim(queue, consumer, by, 1, null)
                      : claims.claim(tenantId, queueId, by, 1, null);
              return next.stream().findFirst().map(m -> completed(queue, m, by)).orElse(null);
            }));
  }

  private Taken completed(Queue queue, Message m, String by) {
    var receipt = new Receipt(m.tenantId(), m.id(), String.valueOf(m.claimId()), by);
    Holding holding = queue.isBroadcast() ? broadcasts : claims;
    holding.complete(receipt).orElseThrow();
    return new Taken(m.id(), m.messageType(), m.body(), m.correlationId(), m.publishedAt());
  }
}
