package ai.scailabs.scaicore.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallerCacheTests {

  private final AtomicLong nanos = new AtomicLong(5);
  private final CallerCache cache = new CallerCache(nanos::get);
  private final AtomicInteger lookUps = new AtomicInteger();
  private @Nullable Duration goodFor;

  @Test
  void everyCallerIsLookedUpWhileChangesAreNotHeardOf() {
    assertThat(lookUpsOf(3)).isEqualTo(3);
    cache.heard();
    assertThat(lookUpsOf(3)).isEqualTo(1);
    cache.deaf();
    assertThat(lookUpsOf(3)).isEqualTo(3);
  }

  @Test
  void aChangeForgetsEverybody() {
    cache.heard();
    lookUpsOf(1);
    cache.changed();
    assertThat(lookUpsOf(3)).isEqualTo(1);
  }

  @Test
  void whatWasReadBeforeAChangeIsNotKeptAfterIt() {
    cache.heard();
    cache.get(
        new byte[] {1},
        null,
        () -> {
          cache.changed();
          return known();
        });
    assertThat(lookUpsOf(2)).isEqualTo(1);
  }

  @Test
  void aLongSilenceIsNotTrusted() {
    cache.heard();
    lookUpsOf(1);
    nanos.addAndGet(CallerCache.TRUST.toNanos());
    assertThat(lookUpsOf(2)).isEqualTo(2);
    cache.heard();
    assertThat(lookUpsOf(2)).isZero();
  }

  @Test
  void theSameTokenInAnotherTenantIsAnotherCaller() {
    cache.heard();
    lookUpsOf(1);
    lookUps.set(0);
    cache.get(new byte[] {1}, "other", this::known);
    cache.get(new byte[] {2}, null, this::known);
    assertThat(lookUps).hasValue(2);
  }

  @Test
  void aCallerWhoIsGoodForAWhileIsLookedUpAgainAfterIt() {
    goodFor = Duration.ofSeconds(3);
    cache.heard();
    assertThat(lookUpsOf(2)).isEqualTo(1);
    nanos.addAndGet(goodFor.toNanos() - 1);
    assertThat(lookUpsOf(2)).isZero();
    nanos.addAndGet(1);
    assertThat(lookUpsOf(2)).isEqualTo(1);
  }

  private int lookUpsOf(int times) {
    lookUps.set(0);
    for (int i = 0; i < times; i++) {
      cache.get(new byte[] {1}, null, this::known);
    }
    return lookUps.get();
  }

  private CallerCache.Known known() {
    lookUps.incrementAndGet();
    var named = new Caller.Named("id", "slug");
    return new CallerCache.Known(
        new Caller(
            "usr_1",
            "a@b",
            named,
            named,
            "id",
            "id",
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Optional.empty()),
        false,
        "key_1",
        null,
        goodFor);
  }
}
