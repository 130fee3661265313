package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The messages of all tenants, each looked for within its own. */
@Component
class Messages {

  private static final int PAGE_BYTES = 4_000_000;

  private final JdbcClient jdbc;

  Messages(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Message get(String tenantId, String id) {
    return jdbc.sql(
            "select "
                + Message.COLUMNS
                + " from mod_scaiqueue_messages m where m.tenant_id = ? and m.id = ?")
        .params(tenantId, id)
        .query(Message::row)
        .optional()
        .orElseThrow(() -> new MessageNotFound(id));
  }

  /** What is in a queue, newest first. Index: mod_scaiqueue_messages_of_queue. */
  Page<Message> of(Queue queue, Paging paging) {
    return page("queue_id = :of", queue.tenantId(), queue.id(), "", paging);
  }

  /** What has a correlation id in a scope, newest first. Index: …_messages_correlation. */
  Page<Message> correlated(Scope scope, String correlationId, Paging paging) {
    return page(
        "scope_id = :of and correlation_id = :correlation",
        scope.tenantId(),
        scope.id(),
        correlationId,
        paging);
  }

  /** A page that ends early where messages are large. */
  private Page<Message> page(
      String which, String tenantId, String of, String correlationId, Paging paging) {
    var query =
        jdbc.sql(
                """
                select m.*,
                  (m.status = 'claimed' and m.claim_id is not null and m.visible_at > now()) as held
                from (
                  select best.*, count(*) over () as found,
                    sum(weight) over (order by seq desc) - weight as before
                  from (
                    select * from mod_scaiqueue_messages where tenant_id = :tenant and %s
                      and seq < :seq order by seq desc limit :limit) best) m
                where m.before < :bytes order by m.seq desc
                """
                    .formatted(which))
            .param("tenant", tenantId)
            .param("of", of)
            .param("correlation", correlationId)
            .param("seq", paging.after(1).map(Messages::seq).orElse(Long.MAX_VALUE))
            .param("limit", paging.limit() + 1)
            .param("bytes", PAGE_BYTES);
    return Page.light(query, Message::row, paging.limit(), m -> Cursor.at(m.seq()));
  }

  private static long seq(Cursor cursor) {
    try {
      return Long.parseLong(cursor.text(0));
    } catch (NumberFormatException e) {
      throw new ValidationFailed(
          "cursor", "is not one of ours; send next_cursor of the page before, unchanged");
    }
  }

  /** Takes the open messages that a question is out of their queues. Index: …_checkpoint. */
  List<String> supersede(String tenantId, UUID checkpointId) {
    return jdbc.sql(
            """
            update mod_scaiqueue_messages
            set status = 'superseded', ended_at = now(), dead_at = null
            where tenant_id = ? and checkpoint_id = ? and status in ('ready', 'claimed', 'broadcast')
            returning id
            """)
        .params(tenantId, checkpointId)
        .query((row, number) -> row.getString(1))
        .list();
  }

  /** Notes that its completion was the answer to a checkpoint; a broadcast has many completions. */
  void markAnswer(Message message) {
    jdbc.sql(
            """
            update mod_scaiqueue_messages set answer = true
            where tenant_id = ? and id = ? and xid is null
            """)
        .params(message.tenantId(), message.id())
        .update();
  }

  /** Gives a dead letter back to its queue, as if it had never failed; empty where it is none. */
  Optional<Message> redrive(String tenantId, String id) {
    return jdbc.sql(
            """
            update mod_scaiqueue_messages m
            set queue_id = m.home_id, status = 'ready', failures = 0, dead_at = null,
              claim_id = null, claimed_by = null, claimed_at = null, visible_at = null,
              order_key =
            """
                + Publishing.ORDER_KEY.formatted("m.")
                + """
                from mod_scaiqueue_queues q
                where m.tenant_id = ? and m.id = ? and m.dead_at is not null
                  and q.tenant_id = m.tenant_id and q.id = m.home_id
                  and m.original_id is null
                  and (m.status = 'ready' or m.status = 'claimed' and m.visible_at <= now())
                returning
                """
                + Message.COLUMNS)
        .params(tenantId, id)
        .query(Message::row)
        .optional();
  }
}
