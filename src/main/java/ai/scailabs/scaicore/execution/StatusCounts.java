package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.ExecutionCounts;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts a Core's executions by status. */
@Component
class StatusCounts implements ExecutionCounts {

  private static final int NEWEST = 10_000;

  private final JdbcClient jdbc;

  StatusCounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Indexes: mod_scaicore_executions_in_flight, mod_scaicore_executions_of_core. */
  @Override
  public Map<String, Long> byStatus(String tenantId, String coreId) {
    var counts = new LinkedHashMap<String, Long>();
    jdbc.sql(
            """
            select status, count(*) from (
              select status from mod_scaicore_executions
              where tenant_id = :tenant and core_id = :core
                and status not in ('completed', 'failed', 'cancelled')
              union all
              select status from (
                select status from mod_scaicore_executions
                where tenant_id = :tenant and core_id = :core
                order by created_at desc, id desc limit :newest) n
              where status in ('completed', 'failed', 'cancelled')) t
            group by status order by status
            """)
        .param("tenant", tenantId)
        .param("core", coreId)
        .param("newest", NEWEST)
        .query(
            row -> {
              counts.put(row.getString(1), row.getLong(2));
            });
    return counts;
  }
}
