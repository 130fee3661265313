package ai.scailabs.scaicore.notification;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
 * Takes what is due out of the outbox and has it delivered: by each channel some at once, of each
 * tenant some. Each replica looks every second, and at once where it has written something itself.
 * What a replica has taken and not brought to an end in time is due again.
 */
@Component
class Dispatcher implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Outbox outbox;
  private final Courier courier;
  private final NotificationProperties properties;
  private final Clock clock;
  private final List<Lane> lanes;
  private final Semaphore signals = new Semaphore(0);
  private volatile boolean running;
  private @Nullable Thread thread;

  Dispatcher(Outbox outbox, Courier courier, NotificationProperties properties, Clock clock) {
    this.outbox = outbox;
    this.courier = courier;
    this.properties = properties;
    this.clock = clock;
    this.lanes =
        List.of(
            // Longer than a try takes: a mail server may take its time with each recipient.
            new Lane(Channel.WEBHOOK, Duration.ofMinutes(2), properties.atOnce()),
            new Lane(Channel.MAIL, Duration.ofMinutes(15), properties.atOnce()));
  }

  /** What is under way by a channel, in numbers of each tenant. */
  private record Lane(
      Channel channel, Duration lease, Semaphore room, Map<String, Integer> underWay) {

    Lane(Channel channel, Duration lease, int atOnce) {
      this(channel, lease, new Semaphore(atOnce), new ConcurrentHashMap<>());
    }

    void begins(Delivery delivery) {
      underWay.merge(delivery.tenantId(), 1, Integer::sum);
    }

    void ends(Delivery delivery) {
      underWay.computeIfPresent(delivery.tenantId(), (_, n) -> n == 1 ? null : n - 1);
      room.release();
    }
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
        if (lanes.stream().mapToInt(this::look).sum() == 0) {
          signals.tryAcquire(LOOK.toNanos(), TimeUnit.NANOSECONDS);
          signals.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Sets off what is due and finds room; answers how many that were. */
  private int look(Lane lane) {
    int free = lane.room().drainPermits();
    int taken = 0;
    try {
      taken = free == 0 ? 0 : setOff(lane, free);
    } catch (RuntimeException e) {
      log.warn("notifications cannot be looked up for the moment: {}", e.getMessage());
    } finally {
      lane.room().release(free - taken);
    }
    return taken;
  }

  private int setOff(Lane lane, int free) {
    var now = clock.instant();
    var claimed =
        outbox.claim(
            lane.channel(),
            now,
            now.plus(lane.lease()),
            free,
            properties.perTenant(),
            Map.copyOf(lane.underWay()));
    for (var delivery : claimed) {
      lane.begins(delivery);
      Thread.ofVirtual().name("notification-" + delivery.id()).start(() -> deliver(lane, delivery));
    }
    return claimed.size();
  }

  private void deliver(Lane lane, Delivery delivery) {
    try {
      courier.deliver(delivery);
    } catch (RuntimeException e) {
      // It is due again when its lease ends.
      log.warn("what came of the notification {} is not recorded: {}", delivery.id(), e.toString());
    } finally {
      lane.ends(delivery);
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
      long until = System.nanoTime() + PATIENCE.toNanos();
      for (var lane : lanes) {
        long left = Math.max(0, until - System.nanoTime());
        if (lane.room().tryAcquire(properties.atOnce(), left, TimeUnit.NANOSECONDS)) {
          lane.room().release(properties.atOnce());
        }
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
