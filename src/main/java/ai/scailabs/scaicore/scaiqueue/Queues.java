package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The queues of all tenants, each looked for within its own. */
@Component
class Queues {

  private static final int COUNTED = 100_000;

  private final JdbcClient jdbc;

  Queues(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds one; false where its slug is taken in its scope. */
  boolean add(Queue queue) {
    return jdbc.sql(
                """
                insert into mod_scaiqueue_queues
                  (id, tenant_id, scope_id, slug, display_name, ordering, consumer_mode, max_retries,
                   visibility_timeout_s, max_depth, dead_letter_id, created_by, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant_id, scope_id, slug) do nothing
                """)
            .param(queue.id())
            .param(queue.tenantId())
            .param(queue.scopeId())
            .param(queue.slug())
            .param(queue.displayName())
            .param(queue.ordering().word())
            .param(queue.consumerMode().word())
            .param(queue.maxRetries())
            .param(queue.visibilityTimeout())
            .param(queue.maxDepth())
            .param(queue.deadLetterId())
            .param(queue.createdBy())
            .param(Columns.time(queue.createdAt()))
            .update()
        == 1;
  }

  /** One by its id. */
  Queue get(String tenantId, String id) {
    return find(tenantId, id).orElseThrow(() -> QueueNotFound.of(id));
  }

  Optional<Queue> find(String tenantId, String id) {
    return jdbc.sql("select * from mod_scaiqueue_queues where tenant_id = ? and id = ?")
        .params(tenantId, id)
        .query(Queues::row)
        .optional();
  }

  /** One of a scope, by its id or slug. */
  Optional<Queue> find(Scope scope, String idOrSlug) {
    return jdbc.sql(
            """
            select * from mod_scaiqueue_queues
            where tenant_id = :tenant and scope_id = :scope and (id = :it or slug = :it)
            order by id = :it desc limit 1
            """)
        .param("tenant", scope.tenantId())
        .param("scope", scope.id())
        .param("it", idOrSlug)
        .query(Queues::row)
        .optional();
  }

  /** One of a scope, both by their id or slug. */
  Optional<Queue> find(String tenantId, String scope, String queue) {
    return jdbc.sql(
            """
            select q.* from mod_scaiqueue_queues q
            join mod_scaiqueue_scopes s on s.tenant_id = q.tenant_id and s.id = q.scope_id
            where q.tenant_id = :tenant and (s.id = :scope or s.slug = :scope)
              and (q.id = :queue or q.slug = :queue)
            order by s.id = :scope desc, q.id = :queue desc limit 1
            """)
        .param("tenant", tenantId)
        .param("scope", scope)
        .param("queue", queue)
        .query(Queues::row)
        .optional();
  }

  /** Holds one against others who hold it, until the transaction ends. */
  void lock(Queue queue) {
    jdbc.sql("select 1 from mod_scaiqueue_queues where tenant_id = ? and id = ? for no key update")
        .params(queue.tenantId(), queue.id())
        .query(Integer.class)
        .optional();
  }

  /** Holds those of a scope against everything, publishing included; how many there are. */
  int lockAll(Scope scope) {
    return jdbc.sql(
            "select id from mod_scaiqueue_queues where tenant_id = ? and scope_id = ? order by id"
                + " for update")
        .params(scope.tenantId(), scope.id())
        .query((row, number) -> row.getString(1))
        .list()
        .size();
  }

  /** How many messages of a scope, or of one queue, nobody has completed; counted to a thousand. */
  int open(Scope scope, @Nullable Queue queue) {
    return jdbc.sql(
            """
            select count(*) from (
              select 1 from mod_scaiqueue_queues q
              join mod_scaiqueue_messages m on m.tenant_id = q.tenant_id and m.queue_id = q.id
              where q.tenant_id = :tenant and q.scope_id = :scope
                and (cast(:queue as text) is null or q.id = :queue or m.home_id = :queue)
                and m.status in ('ready', 'claimed') limit 1000) held
            """)
        .param("tenant", scope.tenantId())
        .param("scope", scope.id())
        .param("queue", queue == null ? null : queue.id())
        .query(Integer.class)
        .single();
  }

  void remove(Queue queue) {
    jdbc.sql("delete from mod_scaiqueue_queues where tenant_id = ? and id = ?")
        .params(queue.tenantId(), queue.id())
        .update();
  }

  /** A page of a scope's, newest first; of one slug where that is not null. */
  Page<Queue> list(Scope scope, @Nullable String slug, Paging paging) {
    var after = paging.after(2);
    var rows =
        jdbc.sql(
                """
                select * from mod_scaiqueue_queues
                where tenant_id = :tenant and scope_id = :scope
                  and (cast(:slug as text) is null or slug = :slug)
                  and (created_at, id) < (cast(:created as timestamptz), :id)
                order by created_at desc, id desc limit :limit
                """)
            .param("tenant", scope.tenantId())
            .param("scope", scope.id())
            .param("slug", slug)
            .param("created", after.map(c -> c.instant(0).toString()).orElse("infinity"))
            .param("id", after.map(c -> c.text(1)).orElse(""))
            .param("limit", paging.limit() + 1)
            .query(Queues::row)
            .list();
    return Page.of(rows, paging.limit(), q -> Cursor.at(q.createdAt(), q.id()));
  }

  /** What a queue holds. Indexes: mod_scaiqueue_messages_ready, …_claimed, …_broadcast, …_dead. */
  QueueCounts counts(Queue queue) {
    return jdbc.sql(
            """
            select
              (select count(*) from (
                 select 1 from mod_scaiqueue_messages
                 where tenant_id = :tenant and queue_id = :queue and status = 'ready'
                   and (expires_at is null or expires_at > now()) limit :most) r)
              + (select count(*) from (
                 select 1 from mod_scaiqueue_messages
                 where tenant_id = :tenant and queue_id = :queue and status = 'claimed'
                   and visible_at <= now() and (expires_at is null or expires_at > now())
                 limit :most) l)
              + (select count(*) from (
                 select 1 from mod_scaiqueue_messages
                 where tenant_id = :tenant and queue_id = :queue and status = 'broadcast'
                   and (expires_at is null or expires_at > now()) limit :most) b) as ready,
              (select count(*) from (
                 select 1 from mod_scaiqueue_messages
                 where tenant_id = :tenant and queue_id = :queue and status = 'claimed'
                   and visible_at > now() limit :most) c)
              + (select count(*) from (
                 select 1 from mod_scaiqueue_deliveries
                 where tenant_id = :tenant and queue_id = :queue and status = 'claimed'
                   and visible_at > now() limit :most) d) as claimed,
              (select count(*) from (
                 select 1 from mod_scaiqueue_messages
                 where tenant_id = :tenant and home_id = :queue and dead_at is not null
                   and status in ('ready', 'claimed') limit :most) x) as dead
            """)
        .param("tenant", queue.tenantId())
        .param("queue", queue.id())
        .param("most", COUNTED)
        .query(
            (row, number) ->
                new QueueCounts(row.getInt("ready"), row.getInt("claimed"), row.getInt("dead")))
        .single();
  }

  private static Queue row(ResultSet row, int number) throws SQLException {
    return new Queue(
        row.getString("id"),
        row.getString("tenant_id"),
        row.getString("scope_id"),
        row.getString("slug"),
        row.getString("display_name"),
        Ordering.of(row.getString("ordering")),
        ConsumerMode.of(row.getString("consumer_mode")),
        row.getInt("max_retries"),
        row.getInt("visibility_timeout_s"),
        row.getObject("max_depth", Integer.class),
        row.getString("dead_letter_id"),
        row.getString("created_by"),
        Columns.instant(row, "created_at"));
  }
}
