package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.Columns;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes down what happens to checkpoints between their creation and their end. */
@Component
class CheckpointHistory {

  /** What can happen to one that stays open. */
  enum Event {
    CLAIMED,
    RELEASED,
    REASSIGNED,
    ESCALATED,
    REMINDED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final JdbcClient jdbc;

  CheckpointHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds an event, in the transaction that is open; the service itself does it. */
  void add(Checkpoint c, Event event, Instant at, Map<String, ? extends @Nullable Object> details) {
    add(c, event, at, null, details);
  }

  /** The same of something that somebody does. */
  void add(
      Checkpoint c,
      Event event,
      Instant at,
      @Nullable Caller actor,
      Map<String, ? extends @Nullable Object> details) {
    jdbc.sql(
            """
            insert into mod_scaicore_checkpoint_history
              (tenant_id, checkpoint_id, event, at, actor_id, actor_email, details)
            values (?, ?, ?, ?, ?, ?, cast(? as json))
            """)
        .param(c.tenantId())
        .param(c.id())
        .param(event.word())
        .param(Columns.time(at))
        .param(actor == null ? null : actor.userId())
        .param(actor == null ? null : actor.email())
        .param(Json.text(details))
        .update();
  }
}
