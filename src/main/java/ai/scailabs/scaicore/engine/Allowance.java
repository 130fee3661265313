package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.Values;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What one run may have at once, all its branches together. Safe for use by them. */
final class Allowance {

  static final int MOST_ENTRIES = 10_000;
  static final int MOST_QUESTIONS = 1_000;
  static final long MOST_HELD = 64_000_000;

  /** The weight of one value that leaves the program, or that a variable holds. */
  static final long MOST_WEIGHT = 5_000_000;

  /** Beside the run's own thread. */
  private static final int MOST_THREADS = 255;

  private final AtomicInteger entries = new AtomicInteger();
  private final AtomicInteger questions = new AtomicInteger();
  private final AtomicLong held = new AtomicLong();
  private final Semaphore threads = new Semaphore(MOST_THREADS);

  /**
   * A value that is not too large.
   *
   * @param what whose value it is, for the message
   * @throws BlockFailed with {@code PAYLOAD_TOO_LARGE}
   */
  static <T extends @Nullable Object> T fitting(String what, T value) {
    if (Values.weight(value) > MOST_WEIGHT) {
      throw new BlockFailed(Failure.TOO_LARGE, what + " is larger than 5 MB; make it smaller");
    }
    return value;
  }

  /** Takes a place in the journal, which has so many entries. */
  void entry(int recorded) {
    int taken = entries.updateAndGet(before -> Math.max(before, recorded) + 1);
    if (taken > MOST_ENTRIES) {
      throw new BlockFailed(
          Failure.LIMIT,
          "an execution has at most 10,000 effects; split the work over several executions");
    }
  }

  /** Takes a place among the open questions. */
  void question() {
    if (questions.incrementAndGet() > MOST_QUESTIONS) {
      throw new BlockFailed(
          Failure.LIMIT,
          "an execution has at most 1,000 open questions; ask fewer at once, or over several"
              + " executions");
    }
  }

  /** Gives back the place of a question that did not stay open. */
  void settled() {
    questions.decrementAndGet();
  }

  /** Notes that variables hold more, or less, than before. */
  void hold(long weight) {
    if (weight != 0 && held.addAndGet(weight) > MOST_HELD && weight > 0) {
      held.addAndGet(-weight);
      throw new BlockFailed(
          Failure.LIMIT,
          "the variables of a run hold at most 64 MB together; keep less, or set what is not needed"
              + " any more to null");
    }
  }

  /** Whether one more branch may have a thread of its own; then it is to be ended. */
  boolean begin() {
    return threads.tryAcquire();
  }

  void end() {
    threads.release();
  }
}
