package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Status;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.RawJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Tells what happened to a checkpoint. Its row tells of its creation and its end. Source: {@code
 * seeds/api-reference.md}, "GET /checkpoints/{checkpoint_id}/history".
 */
@Service
class HistoryService {

  /** The latest are told of one that was passed around more often. */
  private static final int MOST = 1_000;

  private final JdbcClient jdbc;
  private final Checkpoints checkpoints;
  private final Directory directory;
  private final ObjectProvider<SentNotifications> notifications;

  HistoryService(
      JdbcClient jdbc,
      Checkpoints checkpoints,
      Directory directory,
      ObjectProvider<SentNotifications> notifications) {
    this.jdbc = jdbc;
    this.checkpoints = checkpoints;
    this.directory = directory;
    this.notifications = notifications;
  }

  /** What happened, oldest first. */
  List<HistoryEntry> of(String tenantId, UUID id) {
    var checkpoint = checkpoints.find(tenantId, id).orElseThrow(CheckpointNotFound::new);
    var later = new ArrayList<>(recorded(tenantId, id));
    notifications.orderedStream().forEach(sent -> later.addAll(told(sent, checkpoint)));
    if (checkpoint.status() != Status.PENDING) {
      later.add(ended(checkpoint));
    }
    later.sort(Comparator.comparing(HistoryEntry::timestamp));
    later.addFirst(created(checkpoint));
    return later;
  }

  private HistoryEntry created(Checkpoint c) {
    return new HistoryEntry(
        "created",
        c.createdAt(),
        null,
        null,
        json(Map.of("execution_id", c.executionId(), "core_id", c.coreId())));
  }

  private HistoryEntry ended(Checkpoint c) {
    var user = c.resolvedBy();
    var via = c.resolvedVia();
    var resolution = c.resolution();
    var details = new LinkedHashMap<String, @Nullable Object>();
    details.put("resolved_via", via == null ? null : via.word());
    details.put("resolved_on_behalf_of", c.resolvedOnBehalfOf());
    details.put("decision", resolution == null ? null : resolution.decision());
    details.put("comment", comment(c));
    return new HistoryEntry(
        c.status().word(),
        c.resolvedAt() == null ? c.createdAt() : c.resolvedAt(),
        user,
        user == null ? null : directory.user(c.tenantId(), user).map(User::email).orElse(null),
        json(details));
  }

  /** Said by whoever cancelled it, too. */
  private @Nullable String comment(Checkpoint c) {
    return jdbc.sql("select comment from mod_scaicore_checkpoints where tenant_id = ? and id = ?")
        .params(c.tenantId(), c.id())
        .query(String.class)
        .optional()
        .orElse(null);
  }

  private List<HistoryEntry> recorded(String tenantId, UUID id) {
    return jdbc.sql(
            """
            select * from (
              select seq, event, at, actor_id, actor_email, details
              from mod_scaicore_checkpoint_history
              where tenant_id = ? and checkpoint_id = ?
              order by seq desc limit ?) latest
            order by seq
            """)
        .params(tenantId, id, MOST)
        .query(
            (row, number) ->
                new HistoryEntry(
                    row.getString("event"),
                    Columns.instant(row, "at"),
                    row.getString("actor_id"),
                    row.getString("actor_email"),
                    new RawJson(row.getString("details"))))
        .list();
  }

  private static List<HistoryEntry> told(SentNotifications notifications, Checkpoint c) {
    return notifications.about(c.tenantId(), c.id()).stream()
        .map(
            sent -> {
              var details = new LinkedHashMap<String, @Nullable Object>();
              details.put("channel", sent.channel());
              details.put("recipient", sent.recipient());
              details.put("why", sent.why());
              return new HistoryEntry("notification_sent", sent.at(), null, null, json(details));
            })
        .toList();
  }

  private static RawJson json(Map<String, ? extends @Nullable Object> details) {
    return new RawJson(Json.text(details));
  }
}
