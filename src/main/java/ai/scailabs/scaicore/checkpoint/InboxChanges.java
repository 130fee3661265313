package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Status;
import ai.scailabs.scaicore.stream.Feed;
import ai.scailabs.scaicore.web.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What moved in people's inboxes, in an order that only grows: that of the transactions and, within
 * one, that of its writes. A change is shown once no older transaction is writing any more, for one
 * that is could still commit a change in front of it.
 */
@Component
class InboxChanges {

  private static final String RESET = "checkpoint.reset";

  private final JdbcClient jdbc;

  InboxChanges(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The place behind all that can be shown now. */
  InboxPlace now() {
    return jdbc.sql("select pg_snapshot_xmin(pg_current_snapshot())::text")
        .query((row, number) -> InboxPlace.before(row.getString(1)))
        .single();
  }

  /**
   * What moved behind a place in the inbox of some assignees, oldest first; a reset where what
   * moved there has been removed meanwhile. Indexes: mod_scaicore_inbox_changes_to, …_from.
   */
  Feed.Look after(String tenantId, List<Address> addresses, InboxPlace place, int limit) {
    var items = new ArrayList<Feed.Item>();
    var upTo = new AtomicReference<InboxPlace>(place);
    jdbc.sql(
            """
            with seen as materialized (
              select pg_snapshot_xmin(s) as upto,
                gone >= cast(:xid as xid8) or pg_snapshot_xmax(s) < cast(:xid as xid8) as reset
              from mod_scaicore_inbox_horizon, (select pg_current_snapshot() as s) now
            ),
            moved as (
              select xid, seq, checkpoint_id, bool_or(entered) as entered, bool_or(gone) as gone
              from (
                select m.* from unnest(:types, :values) as address (type, value)
                cross join lateral (
                  (select xid, seq, checkpoint_id, true as entered, false as gone
                   from mod_scaicore_inbox_changes
                   where tenant_id = :tenant and to_type = address.type
                     and to_value = address.value
                     and (xid, seq) > (cast(:xid as xid8), :seq)
                     and xid < (select upto from seen)
                   order by xid, seq limit :limit)
                  union all
                  (select xid, seq, checkpoint_id, false as entered, true as gone
                   from mod_scaicore_inbox_changes
                   where tenant_id = :tenant and from_type = address.type
                     and from_value = address.value
                     and (xid, seq) > (cast(:xid as xid8), :seq)
                     and xid < (select upto from seen)
                   order by xid, seq limit :limit)) m) found
              group by xid, seq, checkpoint_id
              order by xid, seq limit :limit
            )
            select s.reset, s.upto::text as upto, m.xid::text as xid, m.seq, m.checkpoint_id,
              m.entered, m.gone, c.core_id, n.name as core_name, c.execution_id, c.flow_name,
              c.checkpoint_type, left(c.prompt, 1000) as prompt, c.status, c.priority,
              c.assignee_raw, c.assignee_type, c.claimed_by, c.created_at, c.expires_at, c.version,
              c.status <> 'pending' and not exists (
                select 1 from mod_scaicore_inbox_changes l
                where l.tenant_id = :tenant and l.from_type = c.assignee_type
                  and l.from_value = c.assignee_value and l.checkpoint_id = c.id
                  and l.to_type is null and (l.xid, l.seq) > (m.xid, m.seq)) as closed_before
            from seen s left join moved m on not s.reset
            left join mod_scaicore_checkpoints c on c.tenant_id = :tenant and c.id = m.checkpoint_id
            left join mod_scaicore_cores n on n.tenant_id = c.tenant_id and n.id = c.core_id
            order by m.xid, m.seq
            """)
        .param("tenant", tenantId)
        .param("types", Address.types(addresses))
        .param("values", Address.values(addresses))
        .param("xid", Long.toString(place.transaction()))
        .param("seq", place.number())
        .param("limit", limit)
        .query(
            row -> {
              upTo.set(InboxPlace.before(row.getString("upto")).orLater(place));
              if (row.getBoolean("reset")) {
                items.add(
                    new Feed.Item(
                        InboxPlace.before(row.getString("upto")).text(),
                        RESET,
                        new InboxEvent.Reset("list the inbox again: what moved before is gone")));
              } else if (row.getString("xid") != null) {
                items.add(item(row));
              }
            });
    if (items.size() == 1 && items.getFirst().event().equals(RESET)) {
      return new Feed.Look(items, items.getFirst().place());
    }
    return new Feed.Look(items, items.size() < limit ? upTo.get().text() : items.getLast().place());
  }

  private static Feed.Item item(ResultSet row) throws SQLException {
    var place = InboxPlace.of(row.getString("xid"), row.getLong("seq"));
    var id = Objects.requireNonNull(row.getObject("checkpoint_id", UUID.class));
    var word = row.getString("status");
    var status = word == null ? null : Status.of(word);
    boolean entered = row.getBoolean("entered");
    // One that an older transaction closed, after this change, has been shown as gone.
    if (!entered || status == null || row.getBoolean("closed_before")) {
      return new Feed.Item(place.text(), "checkpoint.removed", new InboxEvent.Removed(id, status));
    }
    return new Feed.Item(
        place.text(),
        row.getBoolean("gone") ? "checkpoint.changed" : "checkpoint.added",
        new InboxEvent.Shown(
            id,
            row.getString("core_id"),
            row.getString("core_name"),
            row.getString("execution_id"),
            row.getString("flow_name"),
            row.getString("checkpoint_type"),
            row.getString("prompt"),
            status,
            row.getString("priority"),
            row.getString("assignee_raw"),
            Assignee.Kind.of(row.getString("assignee_type")),
            row.getString("claimed_by"),
            Columns.instant(row, "created_at"),
            Columns.instantOrNull(row, "expires_at"),
            row.getLong("version")));
  }

  /** Removes changes that were kept long enough, some at a time, and notes up to where. */
  boolean removeOlderThan(Duration age, int limit) {
    return jdbc.sql(
                """
                with removed as (
                  delete from mod_scaicore_inbox_changes where ctid = any(array(
                    select ctid from mod_scaicore_inbox_changes
                    where at < now() - make_interval(secs => ?) limit ?))
                  returning xid)
                update mod_scaicore_inbox_horizon
                set gone = greatest(gone, (select xid from removed order by xid desc limit 1))
                where exists (select 1 from removed)
                """)
            .params(age.toSeconds(), limit)
            .update()
        == 1;
  }
}
