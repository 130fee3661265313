package ai.scailabs.scaicore.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Callers that need no look-up. An entry counts only while this replica is known to hear of every
 * change of the directory, and none has been heard of since before the entry was read; at any other
 * time each caller is looked up.
 */
@Component
class CallerCache {

  /** How long it is trusted that changes would have been heard of. */
  static final Duration TRUST = Duration.ofSeconds(15);

  private static final long NEVER = Long.MIN_VALUE;

  private final Cache<Key, Entry> entries =
      Caffeine.newBuilder().maximumSize(20_000).expireAfterWrite(Duration.ofMinutes(10)).build();
  private final AtomicLong generation = new AtomicLong();
  private final LongSupplier nanos;
  private volatile long heardAt = NEVER;

  /**
   * A caller and when their token ends; null: never.
   *
   * @param outOfReach whether the tenant that they want to act in is none that they administer;
   *     they are at home then
   * @param credential what their requests are counted by
   * @param expiresAt to be checked at each use
   * @param goodFor how long it may be kept; null: as long as the directory does not change
   */
  record Known(
      Caller caller,
      boolean outOfReach,
      String credential,
      @Nullable Instant expiresAt,
      @Nullable Duration goodFor) {}

  CallerCache() {
    this(System::nanoTime);
  }

  CallerCache(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The entry of a token's hash and a wanted tenant, looked up where there is none that counts. */
  Known get(byte[] hash, @Nullable String tenant, Supplier<Known> lookUp) {
    if (!hears()) {
      return lookUp.get();
    }
    var key = new Key(new String(hash, StandardCharsets.ISO_8859_1), tenant == null ? "" : tenant);
    long now = generation.get();
    var entry = entries.getIfPresent(key);
    if (entry != null && entry.generation() == now && isFresh(entry)) {
      return entry.known();
    }
    long lookedUpAt = nanos.getAsLong();
    var known = lookUp.get();
    entries.put(key, new Entry(now, lookedUpAt, known));
    return known;
  }

  /** This replica hears of changes, as of now. */
  void heard() {
    heardAt = nanos.getAsLong();
  }

  /** The directory has changed, or may have without our hearing. */
  void changed() {
    generation.incrementAndGet();
    entries.invalidateAll();
  }

  /** This replica hears of nothing from now on. */
  void deaf() {
    heardAt = NEVER;
    changed();
  }

  boolean hears() {
    long at = heardAt;
    return at != NEVER && nanos.getAsLong() - at < TRUST.toNanos();
  }

  private boolean isFresh(Entry entry) {
    var goodFor = entry.known().goodFor();
    return goodFor == null || nanos.getAsLong() - entry.lookedUpAt() < goodFor.toNanos();
  }

  private record Key(String hash, String tenant) {}

  private record Entry(long generation, long lookedUpAt, Known known) {}
}
