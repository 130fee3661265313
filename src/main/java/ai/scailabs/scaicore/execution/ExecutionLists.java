package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.RawJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lists of a tenant's executions. */
@Component
class ExecutionLists {

  private static final int PAGE_BYTES = 4_000_000;

  private final JdbcClient jdbc;

  ExecutionLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What to look for; null: anything. */
  record Filter(
      @Nullable String coreId,
      @Nullable ExecutionStatus status,
      @Nullable String instanceKey,
      @Nullable String flow) {}

  /** One execution of a list. */
  private record Row(ExecutionView view, Instant createdAt) {}

  /**
   * A page, newest first; it ends early where inputs and outputs are large. Indexes:
   * mod_scaicore_executions_newest, …_of_core, …_of_status, …_of_instance.
   */
  Page<ExecutionView> page(String tenantId, Filter filter, Paging paging) {
    var after = paging.after(2);
    var values = new HashMap<String, @Nullable Object>();
    var where = new StringBuilder("where tenant_id = :tenant\n");
    values.put("tenant", tenantId);
    if (filter.coreId() != null) {
      where.append("and core_id = :core\n");
      values.put("core", filter.coreId());
    }
    var status = filter.status();
    if (status != null) {
      // Said twice, so that the planner knows the partial index.
      where.append("and status = :status\n");
      if (status != ExecutionStatus.COMPLETED) {
        where.append("and status <> 'completed'\n");
      }
      values.put("status", status.word());
    }
    if (filter.instanceKey() != null) {
      where.append("and instance_key = :instance\n");
      values.put("instance", filter.instanceKey());
    }
    if (filter.flow() != null) {
      where.append("and flow = :flow\n");
      values.put("flow", filter.flow());
    }
    after.ifPresent(
        cursor -> {
          where.append("and (created_at, id) < (:at, :id)\n");
          values.put("at", Columns.time(cursor.instant(0)));
          values.put("id", cursor.text(1));
        });
    values.put("limit", paging.limit() + 1);
    values.put("bytes", PAGE_BYTES);
    var sql =
        """
        select * from (
          select t.*, count(*) over () as found,
            sum(weight) over (order by created_at desc, id desc) - weight as before
          from (
            select id, core_id, flow, status, input, output, error, instance_key, checkpoint_id,
              attempt, created_at, started_at, ended_at, delegated_user_id, weight
            from mod_scaicore_executions
            %s
            order by created_at desc, id desc limit :limit) t) w
        where before < :bytes
        order by created_at desc, id desc
        """
            .formatted(where);
    return Page.light(
            jdbc.sql(sql).params(values),
            ExecutionLists::row,
            paging.limit(),
            row -> Cursor.at(row.createdAt(), row.view().id()))
        .map(Row::view);
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    var id = row.getString("id");
    return new Row(
        new ExecutionView(
            id,
            id,
            row.getString("core_id"),
            row.getString("flow"),
            ExecutionStatus.of(row.getString("status")),
            new RawJson(row.getString("input")),
            Columns.json(row, "output"),
            Columns.json(row, "error"),
            row.getString("instance_key"),
            row.getObject("checkpoint_id", UUID.class),
            row.getInt("attempt"),
            Columns.instantOrNull(row, "started_at"),
            Columns.instantOrNull(row, "ended_at"),
            row.getString("delegated_user_id")),
        Columns.instant(row, "created_at"));
  }
}
