package ai.scailabs.scaicore.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Refuses what would be more than a tenant, or a Core, may have. Who keeps the things counts them;
 * here it is decided when they must be counted.
 */
@Component
public class Quotas {

  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Duration FULL = Duration.ofMillis(100);

  /** With so little room left, or less than a tenth of the quota, nothing goes uncounted. */
  private static final long LITTLE = 16;

  private final LimitsProperties limits;
  private final JdbcClient jdbc;
  private final Cache<String, Flight> flights =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterAccess(FRESH.multipliedBy(12)).build();

  Quotas(LimitsProperties limits, JdbcClient jdbc) {
    this.limits = limits;
    this.jdbc = jdbc;
  }

  /** What was counted when, and how many were started since. */
  private record Flight(long counted, long nanos, AtomicLong started) {

    Flight(long counted) {
      this(counted, System.nanoTime(), new AtomicLong());
    }

    boolean isOlderThan(Duration age) {
      return System.nanoTime() - nanos > age.toNanos();
    }
  }

  /**
   * Fails where the tenant has as many Cores as it may. Near the quota, callers wait for each
   * other's transactions to end, so that it is exact unless they come by the hundred.
   *
   * @param count how many Cores the tenant has, counted up to a bound
   * @throws QuotaExceeded when there is no room for one more
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void roomForCore(String tenantId, LongUnaryOperator count) {
    long quota = limits.coresPerTenant();
    if (!limits.enabled() || quota == 0 || isFar(count.applyAsLong(quota), quota)) {
      return;
    }
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 1))")
        .param(tenantId)
        .query()
        .singleRow();
    if (count.applyAsLong(quota) >= quota) {
      throw new QuotaExceeded(
          "The tenant has %d Cores, as many as it may; delete one, or ask for a higher quota."
              .formatted(quota));
    }
  }

  /**
   * Fails where as many executions of the Core are in flight as may be. Far from the quota they are
   * counted every few seconds; near it, at each start. What starts at the same moment, here or on
   * another replica, does not see each other and may go over it by as many.
   *
   * @param count how many executions are in flight, counted up to a bound
   * @throws QuotaExceeded when there is no room for one more
   */
  public void roomForExecution(String coreId, LongUnaryOperator count) {
    long quota = limits.executionsPerCore();
    if (!limits.enabled() || quota == 0) {
      return;
    }
    var flight = flights.getIfPresent(coreId);
    if (flight == null || mustCount(flight, quota)) {
      flight = new Flight(count.applyAsLong(quota));
      flights.put(coreId, flight);
    }
    if (flight.counted() >= quota) {
      throw new QuotaExceeded(
          "%d executions of this Core are in flight, as many as may be; wait for some to end, or cancel some."
              .formatted(quota));
    }
    flight.started().incrementAndGet();
  }

  /** A flood of starts at a full Core is not counted one by one. */
  private static boolean mustCount(Flight flight, long quota) {
    if (flight.counted() >= quota) {
      return flight.isOlderThan(FULL);
    }
    return flight.isOlderThan(FRESH) || !isFar(flight.counted() + flight.started().get(), quota);
  }

  private static boolean isFar(long count, long quota) {
    return quota - count > Math.max(LITTLE, quota / 10);
  }
}
