package ai.scailabs.scaicore.notification;

import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes deliveries that were kept long enough, some at a time. */
@Component
class DeliveryRetention {

  private static final int BATCH = 2_000;
  private static final int BATCHES = 500;

  private final Outbox outbox;
  private final NotificationProperties properties;
  private final Clock clock;

  DeliveryRetention(Outbox outbox, NotificationProperties properties, Clock clock) {
    this.outbox = outbox;
    this.properties = properties;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT6M")
  void sweep() {
    var oldest = clock.instant().minus(properties.retention());
    for (int i = 0; i < BATCHES; i++) {
      if (outbox.removeBefore(oldest, BATCH) < BATCH) {
        return;
      }
    }
  }
}
