package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.execution.Execution.Origin;
import ai.scailabs.scaicore.execution.Execution.Parent;
import ai.scailabs.scaicore.execution.Execution.Turn;
import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.Cursor;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.RawJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The executions of all tenants, for those who read them. */
@Component
class Executions {

  private static final int PAGE_BYTES = 4_000_000;

  private static final String COLUMNS =
      """
      id, tenant_id, core_id, flow, status, input, output, error, environment, trigger,
      program_hash, instance_key, checkpoint_id, attempt, invoked_by, version, created_at,
      started_at, ended_at, queue_key, wake_at, signals, stops, stepping, limits,
      parent_tenant_id, parent_id, parent_attempt, parent_step, call_path, delegated_user_id
      """;

  private final JdbcClient jdbc;

  Executions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Execution> find(String tenantId, String id) {
    return jdbc.sql(
            "select " + COLUMNS + " from mod_scaicore_executions where tenant_id = ? and id = ?")
        .params(tenantId, id)
        .query(Executions::row)
        .optional();
  }

  /**
   * A page of a Core's executions, newest first, without what no list shows. It ends early where
   * inputs and outputs are large. Index: mod_scaicore_executions_of_core.
   */
  Page<Execution> ofCore(String tenantId, String coreId, Paging paging) {
    var after = paging.after(2);
    var query =
        jdbc.sql(
                """
                select * from (
                  select t.*, count(*) over () as found,
                    sum(weight) over (order by created_at desc, id desc) - weight as before
                  from (
                    select id, tenant_id, core_id, flow, status, input, output, error,
                      '{}' as environment, '{}' as trigger, program_hash, instance_key,
                      checkpoint_id, attempt, invoked_by, version, created_at, started_at,
                      ended_at, queue_key, wake_at, signals, null as stops,
                      null as stepping, limits, parent_tenant_id, parent_id,
                      parent_attempt, parent_step, call_path, delegated_user_id, weight
                    from mod_scaicore_executions
                    where tenant_id = :tenant and core_id = :core
                      and (created_at, id)
                        < (coalesce(cast(:created as timestamptz), 'infinity'), :id)
                    order by created_at desc, id desc
                    limit :limit) t) w
                where before < :bytes
                order by created_at desc, id desc
                """)
            .param("tenant", tenantId)
            .param("core", coreId)
            .param("created", after.map(c -> c.instant(0).toString()).orElse(null))
            .param("id", after.map(c -> c.text(1)).orElse(""))
            .param("limit", paging.limit() + 1)
            .param("bytes", PAGE_BYTES);
    return Page.light(
        query, Executions::row, paging.limit(), e -> Cursor.at(e.createdAt(), e.id()));
  }

  static Execution row(ResultSet row, int number) throws SQLException {
    return new Execution(
        row.getString("id"),
        row.getString("tenant_id"),
        row.getString("core_id"),
        row.getString("flow"),
        ExecutionStatus.of(row.getString("status")),
        new RawJson(row.getString("input")),
        Columns.json(row, "output"),
        Columns.json(row, "error"),
        new RawJson(row.getString("environment")),
        new RawJson(row.getString("trigger")),
        row.getString("program_hash"),
        row.getString("instance_key"),
        row.getObject("checkpoint_id", UUID.class),
        row.getInt("attempt"),
        row.getString("invoked_by"),
        row.getString("delegated_user_id"),
        row.getLong("version"),
        Columns.instant(row, "created_at"),
        Columns.instantOrNull(row, "started_at"),
        Columns.instantOrNull(row, "ended_at"),
        new Turn(
            row.getString("queue_key"),
            Columns.instantOrNull(row, "wake_at"),
            row.getInt("signals"),
            Columns.json(row, "stops"),
            Columns.json(row, "stepping")),
        new RawJson(row.getString("limits")),
        origin(row));
  }

  private static Origin origin(ResultSet row) throws SQLException {
    var path = (String[]) row.getArray("call_path").getArray();
    var parent = row.getString("parent_id");
    if (parent == null && path.length == 0) {
      return Origin.OUTSIDE;
    }
    return new Origin(
        parent == null
            ? null
            : new Parent(
                row.getString("parent_tenant_id"),
                parent,
                row.getInt("parent_attempt"),
                row.getString("parent_step")),
        List.of(path));
  }
}
