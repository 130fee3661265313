package ai.scailabs.scaicore.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One limit of one caller: a bucket in this process, which answers, and one in the database, which
 * all replicas share. What was taken here is told to the shared one now and then, and what is left
 * there is then what is left here. Between two such meetings each replica goes by itself, so that
 * together they let through a little more than the limit: what comes in in {@link #APART}, or a
 * hundredth of the limit, on each of the others.
 */
final class Meter {

  /** How long a meter that is in use goes without the shared bucket. */
  static final Duration APART = Duration.ofSeconds(1);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final long limit;
  private final Bucket here;
  private final Bucket shared;
  private final AtomicLong untold = new AtomicLong();
  private final AtomicBoolean meeting = new AtomicBoolean();
  private volatile boolean alone;
  private volatile long metAt = System.nanoTime() - APART.toNanos();

  /**
   * @param limit requests a minute, all of which may come at once
   * @param shared a bucket of {@link #configuration}
   */
  Meter(long limit, Bucket shared) {
    this.limit = limit;
    this.shared = shared;
    here = Bucket.builder().addLimit(l -> l.capacity(limit).refillGreedy(limit, MINUTE)).build();
  }

  static BucketConfiguration configuration(long limit) {
    return BucketConfiguration.builder()
        .addLimit(l -> l.capacity(limit).refillGreedy(limit, MINUTE))
        .build();
  }

  long limit() {
    return limit;
  }

  /** Counts a request. */
  ConsumptionProbe take() {
    var probe = here.tryConsumeAndReturnRemaining(1);
    if (probe.isConsumed()) {
      untold.incrementAndGet();
    }
    return probe;
  }

  /** Takes back a request that another limit refused. */
  void giveBack() {
    here.addTokens(1);
    untold.decrementAndGet();
  }

  /** Whether it is time to meet the shared bucket, which the caller is then to do. */
  boolean isDue() {
    boolean much = !alone && untold.get() >= Math.max(1, limit / 100);
    boolean due = much || System.nanoTime() - metAt >= APART.toNanos();
    return due && meeting.compareAndSet(false, true);
  }

  /** Leaves a meeting that was due for later. */
  void skip() {
    meeting.set(false);
  }

  /** Tells the shared bucket what was taken here, and hears what is left. */
  void meet() {
    // What was given back after it was told is kept, and counts against what is taken next.
    long told = Math.max(0, untold.getAndUpdate(count -> Math.min(count, 0)));
    alone = true;
    try {
      long left = takeShared(told);
      alone = false;
      long own = left - untold.get() - here.getAvailableTokens();
      if (own > 0) {
        here.addTokens(own);
      } else if (own < 0) {
        here.tryConsumeAsMuchAsPossible(-own);
      }
    } finally {
      if (alone) {
        keep(told);
      }
      metAt = System.nanoTime();
      meeting.set(false);
    }
  }

  /** Leaves it for the next meeting; what has come back meanwhile is not missing to anybody. */
  private void keep(long told) {
    long missing = limit - here.getAvailableTokens();
    untold.updateAndGet(count -> Math.min(count + told, Math.max(count, missing)));
  }

  private long takeShared(long tokens) {
    if (tokens == 0) {
      return shared.getAvailableTokens();
    }
    var probe = shared.tryConsumeAndReturnRemaining(tokens);
    if (!probe.isConsumed()) {
      shared.tryConsumeAsMuchAsPossible(tokens);
      return 0;
    }
    return probe.getRemainingTokens();
  }
}
