package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.checkpoint.Checkpoint;
import ai.scailabs.scaicore.checkpoint.CheckpointNotices;
import ai.scailabs.scaicore.web.RawJson;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes into the outbox, in the transaction of a checkpoint, what is to be told about it: one
 * statement, or none where the tenant has only the log. Source: {@code seeds/api-reference.md},
 * "POST /checkpoints/{checkpoint_id}/reassign" ("re-fires the notifier").
 */
@Component
class Notifier implements CheckpointNotices {

  private static final Logger log = LoggerFactory.getLogger(Notifier.class);

  private final TenantSettings settings;
  private final Outbox outbox;
  private final Dispatcher dispatcher;
  private final JsonMapper json;
  private final Clock clock;

  Notifier(
      TenantSettings settings, Outbox outbox, Dispatcher dispatcher, JsonMapper json, Clock clock) {
    this.settings = settings;
    this.outbox = outbox;
    this.dispatcher = dispatcher;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public void note(Checkpoint checkpoint, Why why) {
    NotifiedEvent.of(why).ifPresent(event -> note(checkpoint, event));
  }

  private void note(Checkpoint checkpoint, NotifiedEvent event) {
    var channels = settings.recent(checkpoint.tenantId()).fed(event);
    if (!channels.isEmpty()) {
      var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      var payload = json.writeValueAsString(Notice.of(checkpoint, event, now));
      outbox.add(checkpoint, event, channels, new RawJson(payload), now);
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            told(checkpoint, event, channels);
          }
        });
  }

  private void told(Checkpoint checkpoint, NotifiedEvent event, List<Channel> channels) {
    var assignee = checkpoint.assignee();
    log.info(
        "checkpoint {} of core {} in tenant {}: {}, for {}",
        checkpoint.id(),
        checkpoint.coreId(),
        checkpoint.tenantId(),
        event.word(),
        (assignee.kind().word() + " " + assignee.value()).strip());
    if (!channels.isEmpty()) {
      dispatcher.wake();
    }
  }
}
