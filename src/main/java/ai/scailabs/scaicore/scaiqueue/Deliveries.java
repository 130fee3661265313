package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.Ids;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Broadcast messages as their consumers have them, each for itself. */
@Component
class Deliveries implements Holding {

  /** A message as one consumer has it: of two columns of a name, the first counts. */
  private static final String DELIVERED =
      """
      select d.claims, d.failures, d.last_failure, d.claim_id, d.claimed_by, d.claimed_at,
        d.visible_at, d.consumer, d.ended_at, m.*,
        d.status = 'claimed' and d.claim_id is not null and d.visible_at > now() as held
      from mod_scaiqueue_deliveries d join mod_scaiqueue_messages m on m.id = d.message_id
      """;

  private static final String CLAIMED =
      """
      where tenant_id = :tenant and message_id = :id and claim_id = :claim and status = 'claimed'
      returning message_id, consumer
      """;

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;

  Deliveries(JdbcClient jdbc, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /** Those of one consumer. */
  List<Message> of(Queue queue, String consumer, List<String> ids) {
    return jdbc.sql(
            DELIVERED
                + """
                where d.tenant_id = :tenant and d.consumer = :consumer and d.message_id = any(:ids)
                order by m.order_key, m.seq
                """)
        .param("tenant", queue.tenantId())
        .param("consumer", consumer)
        .param("ids", ids.toArray(String[]::new))
        .query(Message::row)
        .list();
  }

  private record Key(String messageId, String consumer) {}

  private Optional<Message> changed(JdbcClient.StatementSpec statement, Receipt receipt) {
    return statement
        .param("tenant", receipt.tenantId())
        .param("id", receipt.messageId())
        .param("claim", receipt.claimId())
        .query((row, number) -> new Key(row.getString(1), row.getString(2)))
        .optional()
        .map(key -> one(receipt.tenantId(), key));
  }

  private Message one(String tenantId, Key key) {
    return jdbc.sql(DELIVERED + "where d.tenant_id = ? and d.message_id = ? and d.consumer = ?")
        .params(tenantId, key.messageId(), key.consumer())
        .query(Message::row)
        .single();
  }

  @Override
  public Optional<Message> complete(Receipt receipt) {
    return changed(
        jdbc.sql(
            "update mod_scaiqueue_deliveries set status = 'completed', ended_at = now() "
                + CLAIMED),
        receipt);
  }

  @Override
  public Optional<Message> fail(Receipt receipt, @Nullable String reason, int delaySeconds) {
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              var failed =
                  changed(
                      jdbc.sql(
                              """
                              update mod_scaiqueue_deliveries
                              set failures = failures + 1, last_failure = :reason, claim_id = null,
                                visible_at = now() + make_interval(secs => :delay)
                              """
                                  + CLAIMED)
                          .param("reason", reason)
                          .param("delay", delaySeconds),
                      receipt);
              failed.ifPresent(this::buryFailed);
              return failed;
            }));
  }

  private void buryFailed(Message failed) {
    var consumer = Objects.requireNonNull(failed.consumer());
    boolean dead =
        jdbc.sql(
                    """
                    update mod_scaiqueue_deliveries d set status = 'dead', ended_at = now()
                    from mod_scaiqueue_queues q
                    where d.tenant_id = ? and d.message_id = ? and d.consumer = ?
                      and q.tenant_id = d.tenant_id and q.id = d.queue_id
                      and d.failures >= q.max_retries
                    """)
                .params(failed.tenantId(), failed.id(), consumer)
                .update()
            == 1;
    if (dead) {
      bury(failed.tenantId(), failed.id(), consumer);
    }
  }

  /** The others keep the message: the dead letter is a copy, which says whose it was. */
  void bury(String tenantId, String messageId, String consumer) {
    jdbc.sql(
            """
            insert into mod_scaiqueue_messages
              (id, tenant_id, scope_id, queue_id, home_id, message_type, body, priority_tier,
               correlation_id, deadline, hitl_spec, checkpoint_id, order_key, status, claims,
               failures, last_failure, dead_at, original_id, consumer, published_by, published_at)
            select ?, m.tenant_id, m.scope_id, q.dead_letter_id, m.home_id, m.message_type, m.body,
              m.priority_tier, m.correlation_id, m.deadline, m.hitl_spec, m.checkpoint_id, 0,
              'ready', d.claims, d.failures, d.last_failure, now(), m.id, d.consumer, m.published_by, m.published_at
            from mod_scaiqueue_messages m
            join mod_scaiqueue_queues q on q.tenant_id = m.tenant_id and q.id = m.queue_id
            join mod_scaiqueue_deliveries d on d.message_id = m.id and d.consumer = ?
            where m.tenant_id = ? and m.id = ?
            """)
        .params(Ids.next("msg_"), consumer, tenantId, messageId)
        .update();
  }

  @Override
  public Optional<Message> release(Receipt receipt) {
    return changed(
        jdbc.sql(
            "update mod_scaiqueue_deliveries set claim_id = null, visible_at = now() " + CLAIMED),
        receipt);
  }

  @Override
  public Optional<Message> extend(Receipt receipt, @Nullable Integer seconds) {
    return changed(
        jdbc.sql(
                """
                update mod_scaiqueue_deliveries d
                set visible_at = now() + make_interval(secs => coalesce(cast(:seconds as int), (
                  select q.visibility_timeout_s from mod_scaiqueue_queues q
                  where q.tenant_id = d.tenant_id and q.id = d.queue_id)))
                """
                    + CLAIMED)
            .param("seconds", seconds),
        receipt);
  }

  /** What was completed while this claim was its last. */
  Optional<Message> endedUnder(Receipt receipt) {
    return jdbc.sql(
            DELIVERED
                + """
                where d.tenant_id = ? and d.message_id = ? and d.claim_id = ?
                  and d.status = 'completed'
                """)
        .params(receipt.tenantId(), receipt.messageId(), receipt.claimId())
        .query(Message::row)
        .optional();
  }

  /** Gives the dead letter that is a copy back to the consumer whose it was; removes the copy. */
  Optional<Message> redrive(String tenantId, String copyId) {
    return jdbc.sql(
            """
            with copy as (
              delete from mod_scaiqueue_messages m
              where tenant_id = ? and id = ? and dead_at is not null
                and (status = 'ready' or status = 'claimed' and visible_at <= now())
                and exists (select 1 from mod_scaiqueue_deliveries d
                  join mod_scaiqueue_messages o on o.id = d.message_id and o.status = 'broadcast'
                    and (o.expires_at is null or o.expires_at > now())
                  where d.message_id = m.original_id and d.consumer = m.consumer)
              returning original_id, consumer)
            update mod_scaiqueue_deliveries d
            set status = 'claimed', failures = 0, visible_at = now(), ended_at = null
            from copy where d.message_id = copy.original_id and d.consumer = copy.consumer
            returning d.message_id, d.consumer
            """)
        .params(tenantId, copyId)
        .query((row, number) -> new Key(row.getString(1), row.getString(2)))
        .optional()
        .map(key -> one(tenantId, key));
  }
}
