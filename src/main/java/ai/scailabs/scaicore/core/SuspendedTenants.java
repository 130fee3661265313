package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.iam.TenantSuspension;
import ai.scailabs.scaicore.identity.AuditTrail;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Suspends the running Cores of a tenant that is suspended. Other replicas see it when they look
 * which of their engines still run.
 */
@Component
class SuspendedTenants implements TenantSuspension {

  private final Cores cores;
  private final EngineRegistry engines;
  private final List<CoreRuns> runs;
  private final AuditTrail audit;
  private final Clock clock;

  SuspendedTenants(
      Cores cores, EngineRegistry engines, List<CoreRuns> runs, AuditTrail audit, Clock clock) {
    this.cores = cores;
    this.engines = engines;
    this.runs = runs;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void suspended(String tenantId) {
    var running = cores.findLockedByTenantIdAndStatusOrderById(tenantId, CoreStatus.RUNNING);
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    for (var core : running) {
      core.make(Transition.SUSPEND, now);
      runs.forEach(port -> port.halted(core));
      audit.record(tenantId, "core.suspend", core.id());
    }
    cores.flush();
    unregisterAfterCommit(running.stream().map(Core::id).toList());
  }

  private void unregisterAfterCommit(List<String> ids) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            ids.forEach(engines::unregister);
          }
        });
  }
}
