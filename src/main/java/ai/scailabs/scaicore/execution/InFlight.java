package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.limits.QuotaExceeded;
import ai.scailabs.scaicore.limits.Quotas;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many executions of a Core have not ended, against its quota. */
@Component
class InFlight {

  private final Quotas quotas;
  private final JdbcClient jdbc;
  private final RunsHere here;

  InFlight(Quotas quotas, JdbcClient jdbc, RunsHere here) {
    this.quotas = quotas;
    this.jdbc = jdbc;
    this.here = here;
  }

  /** Fails with {@code QUOTA_EXCEEDED} where there is no room for one more. */
  void admit(RunnableCore core) {
    admit(core, 0);
  }

  /**
   * As {@link #admit(RunnableCore)}.
   *
   * @param drafted how many are about to begin together with it
   */
  void admit(RunnableCore core, int drafted) {
    quotas.roomForExecution(
        core.id(),
        bound -> stored(core.tenantId(), core.id(), bound) + unstored(core.id()) + drafted);
    var own = ResourceLimits.executions(core.resourceLimits());
    if (own != null
        && stored(core.tenantId(), core.id(), own) + unstored(core.id()) + drafted >= own) {
      throw new QuotaExceeded(
          "%d executions of this Core are in flight, as many as its resource_limits.max_executions allows; wait for some to end, or cancel some."
              .formatted(own));
    }
  }

  /** Index: mod_scaicore_executions_in_flight. */
  private long stored(String tenantId, String coreId, long bound) {
    return jdbc.sql(
            """
            select count(*) from (
              select from mod_scaicore_executions
              where tenant_id = ? and core_id = ?
                and status not in ('completed', 'failed', 'cancelled')
              limit ?) t\
            """)
        .params(tenantId, coreId, bound)
        .query(Long.class)
        .single();
  }

  /**
   * Those that run here and have had no reason to be stored so far. Another replica's are not seen;
   * they either end soon or are stored.
   */
  private long unstored(String coreId) {
    return here.all().stream()
        .filter(run -> !run.stored() && run.execution().coreId().equals(coreId))
        .count();
  }
}
