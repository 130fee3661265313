package ai.scailabs.scaicore.execution.log;

import ai.scailabs.scaicore.web.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes lines of logs and reads them in the order in which they were committed. Whoever writes
 * waits for whoever wrote before: so none appears before a line whose place comes first, and a
 * reader that goes on behind a place misses none.
 */
@Component
class LogRows {

  /** The lock under which places are given; any number that nothing else locks. */
  private static final long TURN = 0x7363_6169_6c6f_6773L;

  /** The lock of the replica that removes old lines. */
  static final long SWEEP = TURN + 1;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  LogRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Writes many in one statement, but for those of Cores that are gone. */
  void add(List<LogRow> rows) {
    jdbc.sql(
            """
            with turn as materialized (select pg_advisory_xact_lock(?))
            insert into mod_scaicore_logs
              (tenant_id, core_id, execution_id, created_at, level, node_id, message, fields)
            select u.tenant_id, u.core_id, u.execution_id, u.created_at::timestamptz, u.level,
              u.node_id, u.message, u.fields::json
            from turn cross join unnest(?, ?, ?, ?, ?, ?, ?, ?) with ordinality as u
              (tenant_id, core_id, execution_id, created_at, level, node_id, message, fields, n)
            where exists (
              select from mod_scaicore_cores c
              where c.tenant_id = u.tenant_id and c.id = u.core_id)
            order by u.n
            """)
        .param(TURN)
        .param(texts(rows, LogRow::tenantId))
        .param(texts(rows, LogRow::coreId))
        .param(texts(rows, LogRow::executionId))
        .param(texts(rows, row -> row.at().toString()))
        .param(texts(rows, row -> row.level().word()))
        .param(texts(rows, LogRow::nodeId))
        .param(texts(rows, LogRow::message))
        .param(texts(rows, LogRow::fields))
        .update();
  }

  private static @Nullable String[] texts(
      List<LogRow> rows, Function<LogRow, @Nullable String> column) {
    var texts = new @Nullable String[rows.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = column.apply(rows.get(i));
    }
    return texts;
  }

  /**
   * Lines of a Core behind a place, oldest first. Index: mod_scaicore_logs_of_core_in_order.
   *
   * @param levels only of these; none: of all
   */
  List<LogView> after(
      String tenantId,
      String coreId,
      Collection<LogLevel> levels,
      @Nullable String executionId,
      long place,
      long upTo,
      int limit) {
    return jdbc.sql(
            """
            select * from mod_scaicore_logs
            where tenant_id = ? and core_id = ? and seq > ? and seq <= ?
              and (? or level = any(?)) and (cast(? as text) is null or execution_id = ?)
            order by seq limit ?
            """)
        .param(tenantId)
        .param(coreId)
        .param(place)
        .param(upTo)
        .param(levels.isEmpty())
        .param(levels.stream().map(LogLevel::word).toArray(String[]::new))
        .param(executionId)
        .param(executionId)
        .param(limit)
        .query(this::view)
        .list();
  }

  /**
   * The place of the last line behind another that one look may come to. Index:
   * mod_scaicore_logs_of_core_in_order.
   *
   * @param upTo no further than this
   */
  long end(String tenantId, String coreId, long place, long upTo) {
    return jdbc.sql(
            """
            select seq from mod_scaicore_logs
            where tenant_id = ? and core_id = ? and seq > ? and seq <= ?
            order by seq offset ? limit 1
            """)
        .params(tenantId, coreId, place, upTo, LogPages.WINDOW - 1)
        .query(Long.class)
        .optional()
        .orElse(upTo);
  }

  /** A line as it is shown. */
  LogView view(ResultSet row, int number) throws SQLException {
    return new LogView(
        LogPlace.of(row.getLong("seq")),
        Columns.instant(row, "created_at"),
        LogLevel.of(row.getString("level")),
        row.getString("execution_id"),
        row.getString("node_id"),
        row.getString("message"),
        json.readTree(row.getString("fields")));
  }

  /** Removes those of a Core. Index: mod_scaicore_logs_of_core. */
  void remove(String tenantId, String coreId) {
    jdbc.sql("delete from mod_scaicore_logs where tenant_id = ? and core_id = ?")
        .params(tenantId, coreId)
        .update();
  }

  /** A Core that has lines older than its tenant wants them to be kept, and for how many days. */
  record Old(String tenantId, String coreId, int days) {}

  /**
   * The Cores that have lines which were kept long enough, also those that are gone. Walks from the
   * oldest line of a Core to that of the next. Index: mod_scaicore_logs_of_core.
   *
   * @param days for tenants that have not said otherwise
   */
  List<Old> old(int days) {
    return jdbc.sql(
            """
            with recursive oldest as (
              (select tenant_id, core_id, created_at from mod_scaicore_logs
                order by tenant_id, core_id, created_at limit 1)
              union all
              select n.tenant_id, n.core_id, n.created_at
              from oldest o cross join lateral (
                select l.tenant_id, l.core_id, l.created_at from mod_scaicore_logs l
                where (l.tenant_id, l.core_id) > (o.tenant_id, o.core_id)
                order by l.tenant_id, l.core_id, l.created_at limit 1) n)
            select o.tenant_id, o.core_id, coalesce(r.days, :days) as days
            from oldest o left join mod_scaicore_log_retention r on r.tenant_id = o.tenant_id
            where o.created_at < now() - make_interval(days => coalesce(r.days, :days))
            """)
        .param("days", days)
        .query(
            (row, number) ->
                new Old(row.getString("tenant_id"), row.getString("core_id"), row.getInt("days")))
        .list();
  }

  /**
   * Removes some lines of a Core that were kept long enough; answers how many, or -1 where another
   * replica removes some just now. Index: mod_scaicore_logs_of_core.
   */
  int remove(Old old, int limit) {
    return jdbc.sql(
            """
            with turn as materialized (select pg_try_advisory_xact_lock(?) as ours),
              gone as (
                delete from mod_scaicore_logs where ctid = any(array(
                  select ctid from mod_scaicore_logs
                  where (select ours from turn) and tenant_id = ? and core_id = ?
                    and created_at < now() - make_interval(days => ?)
                  order by created_at limit ?))
                returning 1)
            select case when ours then (select count(*) from gone) else -1 end from turn
            """)
        .params(SWEEP, old.tenantId(), old.coreId(), old.days(), limit)
        .query(Integer.class)
        .single();
  }
}
