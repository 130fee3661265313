package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Puts messages into queues: one statement, unless the queue has a bound, or there is something to
 * say.
 */
@Component
class Publishing {

  /** Where a message stands in its queue q before others, beside the order of publishing. */
  static final String ORDER_KEY =
      """
      case q.ordering
        when 'priority' then %1$spriority_tier
        when 'deadline' then coalesce(
          cast(extract(epoch from %1$sdeadline) * 1000000 as bigint), 9223372036854775807)
        else 0 end
      """;

  private static final String ADD =
      """
      with given as (
        select cast(:tier as smallint) as priority_tier, cast(:deadline as timestamptz) as deadline)
      insert into mod_scaiqueue_messages as m
        (id, tenant_id, scope_id, queue_id, home_id, message_type, body, priority_tier,
         correlation_id, idempotency_key, deadline, expires_at, hitl_spec, checkpoint_id, order_key,
         status, visible_at, published_by, published_at, xid)
      select :id, q.tenant_id, q.scope_id, q.id, q.id, :type, cast(:body as json), g.priority_tier,
        :correlation, :key, g.deadline, now() + make_interval(secs => cast(:ttl as int)),
        cast(:spec as json), cast(:checkpoint as uuid),
      """
          + ORDER_KEY.formatted("g.")
          + """
            , case when q.consumer_mode = 'broadcast' then 'broadcast'
                when cast(:delay as int) > 0 then 'claimed' else 'ready' end,
            case when q.consumer_mode <> 'broadcast' and cast(:delay as int) > 0
              then now() + make_interval(secs => cast(:delay as int)) end,
            :by, now(),
            case q.consumer_mode when 'broadcast' then pg_current_xact_id() end
          from mod_scaiqueue_queues q, given g
          where q.tenant_id = :tenant and q.id = :queue
            and (:anyway or q.max_depth is null and q.dead_letter_id is not null)
          for key share of q
          on conflict (home_id, idempotency_key) where idempotency_key is not null do nothing
          returning
          """
          + Message.COLUMNS;

  private final JdbcClient jdbc;
  private final Queues queues;
  private final TransactionOperations transactions;

  Publishing(JdbcClient jdbc, Queues queues, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.queues = queues;
    this.transactions = transactions;
  }

  /**
   * The message, new or published before under the same key. A question to a person is taken
   * whatever the queue holds.
   *
   * @throws QueueNotFound where the tenant has no such queue
   * @throws QueueFull where it has its {@code max_depth}
   */
  Message publish(String tenantId, String queueId, Outgoing message) {
    return add(tenantId, queueId, message, message.checkpointId() != null)
        .orElseGet(() -> explained(tenantId, queueId, message));
  }

  private Message explained(String tenantId, String queueId, Outgoing message) {
    var queue = queues.get(tenantId, queueId);
    if (queue.deadLetterId() == null) {
      throw new ValidationFailed(
          "queue_id", "is _dead_letter, which takes what failed elsewhere; publish to a queue");
    }
    return same(queue, message)
        .or(() -> bounded(queue, message))
        // It was there, and its retention ended just now.
        .or(() -> same(queue, message))
        .orElseThrow(() -> QueueNotFound.of(queueId));
  }

  /** Publishers of one queue that has a bound take turns. */
  private Optional<Message> bounded(Queue queue, Outgoing message) {
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              queues.lock(queue);
              var first = same(queue, message);
              if (first.isPresent()) {
                return first;
              }
              var most = queue.maxDepth();
              if (most != null && depth(queue, most) >= most) {
                throw new QueueFull(queue);
              }
              return add(queue.tenantId(), queue.id(), message, true);
            }));
  }

  private int depth(Queue queue, int most) {
    return jdbc.sql(
            """
            select count(*) from (
              select 1 from mod_scaiqueue_messages
              where tenant_id = ? and queue_id = ? and status in ('ready', 'claimed')
                and (expires_at is null or expires_at > now())
              limit ?) held
            """)
        .params(queue.tenantId(), queue.id(), most)
        .query(Integer.class)
        .single();
  }

  /** What was published under the message's key before. */
  private Optional<Message> same(Queue queue, Outgoing message) {
    if (message.idempotencyKey() == null) {
      return Optional.empty();
    }
    var first =
        jdbc.sql(
                "select "
                    + Message.COLUMNS
                    + " from mod_scaiqueue_messages m where home_id = ? and idempotency_key = ?")
            .params(queue.id(), message.idempotencyKey())
            .query(Message::row)
            .optional();
    first.ifPresent(m -> requireSame(m, message));
    return first;
  }

  private static void requireSame(Message first, Outgoing again) {
    if (!first.messageType().equals(again.messageType()) || !first.body().equals(again.body())) {
      throw new ValidationFailed(
          "idempotency_key",
          "was used for another message of this queue, %s; choose a new one".formatted(first.id()));
    }
  }

  private Optional<Message> add(String tenantId, String queueId, Outgoing m, boolean anyway) {
    return jdbc.sql(ADD)
        .param("id", Ids.next("msg_"))
        .param("tenant", tenantId)
        .param("queue", queueId)
        .param("type", m.messageType())
        .param("body", m.body().text())
        .param("tier", m.tier().rank())
        .param("correlation", m.correlationId())
        .param("key", m.idempotencyKey())
        .param("deadline", Columns.time(m.deadline()))
        .param("ttl", m.ttlSeconds())
        .param("spec", Columns.text(m.hitlSpec()))
        .param("checkpoint", m.checkpointId())
        .param("by", m.publishedBy())
        .param("delay", m.delaySeconds())
        .param("anyway", anyway)
        .query(Message::row)
        .optional();
  }
}
