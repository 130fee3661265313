package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.checkpoint.SentNotifications;
import ai.scailabs.scaicore.web.Columns;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the history of a checkpoint says of notifications: those that got there. */
@Component
class SentDeliveries implements SentNotifications {

  private final JdbcClient jdbc;

  SentDeliveries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Sent> about(String tenantId, UUID checkpointId) {
    return jdbc.sql(
            """
            select delivered_at, channel, recipient, event from mod_scaicore_notifications
            where tenant_id = ? and checkpoint_id = ? and status = 'delivered'
            order by delivered_at, id limit 1000
            """)
        .params(tenantId, checkpointId)
        .query(
            (row, number) ->
                new Sent(
                    Columns.instant(row, "delivered_at"),
                    row.getString("channel"),
                    row.getString("recipient"),
                    row.getString("event")))
        .list();
  }
}
