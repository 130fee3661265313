package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.limits.QuotaExceeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Gives the messages of a broadcast queue to each of its consumers. A consumer has a delivery for
 * each message that it was given, and a place: it was given all that was published by transactions
 * below that. One claim of a consumer waits for another.
 */
@Component
class Broadcasts {

  /** How the names of those consumers begin that are Cores; these are beside the bound. */
  static final String CORE = "core_";

  private static final int MOST_CONSUMERS = 1_000;

  private final JdbcClient jdbc;
  private final Deliveries deliveries;
  private final TransactionOperations transactions;

  Broadcasts(JdbcClient jdbc, Deliveries deliveries, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.deliveries = deliveries;
    this.transactions = transactions;
  }

  private record Place(String seenBelow, String settled) {}

  /** Up to so many messages that a consumer has not managed yet. */
  List<Message> claim(
      Queue queue, String consumer, String by, int max, @Nullable Integer visibility) {
    int seconds = visibility == null ? queue.visibilityTimeout() : visibility;
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              var place = place(queue, consumer);
              bury(queue, consumer);
              var claimed = again(queue, consumer, by, max, seconds);
              int wanted = max - claimed.size();
              var fresh = fresh(queue, consumer, place, by, wanted, seconds);
              claimed.addAll(fresh);
              move(queue, consumer, place, fresh, wanted);
              return claimed.isEmpty() ? List.of() : deliveries.of(queue, consumer, claimed);
            }));
  }

  /** Where the consumer is, held against its other claims. */
  private Place place(Queue queue, String consumer) {
    return jdbc.sql(
            """
            insert into mod_scaiqueue_consumers as c
              (tenant_id, queue_id, consumer, seen_below, seen_at)
            select :tenant, :queue, :consumer, cast('0' as xid8), now()
            where starts_with(:consumer, :core)
              or (select count(*) from mod_scaiqueue_consumers
                   where tenant_id = :tenant and queue_id = :queue
                     and not starts_with(consumer, :core)) < :most
              or exists (select 1 from mod_scaiqueue_consumers
                   where tenant_id = :tenant and queue_id = :queue and consumer = :consumer)
            on conflict (tenant_id, queue_id, consumer) do update set seen_at = now()
            returning c.seen_below::text, pg_snapshot_xmin(pg_current_snapshot())::text
            """)
        .param("tenant", queue.tenantId())
        .param("queue", queue.id())
        .param("consumer", consumer)
        .param("core", CORE)
        .param("most", MOST_CONSUMERS)
        .query((row, number) -> new Place(row.getString(1), row.getString(2)))
        .optional()
        .orElseThrow(
            () ->
                new QuotaExceeded(
                    "The queue %s has %,d consumers, which is as many as it may; claim as one of them."
                        .formatted(queue.slug(), MOST_CONSUMERS)));
  }

  /** What lapsed too often; one that people hold may lapse as often as they like. */
  private void bury(Queue queue, String consumer) {
    jdbc.sql(
            """
            update mod_scaiqueue_deliveries d
            set failures = d.failures + 1, claim_id = null, status = 'dead', ended_at = now(),
              last_failure = 'the claim of ' || d.claimed_by || ' lapsed'
            from mod_scaiqueue_messages m
            where d.tenant_id = ? and d.queue_id = ? and d.consumer = ? and d.status = 'claimed'
              and d.visible_at <= now() and d.claim_id is not null and d.failures + 1 >= ?
              and m.id = d.message_id and m.status = 'broadcast' and m.hitl_spec is null
              and (m.expires_at is null or m.expires_at > now())
            returning d.message_id
            """)
        .params(queue.tenantId(), queue.id(), consumer, queue.maxRetries())
        .query((row, number) -> row.getString(1))
        .list()
        .forEach(id -> deliveries.bury(queue.tenantId(), id, consumer));
  }

  private List<String> again(Queue queue, String consumer, String by, int max, int seconds) {
    return new ArrayList<>(
        jdbc.sql(
                """
                update mod_scaiqueue_deliveries d
                set failures = d.failures + case when d.claim_id is null or o.is_held_by_people then 0 else 1 end,
                  claims = d.claims + 1, claimed_by = :by, claimed_at = now(),
                  claim_id = 'clm_' || replace(cast(gen_random_uuid() as text), '-', ''),
                  visible_at = now() + make_interval(secs => :seconds)
                from (
                  select w.message_id, m.hitl_spec is not null as is_held_by_people
                  from mod_scaiqueue_deliveries w
                  join mod_scaiqueue_messages m on m.id = w.message_id and m.status = 'broadcast'
                    and (m.expires_at is null or m.expires_at > now())
                  where w.tenant_id = :tenant and w.queue_id = :queue and w.consumer = :consumer
                    and w.status = 'claimed' and w.visible_at <= now()
                  order by w.visible_at limit :max) o
                where d.message_id = o.message_id and d.consumer = :consumer
                returning d.message_id
                """)
            .param("tenant", queue.tenantId())
            .param("queue", queue.id())
            .param("consumer", consumer)
            .param("by", by)
            .param("seconds", seconds)
            .param("max", max)
            .query((row, number) -> row.getString(1))
            .list());
  }

  /** Index: mod_scaiqueue_messages_broadcast. */
  private List<String> fresh(
      Queue queue, String consumer, Place place, String by, int max, int seconds) {
    var order = queue.ordering() == Ordering.FIFO ? "m.xid, m.seq" : "m.order_key, m.seq";
    return jdbc.sql(
            """
            insert into mod_scaiqueue_deliveries
              (tenant_id, queue_id, consumer, message_id, status, claims, claim_id, claimed_by,
               claimed_at, visible_at)
            select m.tenant_id, m.queue_id, :consumer, m.id, 'claimed', 1,
              'clm_' || replace(cast(gen_random_uuid() as text), '-', ''), :by, now(),
              now() + make_interval(secs => :seconds)
            from mod_scaiqueue_messages m
            where m.tenant_id = :tenant and m.queue_id = :queue and m.status = 'broadcast'
              and m.xid >= cast(:below as xid8) and (m.expires_at is null or m.expires_at > now())
              and not exists (select 1 from mod_scaiqueue_deliveries d
                where d.message_id = m.id and d.consumer = :consumer)
            order by %s limit :max
            returning message_id
            """
                .formatted(order))
        .param("tenant", queue.tenantId())
        .param("queue", queue.id())
        .param("consumer", consumer)
        .param("below", place.seenBelow())
        .param("by", by)
        .param("seconds", seconds)
        .param("max", max)
        .query((row, number) -> row.getString(1))
        .list();
  }

  /**
   * Notes up to where everything was given out: all that was settled before, if nothing is left.
   */
  private void move(Queue queue, String consumer, Place place, List<String> fresh, int wanted) {
    if (wanted == 0) {
      return;
    }
    boolean exhausted = fresh.size() < wanted;
    if (!exhausted && queue.ordering() != Ordering.FIFO) {
      return;
    }
    jdbc.sql(
            """
            update mod_scaiqueue_consumers
            set seen_below = greatest(seen_below, least(cast(:settled as xid8), case when :all
              then cast(:settled as xid8)
              else (select xid from mod_scaiqueue_messages where id = any(:fresh)
                    order by xid desc limit 1) end))
            where tenant_id = :tenant and queue_id = :queue and consumer = :consumer
            """)
        .param("settled", place.settled())
        .param("all", exhausted)
        .param("fresh", fresh.toArray(String[]::new))
        .param("tenant", queue.tenantId())
        .param("queue", queue.id())
        .param("consumer", consumer)
        .update();
  }
}
