package ai.scailabs.scaicore.checkpoint;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes what moved in inboxes once it was kept long enough, some at a time. */
@Component
class InboxRetention {

  private static final int BATCH = 5_000;
  private static final int BATCHES = 500;

  private final InboxChanges changes;
  private final CheckpointProperties properties;

  InboxRetention(InboxChanges changes, CheckpointProperties properties) {
    this.changes = changes;
    this.properties = properties;
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT6M")
  void sweep() {
    for (int i = 0; i < BATCHES; i++) {
      if (!changes.removeOlderThan(properties.streamRetention(), BATCH)) {
        return;
      }
    }
  }
}
