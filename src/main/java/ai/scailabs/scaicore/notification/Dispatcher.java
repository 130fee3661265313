package ai.scailabs.scaicore.notification;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes what is due out of the outbox and has it delivered, some at once, of each tenant some. Each
 * replica looks every second, and at once where it has written something itself. What a replica has
 * taken and not brought to an end within two minutes is due again.
 */
@Component
class Dispatcher implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  /** Longer than a try takes. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Outbox outbox;
  private final Courier courier;
  private final NotificationProperties properties;
  private final Clock clock;
  private final Semaphore room;
  private final Semaphore signals = new Semaphore(0);
  private final Map<String, Integer> underWay = new ConcurrentHashMap<>();
  private volatile boolean running;
  private @Nullable Thread thread;

  Dispatcher(Outbox outbox, Courier courier, NotificationProperties properties, Clock clock) {
    this.outbox = outbox;
    this.courier = courier;
    this.properties = properties;
    this.clock = clock;
    this.room = new Semaphore(properties.atOnce());
  }

  /** There may be something new. */
  void wake() {
    signals.release();
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofVirtual().name("notifications").start(this::run);
  }

  private void run() {
    while (running) {
      try {
        if (look() == 0) {
          signals.tryAcquire(LOOK.toNanos(), TimeUnit.NANOSECONDS);
          signals.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Sets off what is due and finds room; answers how many that were. */
  private int look() {
    int free = room.drainPermits();
    int taken = 0;
    try {
      taken = free == 0 ? 0 : setOff(free);
    } catch (RuntimeException e) {
      log.warn("notifications cannot be looked up for the moment: {}", e.getMessage());
    } finally {
      room.release(free - taken);
    }
    return taken;
  }

  private int setOff(int free) {
    int most = properties.perTenant();
    var full =
        underWay.entrySet().stream()
            .filter(tenant -> tenant.getValue() >= most)
            .map(Map.Entry::getKey)
            .toList();
    var now = clock.instant();
    var claimed = outbox.claim(now, now.plus(LEASE), free, most, full);
    for (var delivery : claimed) {
      underWay.merge(delivery.tenantId(), 1, Integer::sum);
      Thread.ofVirtual().name("notification-" + delivery.id()).start(() -> deliver(delivery));
    }
    return claimed.size();
  }

  private void deliver(Delivery delivery) {
    try {
      courier.deliver(delivery);
    } catch (RuntimeException e) {
      // It is due again when its lease ends.
      log.warn("what came of the notification {} is not recorded: {}", delivery.id(), e.toString());
    } finally {
      underWay.computeIfPresent(delivery.tenantId(), (_, n) -> n == 1 ? null : n - 1);
      room.release();
      wake();
    }
  }

  /** Takes no more, and waits a while for what is under way. */
  @Override
  public void stop() {
    running = false;
    wake();
    var stopping = thread;
    try {
      if (stopping != null) {
        stopping.join(PATIENCE);
      }
      if (room.tryAcquire(properties.atOnce(), PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        room.release(properties.atOnce());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
