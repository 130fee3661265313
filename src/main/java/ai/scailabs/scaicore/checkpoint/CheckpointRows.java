package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.HitlTarget;
import ai.scailabs.scaicore.checkpoint.Checkpoint.Resolution;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.RawJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads checkpoints out of their rows, which bring the name of their Core along. */
final class CheckpointRows {

  private CheckpointRows() {}

  static Checkpoint row(ResultSet row, int number) throws SQLException {
    var decision = row.getString("decision");
    var via = row.getString("resolved_via");
    int reminder = row.getInt("reminder_interval_m");
    return new Checkpoint(
        row.getObject("id", UUID.class),
        row.getString("tenant_id"),
        row.getString("core_id"),
        row.getString("core_name"),
        row.getString("execution_id"),
        row.getInt("attempt"),
        row.getString("step"),
        row.getString("argument_hash"),
        row.getString("flow_name"),
        row.getString("block_path"),
        row.getString("node_id"),
        row.getString("instance_key"),
        row.getString("checkpoint_type"),
        row.getString("prompt"),
        Columns.json(row, "payload"),
        new RawJson(row.getString("options")),
        Columns.json(row, "response_schema"),
        new Assignee(
            row.getString("assignee_raw"),
            Assignee.Kind.of(row.getString("assignee_type")),
            row.getString("assignee_value"),
            row.getString("assignee_display")),
        Columns.json(row, "context"),
        Checkpoint.Status.of(row.getString("status")),
        row.getString("priority"),
        Columns.instant(row, "created_at"),
        Columns.instantOrNull(row, "expires_at"),
        row.getString("expiry_action"),
        row.getString("escalation_target"),
        row.getBoolean("notification_sent"),
        row.getInt("reminder_count"),
        reminder == 0 ? null : reminder,
        Columns.instantOrNull(row, "escalated_at"),
        row.getString("claimed_by"),
        Columns.instantOrNull(row, "claimed_at"),
        decision == null
            ? null
            : new Resolution(
                decision, Columns.json(row, "response_data"), row.getString("comment")),
        row.getString("resolved_by"),
        via == null ? null : Checkpoint.Via.of(via),
        row.getString("resolved_on_behalf_of"),
        Columns.instantOrNull(row, "resolved_at"),
        hitlTarget(row.getString("hitl_target")),
        row.getLong("version"));
  }

  /** The JSON of a target, {@code {scope, queue, hitl_spec}}. */
  static @Nullable String text(@Nullable HitlTarget target) {
    return target == null
        ? null
        : "{\"scope\":%s,\"queue\":%s,\"hitl_spec\":%s}"
            .formatted(Json.text(target.scope()), Json.text(target.queue()), target.spec().text());
  }

  private static @Nullable HitlTarget hitlTarget(@Nullable String json) {
    if (json == null) {
      return null;
    }
    var target = Json.object(json);
    return new HitlTarget(
        String.valueOf(target.get("scope")),
        String.valueOf(target.get("queue")),
        new RawJson(Json.text(target.get("hitl_spec"))));
  }
}
