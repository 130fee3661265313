package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.checkpoint.Checkpoint;
import ai.scailabs.scaicore.notification.Delivery.Status;
import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Narrowing;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.RawJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is to be told, and what was: one row for each channel. */
@Component
class Outbox {

  private final JdbcClient jdbc;

  Outbox(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds a delivery by each of some channels, in the transaction of what they tell. */
  void add(Checkpoint c, NotifiedEvent event, List<Channel> channels, RawJson payload, Instant at) {
    jdbc.sql(
            """
            insert into mod_scaicore_notifications
              (tenant_id, id, core_id, checkpoint_id, channel, event, payload, status, attempts,
               created_at, due_at)
            select :tenant, one.id, :core, :checkpoint, one.channel, :event,
              cast(:payload as json), 'pending', 0, cast(:at as timestamptz),
              cast(:at as timestamptz)
            from unnest(:ids, :channels) as one (id, channel)
            """)
        .param("tenant", c.tenantId())
        .param("core", c.coreId())
        .param("checkpoint", c.id())
        .param("event", event.word())
        .param("payload", payload.text())
        .param("at", Columns.time(at))
        .param("ids", channels.stream().map(_ -> Ids.next("ntf_")).toArray(String[]::new))
        .param("channels", channels.stream().map(Channel::word).toArray(String[]::new))
        .update();
  }

  /**
   * Takes what is due by a channel, and begins a try of each. Nobody else takes them before a time.
   * Whose turn it is goes by how many of a tenant are under way already, then by how long they are
   * due, so that a tenant whose receivers hang has others go before it. Index:
   * mod_scaicore_notifications_due, in which the tenants with something to tell are found one after
   * the other. More are looked at than are taken, as another replica may hold some of them.
   *
   * @param share the most of one tenant that may be under way
   * @param underWay how many of a tenant are
   */
  List<Delivery> claim(
      Channel channel,
      Instant now,
      Instant until,
      int limit,
      int share,
      Map<String, Integer> underWay) {
    var busy = List.copyOf(underWay.entrySet());
    return jdbc.sql(
            """
            with recursive waiting as (
              (select tenant_id from mod_scaicore_notifications
               where status = 'pending' and channel = :channel order by tenant_id limit 1)
              union all
              select (select n.tenant_id from mod_scaicore_notifications n
                      where n.status = 'pending' and n.channel = :channel
                        and n.tenant_id > w.tenant_id
                      order by n.tenant_id limit 1)
              from waiting w where w.tenant_id is not null
            ), next as (
              select found.tenant_id, found.id from waiting w
              left join unnest(:tenants, :counts) as busy (tenant_id, n)
                on busy.tenant_id = w.tenant_id
              cross join lateral (
                select n.tenant_id, n.id, n.due_at,
                  coalesce(busy.n, 0) + row_number() over (order by n.due_at) as turn
                from mod_scaicore_notifications n
                where n.tenant_id = w.tenant_id and n.status = 'pending'
                  and n.channel = :channel and n.due_at <= :now
                order by n.due_at limit greatest(0, :share - coalesce(busy.n, 0))) found
              where w.tenant_id is not null
              order by found.turn, found.due_at limit 2 * :limit
            ), due as (
              select n.tenant_id, n.id from mod_scaicore_notifications n
              where (n.tenant_id, n.id) in (select tenant_id, id from next)
                and n.status = 'pending' and n.due_at <= :now
              limit :limit for no key update skip locked
            )
            update mod_scaicore_notifications n
            set attempts = n.attempts + 1, due_at = :until
            from due where n.tenant_id = due.tenant_id and n.id = due.id
            returning n.*
            """)
        .param("now", Columns.time(now))
        .param("until", Columns.time(until))
        .param("limit", limit)
        .param("share", share)
        .param("channel", channel.word())
        .param("tenants", busy.stream().map(Map.Entry::getKey).toArray(String[]::new))
        .param("counts", busy.stream().map(Map.Entry::getValue).toArray(Integer[]::new))
        .query(Outbox::row)
        .list();
  }

  /**
   * Records that it got there, whichever try it was.
   *
   * @param note what went less than well; null: nothing
   */
  boolean delivered(Delivery d, String recipient, @Nullable String note, Instant at) {
    return jdbc.sql(
                """
                update mod_scaicore_notifications
                set status = 'delivered', delivered_at = :at, due_at = null,
                    recipient = :recipient, last_status = null, last_error = :note
                where tenant_id = :tenant and id = :id and status <> 'delivered'
                """)
            .param("at", Columns.time(at))
            .param("recipient", recipient)
            .param("note", note)
            .param("tenant", d.tenantId())
            .param("id", d.id())
            .update()
        == 1;
  }

  /**
   * Records that a try came to nothing; not where another has begun meanwhile.
   *
   * @param next when to try again; null: not any more
   */
  void failed(Delivery d, @Nullable Integer status, String error, @Nullable Instant next) {
    jdbc.sql(
            """
            update mod_scaicore_notifications
            set status = :state, due_at = :next, last_status = :status, last_error = :error
            where tenant_id = :tenant and id = :id and status = 'pending' and attempts = :attempt
            """)
        .param("state", (next == null ? Status.DEAD : Status.PENDING).word())
        .param("next", Columns.time(next))
        .param("status", status)
        .param("error", error)
        .param("tenant", d.tenantId())
        .param("id", d.id())
        .param("attempt", d.attempts())
        .update();
  }

  /** Lets a dead one begin anew; empty where it is not dead. */
  Optional<Delivery> revive(String tenantId, String id, Instant now) {
    return jdbc.sql(
            """
            update mod_scaicore_notifications set status = 'pending', attempts = 0, due_at = ?
            where tenant_id = ? and id = ? and status = 'dead'
            returning *
            """)
        .param(Columns.time(now))
        .param(tenantId)
        .param(id)
        .query(Outbox::row)
        .optional();
  }

  Optional<Delivery> find(String tenantId, String id) {
    return jdbc.sql("select * from mod_scaicore_notifications where tenant_id = ? and id = ?")
        .params(tenantId, id)
        .query(Outbox::row)
        .optional();
  }

  /** A page of a tenant's, newest first; null: of any. */
  Page<Delivery> page(
      String tenantId,
      @Nullable Status status,
      @Nullable Channel channel,
      @Nullable UUID checkpointId,
      Paging paging) {
    return new Narrowing("select * from mod_scaicore_notifications", tenantId)
        .where("status = :status", "status", status == null ? null : status.word())
        .where("channel = :channel", "channel", channel == null ? null : channel.word())
        .where("checkpoint_id = :checkpoint", "checkpoint", checkpointId)
        .newestFirst(jdbc, paging, Outbox::row, d -> Cursor.at(d.createdAt(), d.id()));
  }

  /** Removes some that were made before a time, and are not to be tried any more. */
  int removeBefore(Instant time, int limit) {
    return jdbc.sql(
            """
            delete from mod_scaicore_notifications where ctid = any(array(
              select ctid from mod_scaicore_notifications
              where created_at < ? and status <> 'pending' limit ?))
            """)
        .params(Timestamp.from(time), limit)
        .update();
  }

  static Delivery row(ResultSet row, int number) throws SQLException {
    return new Delivery(
        row.getString("tenant_id"),
        row.getString("id"),
        row.getString("core_id"),
        Objects.requireNonNull(row.getObject("checkpoint_id", UUID.class)),
        Channel.of(row.getString("channel")),
        NotifiedEvent.of(row.getString("event")),
        new RawJson(row.getString("payload")),
        Status.of(row.getString("status")),
        row.getInt("attempts"),
        Columns.instant(row, "created_at"),
        Columns.instantOrNull(row, "due_at"),
        Columns.instantOrNull(row, "delivered_at"),
        row.getString("recipient"),
        row.getObject("last_status", Integer.class),
        row.getString("last_error"));
  }
}
