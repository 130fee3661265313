/** The statements of a turn of a queue, as the service sends them, one transaction each. */
final class TurnStatements {

  /** What is published over HTTP, and by the floor. */
  static final String REQUEST =
      "{\"message_type\": \"expense\", \"body\": {\"amount\": 400, \"note\": \"A hotel near the"
          + " customer, two nights\"}}";

  private static final String PUBLISH =
      """
      with given as (
        select cast(2 as smallint) as priority_tier, cast(null as timestamptz) as deadline)
      insert into mod_scaiqueue_messages as m
        (id, tenant_id, scope_id, queue_id, home_id, message_type, body, priority_tier,
         correlation_id, idempotency_key, deadline, expires_at, hitl_spec, checkpoint_id, order_key,
         status, visible_at, published_by, published_at, xid)
      select 'msg_pgbench_' || cast(:number as text), q.tenant_id, q.scope_id, q.id, q.id, 'expense',
        cast('{"amount": 400, "note": "A hotel near the customer, two nights"}' as json),
        g.priority_tier, null, null, g.deadline, null, null, null,
        case q.ordering when 'priority' then g.priority_tier
          when 'deadline' then coalesce(
            cast(extract(epoch from g.deadline) * 1000000 as bigint), 9223372036854775807)
          else 0 end,
        'ready', null, 'usr_acme_admin', now(), null
      from mod_scaiqueue_queues q, given g
      where q.tenant_id = 'ten_acme' and q.id = '%1$s'
        and (q.max_depth is null and q.dead_letter_id is not null)
      for key share of q
      on conflict (home_id, idempotency_key) where idempotency_key is not null do nothing
      returning *;
      """;

  private static final String CLAIM =
      """
      with fresh as materialized (
        select id, order_key, seq, failures, 0 as lapsed from mod_scaiqueue_messages
        where tenant_id = 'ten_acme' and queue_id = '%1$s' and status = 'ready'
          and (expires_at is null or expires_at > now())
        order by order_key, seq limit 1 for update skip locked),
      lapsed as materialized (
        select id, order_key, seq, failures,
          case when claim_id is null or hitl_spec is not null then 0 else 1 end as lapsed
        from mod_scaiqueue_messages
        where tenant_id = 'ten_acme' and queue_id = '%1$s' and status = 'claimed'
          and visible_at <= now() and (expires_at is null or expires_at > now())
        order by order_key, seq limit 1 for update skip locked),
      best as materialized (
        select c.id, c.lapsed, q.visibility_timeout_s, q.dead_letter_id,
          q.dead_letter_id is not null and c.lapsed = 1 and c.failures + 1 >= q.max_retries as dead
        from (select * from fresh union all select * from lapsed) c
        join mod_scaiqueue_queues q on q.tenant_id = 'ten_acme' and q.id = '%1$s'
        order by c.order_key, c.seq limit 1),
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
          claimed_by = case when not b.dead then 'usr_acme_admin' end,
          claimed_at = case when not b.dead then now() end,
          visible_at = case when not b.dead then now() + make_interval(
            secs => b.visibility_timeout_s) end
        from best b where w.id = b.id
        returning w.*)
      select m.id as message, m.claim_id as claim, m.* from m
      where m.status = 'claimed' order by m.order_key, m.seq \\aset
      """;

  private static final String COMPLETE =
      """
      update mod_scaiqueue_messages m
      set status = 'completed', ended_by = 'usr_acme_admin', ended_at = now(), dead_at = null
      where m.tenant_id = 'ten_acme' and m.id = :message and m.claim_id = :claim
        and m.status = 'claimed' and (m.correlation_id is null
          or m.correlation_id !~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$')
      returning *;
      """;

  private TurnStatements() {}

  /** A script of pgbench: a turn of this queue. Where another was faster, nothing is completed. */
  static String pgbench(String queue) {
    return "\\set number random(1, 9000000000000000000)\n\\set message 0\n\\set claim 0\n"
        + PUBLISH.formatted(queue)
        + CLAIM.formatted(queue)
        + COMPLETE;
  }
}
