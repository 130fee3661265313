package ai.scailabs.scaicore.limits;

import ai.scailabs.scaicore.identity.Caller;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts the requests of known callers against the limit of their key and that of their tenant, and
 * refuses what is too much. Stands behind authentication and before the body is read. Requests of
 * nobody are not counted: behind a proxy all of them have one address, and to refuse that would be
 * to refuse everybody; a bad token costs one look-up by an index. What webhooks take is counted by
 * {@link TenantRequests}.
 */
@Component
@ConditionalOnBooleanProperty("scaicore.limits.enabled")
@Order(-10)
class RateLimitFilter extends OncePerRequestFilter {

  private final Meters meters;
  private final LimitsProperties limits;

  RateLimitFilter(Meters meters, LimitsProperties limits) {
    this.meters = meters;
    this.limits = limits;
  }

  /** A limit that was asked, and its answer. */
  private record Asked(Meter meter, ConsumptionProbe probe, String whose) {}

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var known = SecurityContextHolder.getContext().getAuthentication();
    if (known != null && known.getPrincipal() instanceof Caller caller) {
      count(known.getName(), caller.homeTenantId(), response);
    }
    chain.doFilter(request, response);
  }

  private void count(String credential, String tenantId, HttpServletResponse response) {
    var key = ask(credential, limits.requestsPerKey(), "Your API key, or you by other tokens,");
    refuse(key, response);
    // Their own tenant's, wherever they act: administrators use up nobody else's.
    var tenant = ask(tenantId, limits.requestsPerTenant(), "All users of your tenant together");
    if (tenant != null && !tenant.probe().isConsumed() && key != null) {
      key.meter().giveBack();
    }
    refuse(tenant, response);
    var tighter = tighter(key, tenant);
    if (tighter != null) {
      tell(tighter, response);
    }
  }

  private @Nullable Asked ask(String id, long limit, String whose) {
    if (limit == 0) {
      return null;
    }
    var meter = meters.of(id, limit);
    var probe = meter.take();
    meters.share(meter);
    return new Asked(meter, probe, whose);
  }

  private static void refuse(@Nullable Asked asked, HttpServletResponse response) {
    if (asked != null && !asked.probe().isConsumed()) {
      tell(asked, response);
      throw new RateLimited(
          asked.whose(),
          asked.meter().limit(),
          Duration.ofNanos(asked.probe().getNanosToWaitForRefill()));
    }
  }

  private static @Nullable Asked tighter(@Nullable Asked key, @Nullable Asked tenant) {
    if (key == null || tenant == null) {
      return key == null ? tenant : key;
    }
    return tenant.probe().getRemainingTokens() < key.probe().getRemainingTokens() ? tenant : key;
  }

  private static void tell(Asked asked, HttpServletResponse response) {
    var probe = asked.probe();
    response.setHeader("X-RateLimit-Limit", Long.toString(asked.meter().limit()));
    response.setHeader("X-RateLimit-Remaining", Long.toString(probe.getRemainingTokens()));
    response.setHeader("X-RateLimit-Reset", Long.toString(seconds(probe.getNanosToWaitForReset())));
  }

  private static long seconds(long nanos) {
    return Duration.ofNanos(nanos).plusMillis(999).toSeconds();
  }
}
