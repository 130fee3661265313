package ai.scailabs.scaicore.checkpoint;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Those about which somebody was told. */
@Component
public class NotifiedCheckpoints {

  private final JdbcClient jdbc;

  NotifiedCheckpoints(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether somebody still is to answer. */
  public boolean isPending(String tenantId, UUID id) {
    return jdbc.sql(
            """
            select exists (select 1 from mod_scaicore_checkpoints
              where tenant_id = ? and id = ? and status = 'pending')
            """)
        .params(tenantId, id)
        .query(Boolean.class)
        .single();
  }

  /**
   * Notes that a notification has left, in the transaction that records it. The checkpoint is the
   * same to everybody who acts on it, so its version stays.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void sent(String tenantId, UUID id) {
    jdbc.sql(
            """
            update mod_scaicore_checkpoints set notification_sent = true
            where tenant_id = ? and id = ? and not notification_sent
            """)
        .params(tenantId, id)
        .update();
  }
}
