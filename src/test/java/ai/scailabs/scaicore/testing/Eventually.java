package ai.scailabs.scaicore.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again until something is as it will be. */
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Eventually() {}

  /** The first value that fits; fails, showing the last, when none comes. */
  public static <T> T get(Supplier<T> look, Predicate<T> fits) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    var value = look.get();
    while (!fits.test(value)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never came; last seen: " + value);
      }
      LockSupport.parkNanos(20_000_000);
      value = look.get();
    }
    return value;
  }
}
