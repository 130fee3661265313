package ai.scailabs.scaicore.execution.event;

import ai.scailabs.scaicore.web.Columns;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes and removes rows of events. */
@Component
class EventRows {

  private static final String COLUMNS =
      "(tenant_id, created_at, id, core_id, execution_id, types, events, weight)\n";

  /** The lock of the replica that removes old events; any number that nothing else locks. */
  private static final long SWEEP = 0x7363_6169_6576_6e74L;

  private final JdbcClient jdbc;

  EventRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Writes one, in the transaction that is open. */
  void add(EventRow row) {
    jdbc.sql(
            "insert into mod_scaicore_events "
                + COLUMNS
                + "values (?, ?, ?, ?, ?, ?, cast(? as json), ?)")
        .param(row.tenantId())
        .param(Columns.time(row.createdAt()))
        .param(row.id())
        .param(row.coreId())
        .param(row.executionId())
        .param(row.types().toArray(String[]::new))
        .param(row.events())
        .param(row.weight())
        .update();
  }

  /**
   * Writes one of a Core that is there, and that nobody removes before the transaction that is open
   * ends; false where it is gone.
   */
  boolean addOfExisting(EventRow row) {
    return jdbc.sql(
                "insert into mod_scaicore_events "
                    + COLUMNS
                    + """
                    select c.tenant_id, ?, ?, c.id, ?, ?, cast(? as json), ?
                    from mod_scaicore_cores c where c.tenant_id = ? and c.id = ? for share
                    """)
            .param(Columns.time(row.createdAt()))
            .param(row.id())
            .param(row.executionId())
            .param(row.types().toArray(String[]::new))
            .param(row.events())
            .param(row.weight())
            .param(row.tenantId())
            .param(row.coreId())
            .update()
        == 1;
  }

  /** Writes many at once, but for those of Cores that are gone, and those that were written. */
  void add(List<EventRow> rows) {
    jdbc.sql(
            "insert into mod_scaicore_events "
                + COLUMNS
                + """
                select u.tenant_id, u.created_at::timestamptz, u.id, u.core_id, u.execution_id,
                  string_to_array(u.types, ' '), u.events::json, u.weight
                from unnest(?, ?, ?, ?, ?, ?, ?, ?) as u
                  (tenant_id, created_at, id, core_id, execution_id, types, events, weight)
                where exists (
                  select from mod_scaicore_cores c
                  where c.tenant_id = u.tenant_id and c.id = u.core_id)
                on conflict do nothing
                """)
        .param(texts(rows, EventRow::tenantId))
        .param(texts(rows, row -> row.createdAt().toString()))
        .param(texts(rows, EventRow::id))
        .param(texts(rows, EventRow::coreId))
        .param(texts(rows, EventRow::executionId))
        .param(texts(rows, row -> String.join(" ", row.types())))
        .param(texts(rows, EventRow::events))
        .param(rows.stream().map(EventRow::weight).toArray(Integer[]::new))
        .update();
  }

  private static @Nullable String[] texts(
      List<EventRow> rows, Function<EventRow, @Nullable String> column) {
    var texts = new @Nullable String[rows.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = column.apply(rows.get(i));
    }
    return texts;
  }

  /** Removes those of a Core. Index: mod_scaicore_events_of_core. */
  void remove(String tenantId, String coreId) {
    jdbc.sql("delete from mod_scaicore_events where tenant_id = ? and core_id = ?")
        .params(tenantId, coreId)
        .update();
  }

  /**
   * Removes some that are older; answers how many, or -1 where another replica removes some just
   * now. Index: mod_scaicore_events_age.
   */
  int removeOlderThan(Duration age, int limit) {
    return jdbc.sql(
            """
            with turn as materialized (select pg_try_advisory_xact_lock(?) as ours),
              gone as (
                delete from mod_scaicore_events where ctid = any(array(
                  select ctid from mod_scaicore_events
                  where (select ours from turn) and created_at < now() - make_interval(secs => ?)
                  limit ?))
                returning 1)
            select case when ours then (select count(*) from gone) else -1 end from turn
            """)
        .params(SWEEP, age.toSeconds(), limit)
        .query(Integer.class)
        .single();
  }
}
