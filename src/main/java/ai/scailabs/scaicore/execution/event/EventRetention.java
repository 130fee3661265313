package ai.scailabs.scaicore.execution.event;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes events that were kept long enough, some at a time. */
@Component
class EventRetention {

  private static final int BATCH = 2_000;
  private static final int BATCHES = 500;

  private final EventRows rows;
  private final EventProperties properties;

  EventRetention(EventRows rows, EventProperties properties) {
    this.rows = rows;
    this.properties = properties;
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT5M")
  void sweep() {
    for (int i = 0; i < BATCHES; i++) {
      if (rows.removeOlderThan(properties.retention(), BATCH) < BATCH) {
        return;
      }
    }
  }
}
