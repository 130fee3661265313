package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.execution.OpenCheckpoints;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Closes questions whose executions need no answer any more. */
@Component
class ClosingCheckpoints implements OpenCheckpoints {

  private final JdbcClient jdbc;
  private final Notices notices;

  ClosingCheckpoints(JdbcClient jdbc, Notices notices) {
    this.jdbc = jdbc;
    this.notices = notices;
  }

  @Override
  public Map<String, UUID> pendingSteps(String tenantId, String executionId, int attempt) {
    var steps = new HashMap<String, UUID>();
    jdbc.sql(
            """
            select step, id from mod_scaicore_checkpoints
            where tenant_id = ? and execution_id = ? and attempt = ? and status = 'pending'
            """)
        .params(tenantId, executionId, attempt)
        .query(
            row -> {
              steps.put(row.getString("step"), row.getObject("id", UUID.class));
            });
    return steps;
  }

  @Override
  public void close(String tenantId, String executionId, Instant at) {
    jdbc.sql(
            """
            update mod_scaicore_checkpoints c
            set status = 'cancelled', resolved_at = ?, resolved_via = 'execution',
                version = version + 1
            where tenant_id = ? and execution_id = ? and status = 'pending'
            returning c.*, (select n.name from mod_scaicore_cores n
              where n.tenant_id = c.tenant_id and n.id = c.core_id) as core_name
            """)
        .params(java.sql.Timestamp.from(at), tenantId, executionId)
        .query(CheckpointRows::row)
        .list()
        .forEach(closed -> notices.note(closed, CheckpointNotices.Why.CANCELLED));
  }

  @Override
  public void withdraw(String tenantId, String executionId, int attempt, Collection<String> steps) {
    jdbc.sql(
            """
            update mod_scaicore_checkpoints c
            set status = 'cancelled', resolved_at = now(), resolved_via = 'execution',
                version = version + 1
            where tenant_id = ? and execution_id = ? and attempt = ? and status = 'pending'
              and step = any(?)
            returning c.*, (select n.name from mod_scaicore_cores n
              where n.tenant_id = c.tenant_id and n.id = c.core_id) as core_name
            """)
        .params(tenantId, executionId, attempt, steps.toArray(String[]::new))
        .query(CheckpointRows::row)
        .list()
        .forEach(closed -> notices.note(closed, CheckpointNotices.Why.CANCELLED));
  }
}
