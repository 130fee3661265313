package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.execution.AskedCheckpoints;
import ai.scailabs.scaicore.web.Columns;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Shows the open questions of an execution beside what it has done. */
@Component
class ShownCheckpoints implements AskedCheckpoints {

  private final JdbcClient jdbc;

  ShownCheckpoints(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Asked> pending(String tenantId, String executionId) {
    return jdbc.sql(
            """
            select block_path, node_id, step, attempt, created_at, left(prompt, 1000) as prompt
            from mod_scaicore_checkpoints
            where tenant_id = ? and execution_id = ? and status = 'pending'
            order by created_at, id limit 1000
            """)
        .params(tenantId, executionId)
        .query(
            (row, number) ->
                new Asked(
                    row.getString("block_path"),
                    row.getString("node_id"),
                    row.getString("step"),
                    row.getInt("attempt"),
                    Columns.instant(row, "created_at"),
                    row.getString("prompt")))
        .list();
  }
}
