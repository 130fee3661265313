package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.delegation.DelegableCores;
import ai.scailabs.scaicore.delegation.Delegation;
import ai.scailabs.scaicore.engine.Json;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** As whom Cores act, in their rows. */
@Component
class CoreDelegations implements DelegableCores {

  private final CoreService cores;
  private final JdbcClient jdbc;
  private final Clock clock;

  CoreDelegations(CoreService cores, JdbcClient jdbc, Clock clock) {
    this.cores = cores;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public Delegation delegation(String tenantId, String coreId) {
    return jdbc.sql(
            "select "
                + StoredDelegation.COLUMNS
                + " from mod_scaicore_cores where tenant_id = ? and id = ?")
        .params(tenantId, coreId)
        .query((row, number) -> StoredDelegation.of(row))
        .optional()
        .orElseThrow(() -> new CoreNotFound(coreId));
  }

  @Override
  public Delegation change(String tenantId, String coreId, UnaryOperator<Delegation> change) {
    return cores
        .change(
            tenantId,
            coreId,
            core -> {
              var changed = change.apply(core.delegation());
              core.actAs(
                  changed,
                  changed.active() ? Json.text(changed.scopes()) : null,
                  clock.instant().truncatedTo(ChronoUnit.MICROS));
            })
        .delegation();
  }
}
