package ai.scailabs.scaicore.checkpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Waits for the times of checkpoints. A checkpoint's row is its own timer, written and closed in
 * the transactions of the checkpoint; each replica looks every second what falls due within the
 * next one, and does it on the dot.
 */
@Component
class CheckpointTimers implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(CheckpointTimers.class);

  private static final Duration AHEAD = Duration.ofSeconds(1);
  private static final int BATCH = 200;

  /** How many things happen at once. */
  private static final int HANDS = 4;

  private final DueCheckpoints due;
  private final Timeouts timeouts;
  private final Clock clock;
  private volatile CountDownLatch ending = new CountDownLatch(1);
  private @Nullable Thread thread;

  CheckpointTimers(DueCheckpoints due, Timeouts timeouts, Clock clock) {
    this.due = due;
    this.timeouts = timeouts;
    this.clock = clock;
  }

  @Override
  public void start() {
    ending = new CountDownLatch(1);
    thread = Thread.ofVirtual().name("checkpoint-timers").start(this::run);
  }

  private void run() {
    boolean goesOn = true;
    while (goesOn) {
      var looked = clock.instant();
      goesOn = look(looked) ? !ended() : sleptUntil(looked.plus(AHEAD));
    }
  }

  /** Does what falls due within a second; answers whether there may be more to be done at once. */
  private boolean look(Instant now) {
    try {
      var found = due.until(now.plus(AHEAD), BATCH);
      var moved = new AtomicBoolean();
      var hands = new Semaphore(HANDS);
      try (var helpers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var one : found) {
          if (sleptUntil(one.at())) {
            hands.acquireUninterruptibly();
            helpers.execute(
                () -> {
                  try {
                    if (happens(one)) {
                      moved.set(true);
                    }
                  } finally {
                    hands.release();
                  }
                });
          }
        }
      }
      return moved.get() && found.size() >= BATCH;
    } catch (RuntimeException e) {
      log.warn("timers of checkpoints cannot be looked up for the moment: {}", e.getMessage());
      return false;
    }
  }

  private boolean happens(DueCheckpoints.Due one) {
    try {
      timeouts.happen(one);
      return true;
    } catch (RuntimeException e) {
      // It stays due, and is tried again with the next look.
      log.warn("checkpoint {} could not be timed out: {}", one.id(), e.toString());
      return false;
    }
  }

  /** False when the service ends. */
  private boolean sleptUntil(Instant time) {
    try {
      long nanos = Math.max(0, Duration.between(clock.instant(), time).toNanos());
      return !ending.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private boolean ended() {
    return ending.getCount() == 0;
  }

  @Override
  public void stop() {
    ending.countDown();
    var stopping = thread;
    if (stopping == null) {
      return;
    }
    try {
      stopping.join(AHEAD.multipliedBy(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null && !ended();
  }
}
