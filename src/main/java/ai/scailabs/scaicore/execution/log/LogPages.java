package ai.scailabs.scaicore.execution.log;

import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads logs, newest first. One page looks at no more than fifty thousand lines: where few of them
 * are wanted it ends early, and says that there is more.
 */
@Component
class LogPages {

  static final int WINDOW = 50_000;

  private static final String ORDER = "order by created_at desc, seq desc\n";

  private final JdbcClient jdbc;
  private final LogRows rows;

  LogPages(JdbcClient jdbc, LogRows rows) {
    this.jdbc = jdbc;
    this.rows = rows;
  }

  /**
   * What to look for; null: anything.
   *
   * @param levels only of these; none: of all
   * @param text in the message, of whatever case
   */
  record Filter(
      Collection<LogLevel> levels,
      @Nullable String executionId,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable String text) {

    /** Whether lines have to be looked at that are not wanted. */
    boolean sifts() {
      return !levels.isEmpty() || text != null;
    }
  }

  private record End(Instant at, long seq) {

    Cursor cursor() {
      return Cursor.at(at, LogPlace.of(seq));
    }
  }

  /** A page of a Core's lines. Indexes: mod_scaicore_logs_of_core, …_of_execution. */
  Page<LogView> page(String tenantId, String coreId, Filter filter, Paging paging) {
    var values = new HashMap<String, @Nullable Object>();
    var where = where(tenantId, coreId, filter, paging, values);
    var end = filter.sifts() ? end(where, values) : null;
    var wanted = new StringBuilder(where);
    if (end != null) {
      wanted.append("and (created_at, seq) >= (:endAt, :end)\n");
      values.put("endAt", Columns.time(end.at()));
      values.put("end", end.seq());
    }
    if (!filter.levels().isEmpty()) {
      wanted.append("and level = any(:levels)\n");
      values.put("levels", filter.levels().stream().map(LogLevel::word).toArray(String[]::new));
    }
    if (filter.text() != null) {
      wanted.append("and message ilike :text escape '!'\n");
      values.put("text", "%" + filter.text().replaceAll("([!%_])", "!$1") + "%");
    }
    values.put("limit", paging.limit() + 1);
    var found =
        jdbc.sql("select * from mod_scaicore_logs " + wanted + ORDER + "limit :limit")
            .params(values)
            .query(rows::view)
            .list();
    if (found.size() > paging.limit() || end == null) {
      return Page.of(found, paging.limit(), line -> Cursor.at(line.timestamp(), line.id()));
    }
    return new Page<>(List.copyOf(found), end.cursor().encoded());
  }

  private static String where(
      String tenantId,
      String coreId,
      Filter filter,
      Paging paging,
      Map<String, @Nullable Object> values) {
    var where = new StringBuilder("where tenant_id = :tenant and core_id = :core\n");
    values.put("tenant", tenantId);
    values.put("core", coreId);
    if (filter.executionId() != null) {
      where.append("and execution_id = :execution\n");
      values.put("execution", filter.executionId());
    }
    if (filter.since() != null) {
      where.append("and created_at >= :since\n");
      values.put("since", Columns.time(filter.since()));
    }
    if (filter.until() != null) {
      where.append("and created_at < :until\n");
      values.put("until", Columns.time(filter.until()));
    }
    paging
        .after(2)
        .ifPresent(
            cursor -> {
              where.append("and (created_at, seq) < (:at, :seq)\n");
              values.put("at", Columns.time(cursor.instant(0)));
              values.put("seq", place(cursor));
            });
    return where.toString();
  }

  private static long place(Cursor cursor) {
    try {
      return Long.parseLong(cursor.text(1).substring("log_".length()));
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      return cursor.integer(1);
    }
  }

  /** The last line that a page may look at; null where there are not so many. */
  private @Nullable End end(String where, Map<String, @Nullable Object> values) {
    return jdbc.sql(
            "select created_at, seq from mod_scaicore_logs "
                + where
                + ORDER
                + "offset :window limit 1")
        .params(values)
        .param("window", WINDOW - 1)
        .query((row, n) -> new End(Columns.instant(row, "created_at"), row.getLong("seq")))
        .optional()
        .orElse(null);
  }
}
