package ai.scailabs.scaicore.checkpoint;

import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people change about checkpoints that are open, and that they hold locked. */
@Component
class OpenRows {

  private final JdbcClient jdbc;

  OpenRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void claim(Checkpoint c, String userId, Instant at) {
    jdbc.sql(
            """
            update mod_scaicore_checkpoints
            set claimed_by = ?, claimed_at = ?, version = version + 1
            where tenant_id = ? and id = ? and status = 'pending'
            """)
        .params(userId, Timestamp.from(at), c.tenantId(), c.id())
        .update();
  }

  void release(Checkpoint c) {
    jdbc.sql(
            """
            update mod_scaicore_checkpoints
            set claimed_by = null, claimed_at = null, version = version + 1
            where tenant_id = ? and id = ? and status = 'pending'
            """)
        .params(c.tenantId(), c.id())
        .update();
  }

  void assign(Checkpoint c, Assignee to) {
    jdbc.sql(
            """
            update mod_scaicore_checkpoints
            set assignee_raw = ?, assignee_type = ?, assignee_value = ?, assignee_display = ?,
                claimed_by = null, claimed_at = null, version = version + 1
            where tenant_id = ? and id = ? and status = 'pending'
            """)
        .param(to.raw())
        .param(to.kind().word())
        .param(to.value())
        .param(to.display())
        .param(c.tenantId())
        .param(c.id())
        .update();
  }
}
