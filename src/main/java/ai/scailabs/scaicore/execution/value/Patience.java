package ai.scailabs.scaicore.execution.value;

import ai.scailabs.scaicore.storage.StorageFailed;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Asks the object store again while it is away: after {@code first}, then twice as long each time,
 * but never longer than {@code longest}.
 */
record Patience(int tries, Duration first, Duration longest) {

  /** About half a minute in all. */
  static final Patience USUAL = new Patience(10, Duration.ofMillis(50), Duration.ofSeconds(10));

  /**
   * What the store answers.
   *
   * @throws ValueStoreAway when it failed every time, or this process ends
   */
  <T> T ask(String what, Supplier<T> call) {
    var wait = first;
    for (int left = tries; ; left--) {
      try {
        return call.get();
      } catch (StorageFailed e) {
        if (left <= 1) {
          throw new ValueStoreAway(what, e);
        }
        pause(wait, what, e);
        var longer = wait.multipliedBy(2);
        wait = longer.compareTo(longest) > 0 ? longest : longer;
      }
    }
  }

  private static void pause(Duration wait, String what, StorageFailed failure) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ValueStoreAway(what, failure);
    }
  }
}
