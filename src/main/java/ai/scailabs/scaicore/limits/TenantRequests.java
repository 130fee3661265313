package ai.scailabs.scaicore.limits;

import java.time.Duration;
import org.springframework.stereotype.Component;

/** Counts requests that no caller is known of, but whose tenant is: they take of its limit. */
@Component
public class TenantRequests {

  private final Meters meters;
  private final LimitsProperties limits;

  TenantRequests(Meters meters, LimitsProperties limits) {
    this.meters = meters;
    this.limits = limits;
  }

  /** Counts one; fails with {@code RATE_LIMITED} where the tenant has sent as many as it may. */
  public void count(String tenantId) {
    int limit = limits.requestsPerTenant();
    if (!limits.enabled() || limit == 0) {
      return;
    }
    var meter = meters.of(tenantId, limit);
    var probe = meter.take();
    meters.share(meter);
    if (!probe.isConsumed()) {
      throw new RateLimited(
          "All users and webhooks of the tenant together",
          limit,
          Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }
}
