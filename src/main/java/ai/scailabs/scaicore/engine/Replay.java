package ai.scailabs.scaicore.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How far a run is in doing again what an earlier run did. It is over when the journal has nothing
 * more that was not asked for, or when the run has its first effect of its own.
 */
final class Replay {

  static final Duration LIMIT = Duration.ofSeconds(5);

  /** A pause of the process, or a wait for a turn, counts no more than this. */
  private static final long MOST_PER_CHECK = Duration.ofMillis(10).toNanos();

  private final Journal journal;
  private final LongSupplier nanos;
  private final boolean resumed;
  private final AtomicLong last;
  private final AtomicLong spent = new AtomicLong();
  private volatile boolean live;

  /**
   * @param nanos as {@link System#nanoTime}
   */
  Replay(Journal journal, LongSupplier nanos) {
    this.journal = journal;
    this.nanos = nanos;
    this.resumed = journal.size() > 0;
    this.last = new AtomicLong(nanos.getAsLong());
  }

  /** Whether an earlier run has left something: then it may have left open questions too. */
  boolean resumed() {
    return resumed;
  }

  boolean underWay() {
    return resumed && !live && journal.replaying();
  }

  /** Notes that the run does something for the first time. */
  void live() {
    live = true;
  }

  /** Ends a run that repeats for too long. */
  void check() {
    if (!underWay()) {
      return;
    }
    long now = nanos.getAsLong();
    long gap = Math.clamp(now - last.getAndSet(now), 0, MOST_PER_CHECK);
    if (spent.addAndGet(gap) > LIMIT.toNanos()) {
      throw new BlockFailed(
          Failure.LIMIT,
          "repeating what was recorded took more than 5 s; split the flow, or compute less between"
              + " its effects");
    }
  }
}
