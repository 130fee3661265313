package ai.scailabs.scaicore.provider;

import ai.scailabs.scaicore.provider.ModelCallFailed.Reason;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/** How many calls each tenant has under way: one whose servers hang takes no room from others. */
final class TenantCalls {

  private static final Duration LATER = Duration.ofSeconds(1);

  private final int most;
  private final ConcurrentHashMap<String, Integer> underWay = new ConcurrentHashMap<>();

  TenantCalls(int most) {
    this.most = most;
  }

  /** A call under way, until it is closed; fails with {@link ModelCallFailed}. */
  Call enter(String tenantId) {
    int count = underWay.merge(tenantId, 1, Integer::sum);
    var call = new Call(tenantId);
    if (count > most) {
      call.close();
      throw new ModelCallFailed(
          Reason.LIMITED,
          "The tenant has " + most + " calls to model servers under way; wait for one to end.",
          LATER);
    }
    return call;
  }

  /** A call under way. */
  final class Call implements AutoCloseable {

    private final String tenantId;

    private Call(String tenantId) {
      this.tenantId = tenantId;
    }

    @Override
    public void close() {
      underWay.computeIfPresent(tenantId, (_, count) -> count == 1 ? null : count - 1);
    }
  }
}
