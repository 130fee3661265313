package ai.scailabs.scaicore.scaiqueue;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Gives messages to competing consumers, one statement each time. The time is the database's. */
@Component
class Claims implements Holding {

  /**
   * What is next: ready, or claimed by somebody whose time is over, which counts as a failure. One
   * that people hold may lapse as often as they like.
   */
  private static final String CLAIM =
      """
      with fresh as materialized (
        select id, order_key, seq, failures, 0 as lapsed from mod_scaiqueue_messages
        where tenant_id = :tenant and queue_id = :queue and status = 'ready'
          and (expires_at is null or expires_at > now())
        order by order_key, seq limit :max for update skip locked),
      lapsed as materialized (
        select id, order_key, seq, failures,
          case when claim_id is null or hitl_spec is not null then 0 else 1 end as lapsed
        from mod_scaiqueue_messages
        where tenant_id = :tenant and queue_id = :queue and status = 'claimed'
          and visible_at <= now() and (expires_at is null or expires_at > now())
        order by order_key, seq limit :max for update skip locked),
      best as materialized (
        select c.id, c.lapsed, q.visibility_timeout_s, q.dead_letter_id,
          q.dead_letter_id is not null and c.lapsed = 1 and c.failures + 1 >= q.max_retries as dead
        from (select * from fresh union all select * from lapsed) c
        join mod_scaiqueue_queues q on q.tenant_id = :tenant and q.id = :queue
        order by c.order_key, c.seq limit :max),
      m as (
        update mod_scaiqueue_messages w
        set status = case when b.dead then 'ready' else 'claimed' end,
          failures = failures + b.lapsed,
          last_failure = case when b.lapsed = 1
            then 'the claim of ' || claimed_by || ' lapsed' else last_failure end,
          queue_id = case when b.dead then b.dead_letter_id else queue_id end,
          order_key = case when b.dead then 0 else order_key end,
          dead_at = case when b.dead then now() else dead_at end,
          claims = claims + case when b.dead then 0 else 1 end,
          claim_id = case when not b.dead
            then 'clm_' || replace(cast(gen_random_uuid() as text), '-', '') end,
          claimed_by = case when not b.dead then :by end,
          claimed_at = case when not b.dead then now() end,
          visible_at = case when not b.dead then now() + make_interval(
            secs => coalesce(cast(:visibility as int), b.visibility_timeout_s)) end
        from best b where w.id = b.id
        returning w.*)
      select m.*, true as held from m where m.status = 'claimed' order by m.order_key, m.seq
      """;

  private static final String CLAIMED =
      " where m.tenant_id = :tenant and m.id = :id and m.claim_id = :claim and m.status ="
          + " 'claimed'";

  private static final String COMPLETE =
      """
      update mod_scaiqueue_messages m
      set status = 'completed', ended_by = :by, ended_at = now(), dead_at = null
      """
          + CLAIMED;

  /** A message about something that has such an id may be the answer to a checkpoint. */
  private static final String UNRELATED =
      " and (m.correlation_id is null"
          + " or m.correlation_id !~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$')";

  private static final String FAIL =
      """
      update mod_scaiqueue_messages m
      set failures = m.failures + 1, last_failure = :reason,
        status = case when not q.dead and :delay > 0 then 'claimed' else 'ready' end,
        queue_id = case when q.dead then q.dead_letter_id else m.queue_id end,
        order_key = case when q.dead then 0 else m.order_key end,
        dead_at = case when q.dead then now() else m.dead_at end,
        visible_at = case when not q.dead and :delay > 0
          then now() + make_interval(secs => :delay) end,
        claim_id = null, claimed_by = null, claimed_at = null
      from (
        select w.id, q.dead_letter_id,
          q.dead_letter_id is not null and w.failures + 1 >= q.max_retries as dead
        from mod_scaiqueue_messages w
        join mod_scaiqueue_queues q on q.tenant_id = w.tenant_id and q.id = w.queue_id
        where w.tenant_id = :tenant and w.id = :id) q
      """
          + CLAIMED
          + " and m.id = q.id";

  private static final String RELEASE =
      """
      update mod_scaiqueue_messages m
      set status = 'ready', visible_at = null, claim_id = null, claimed_by = null,
        claimed_at = null
      """
          + CLAIMED;

  private static final String EXTEND =
      """
      update mod_scaiqueue_messages m
      set visible_at = now() + make_interval(secs => coalesce(cast(:seconds as int), (
        select q.visibility_timeout_s from mod_scaiqueue_queues q
        where q.tenant_id = m.tenant_id and q.id = m.queue_id)))
      """
          + CLAIMED;

  private static final String RETURNING = " returning " + Message.COLUMNS;

  private final JdbcClient jdbc;

  Claims(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Up to so many messages, in the order of the queue; none where there are none, or no such queue.
   * Indexes: mod_scaiqueue_messages_ready, …_claimed.
   *
   * @param visibility how long they are held, in seconds; null: as the queue says
   */
  List<Message> claim(
      String tenantId, String queueId, String by, int max, @Nullable Integer visibility) {
    return jdbc.sql(CLAIM)
        .param("tenant", tenantId)
        .param("queue", queueId)
        .param("by", by)
        .param("max", max)
        .param("visibility", visibility)
        .query(Message::row)
        .list();
  }

  @Override
  public Optional<Message> complete(Receipt receipt) {
    return with(COMPLETE, receipt).param("by", receipt.by()).query(Message::row).optional();
  }

  /** As {@link #complete}, but for what may be the answer to a checkpoint. */
  Optional<Message> completeUnrelated(Receipt receipt) {
    return with(COMPLETE + UNRELATED, receipt)
        .param("by", receipt.by())
        .query(Message::row)
        .optional();
  }

  @Override
  public Optional<Message> fail(Receipt receipt, @Nullable String reason, int delaySeconds) {
    return with(FAIL, receipt)
        .param("reason", reason)
        .param("delay", delaySeconds)
        .query(Message::row)
        .optional();
  }

  @Override
  public Optional<Message> release(Receipt receipt) {
    return with(RELEASE, receipt).query(Message::row).optional();
  }

  @Override
  public Optional<Message> extend(Receipt receipt, @Nullable Integer seconds) {
    return with(EXTEND, receipt).param("seconds", seconds).query(Message::row).optional();
  }

  /** What was completed, or withdrawn, while this claim was its last. */
  Optional<Message> endedUnder(Receipt receipt) {
    return jdbc.sql(
            "select "
                + Message.COLUMNS
                + """
                 from mod_scaiqueue_messages m
                where m.tenant_id = ? and m.id = ? and m.claim_id = ?
                  and m.status in ('completed', 'superseded')
                """)
        .params(receipt.tenantId(), receipt.messageId(), receipt.claimId())
        .query(Message::row)
        .optional();
  }

  private JdbcClient.StatementSpec with(String sql, Receipt receipt) {
    return jdbc.sql(sql + RETURNING)
        .param("tenant", receipt.tenantId())
        .param("id", receipt.messageId())
        .param("claim", receipt.claimId());
  }
}
