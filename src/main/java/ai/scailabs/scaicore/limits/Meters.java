package ai.scailabs.scaicore.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The meters in use. No request waits for the database: meters meet their shared buckets in threads
 * of their own, two at a time. While the database fails, each replica limits by itself.
 */
@Component
class Meters {

  private static final Logger log = LoggerFactory.getLogger(Meters.class);

  /** A bucket is full again after a minute, and so as good as a new one. */
  private static final Duration FORGET = Duration.ofMinutes(5);

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int BATCH = 1000;

  private final Cache<String, Meter> meters =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterAccess(FORGET).build();
  private final PostgreSQLSelectForUpdateBasedProxyManager<String> shared;
  private final Semaphore meetings = new Semaphore(2);
  private volatile boolean failing;
  private volatile long failedAt;

  Meters(DataSource dataSource) {
    shared =
        Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
            .primaryKeyMapper(PrimaryKeyMapper.STRING)
            .table("scaigrid_rate_buckets")
            .idColumn("id")
            .stateColumn("state")
            .expiresAtColumn("expires_at")
            .requestTimeout(LIMIT)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(FORGET))
            .build();
  }

  /**
   * The meter of an API key, user or tenant.
   *
   * @param limit requests a minute; another limit is another meter
   */
  Meter of(String id, long limit) {
    return meters.get(
        id + "@" + limit,
        key -> new Meter(limit, shared.builder().build(key, () -> Meter.configuration(limit))));
  }

  /** Lets a meter that was used meet its shared bucket, where it is time to. */
  void share(Meter meter) {
    boolean paused = failing && System.nanoTime() - failedAt < PAUSE.toNanos();
    if (paused || !meter.isDue()) {
      return;
    }
    if (meetings.tryAcquire()) {
      Thread.startVirtualThread(() -> meet(meter));
    } else {
      meter.skip();
    }
  }

  private void meet(Meter meter) {
    try {
      meter.meet();
      if (failing) {
        failing = false;
        log.info("Rate limits are shared between replicas again");
      }
    } catch (RuntimeException e) {
      failedAt = System.nanoTime();
      if (!failing) {
        failing = true;
        log.warn(
            "Rate limits are not shared between replicas, each limits by itself: {}", e.toString());
      }
    } finally {
      meetings.release();
    }
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT10M")
  void removeExpired() {
    while (shared.removeExpired(BATCH) == BATCH) {
      log.debug("removed {} expired buckets", BATCH);
    }
  }
}
