package ai.scailabs.scaicore.execution.event;

import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads events, newest first. The order is that of rows, by the time of their first event, and
 * within a row that of its events: events of one execution are in exact order, those of two that
 * run at the same time may interleave by rows of a few seconds.
 */
@Component
class EventPages {

  private static final int PAGE_BYTES = 4_000_000;
  private static final int POSITION = 3;

  /** How many rows are looked at where those that came first had too little. */
  private static final int MORE_ROWS = 200;

  /**
   * The last event of a row is at most this much younger than the first, by which it is found:
   * {@link EventQueue} puts no more than this into a row.
   */
  private static final Duration LONGEST_ROW = Duration.ofSeconds(5);

  private static final Set<String> COMMON =
      Set.of(
          EventType.INVOCATION_STARTED.text(),
          EventType.INVOCATION_COMPLETED.text(),
          EventType.BLOCK_ENTERED.text(),
          EventType.BLOCK_EXITED.text());

  /** As in the index mod_scaicore_events_uncommon. */
  private static final String UNCOMMON =
      """
      and not types <@ array['scaicore.runtime.invocation.started',
        'scaicore.runtime.invocation.completed', 'scaicore.runtime.block.entered',
        'scaicore.runtime.block.exited']
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  EventPages(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * What to look for; null: anything.
   *
   * @param since the first moment
   * @param until the first moment that is too late
   */
  record Filter(
      @Nullable String coreId,
      @Nullable String type,
      @Nullable String executionId,
      @Nullable Instant since,
      @Nullable Instant until) {

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    /** Beyond what there can be events of, there are none. */
    Filter {
      since = since == null ? null : bounded(since);
      until = until == null ? null : bounded(until);
    }

    private static Instant bounded(Instant time) {
      return time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
    }

    boolean takes(JsonNode event) {
      if (type != null && !type.equals(event.path("type").asString())) {
        return false;
      }
      if (since == null && until == null) {
        return true;
      }
      var at = Instant.parse(event.path("timestamp").asString());
      return (since == null || !at.isBefore(since)) && (until == null || at.isBefore(until));
    }
  }

  /** One event, and where it stands in its row. */
  private record Placed(Row row, int index, RuntimeEvent event) {}

  private record Row(Instant createdAt, String id, String events, int found) {}

  /** A page of a tenant's events. It ends early where they are large. */
  Page<RuntimeEvent> page(String tenantId, Filter filter, Paging paging) {
    var after = paging.after(POSITION).orElse(null);
    var placed = new ArrayList<Placed>();
    boolean older = true;
    // The row that the page before ended in may have nothing left, and be all that fits.
    int wanted = paging.limit() + 2;
    while (placed.isEmpty() && older) {
      var rows = rows(tenantId, filter, after, wanted);
      for (var row : rows) {
        int before = after != null && after.text(1).equals(row.id()) ? after.integer(2) : -1;
        explode(row, before, filter, placed);
        if (placed.size() > paging.limit()) {
          break;
        }
      }
      older = !rows.isEmpty() && (rows.getFirst().found() > rows.size() || rows.size() == wanted);
      after = older ? Cursor.at(rows.getLast().createdAt(), rows.getLast().id(), 0) : after;
      wanted = Math.max(wanted, MORE_ROWS);
    }
    boolean more = older || placed.size() > paging.limit();
    var shown = placed.subList(0, Math.min(placed.size(), paging.limit()));
    var items = shown.stream().map(Placed::event).toList();
    if (!more || shown.isEmpty()) {
      return new Page<>(items, null);
    }
    var last = shown.getLast();
    return new Page<>(
        items, Cursor.at(last.row().createdAt(), last.row().id(), last.index()).encoded());
  }

  private List<Row> rows(String tenantId, Filter filter, @Nullable Cursor after, int limit) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("tenant", tenantId);
    values.put("limit", limit);
    values.put("bytes", PAGE_BYTES);
    var where = new StringBuilder("where tenant_id = :tenant\n");
    if (filter.coreId() != null) {
      where.append("and core_id = :core\n");
      values.put("core", filter.coreId());
    }
    if (filter.executionId() != null) {
      where.append("and execution_id = :execution\n");
      values.put("execution", filter.executionId());
    }
    if (filter.type() != null) {
      where.append("and types @> array[cast(:type as text)]\n");
      values.put("type", filter.type());
      if (!COMMON.contains(filter.type())) {
        where.append(UNCOMMON);
      }
    }
    if (filter.since() != null) {
      where.append("and created_at >= :since\n");
      values.put("since", Columns.time(filter.since().minus(LONGEST_ROW)));
    }
    if (filter.until() != null) {
      where.append("and created_at < :until\n");
      values.put("until", Columns.time(filter.until()));
    }
    if (after != null) {
      where.append(
          "and (created_at, id) %s (:at, :id)\n".formatted(after.integer(2) == 0 ? "<" : "<="));
      values.put("at", Columns.time(after.instant(0)));
      values.put("id", after.text(1));
    }
    var sql =
        """
        select created_at, id, events, found from (
          select t.*, count(*) over () as found,
            sum(weight) over (order by created_at desc, id desc) - weight as before
          from (
            select created_at, id, events, weight from mod_scaicore_events
            %s
            order by created_at desc, id desc limit :limit) t) w
        where before < :bytes
        order by created_at desc, id desc
        """
            .formatted(where);
    return jdbc.sql(sql).params(values).query(EventPages::row).list();
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        Columns.instant(row, "created_at"),
        row.getString("id"),
        row.getString("events"),
        row.getInt("found"));
  }

  /**
   * Adds the events of a row, newest first.
   *
   * @param before the position before which to begin; -1: at the end
   */
  private void explode(Row row, int before, Filter filter, List<Placed> placed) {
    var events = json.readTree(row.events());
    int end = before < 0 ? events.size() : Math.min(before, events.size());
    for (int i = end - 1; i >= 0; i--) {
      var event = events.get(i);
      if (filter.takes(event)) {
        placed.add(new Placed(row, i, event(event)));
      }
    }
  }

  private static RuntimeEvent event(JsonNode event) {
    return new RuntimeEvent(
        event.path("id").asString(),
        event.path("type").asString(),
        event.path("core_id").asString(),
        Instant.parse(event.path("timestamp").asString()),
        event.path("payload"));
  }
}
