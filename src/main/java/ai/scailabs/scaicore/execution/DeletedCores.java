package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.Core;
import ai.scailabs.scaicore.core.CoreDeletion;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What goes with a Core: its executions are cancelled, then removed; programs nobody needs go too.
 */
@Component
class DeletedCores implements CoreDeletion {

  private final JdbcClient jdbc;
  private final Arrivals arrivals;
  private final RunsHere here;
  private final Runner runner;

  DeletedCores(JdbcClient jdbc, Arrivals arrivals, RunsHere here, Runner runner) {
    this.jdbc = jdbc;
    this.arrivals = arrivals;
    this.here = here;
    this.runner = runner;
  }

  /** Takes the executions from their runs before the Core's row is locked against them. */
  @Override
  public void deleting(Core core) {
    var cancelled =
        jdbc.sql(
                """
                update mod_scaicore_executions
                set status = 'cancelled', version = version + 1, ended_at = now()
                where tenant_id = ? and core_id = ?
                  and status not in ('completed', 'failed', 'cancelled')
                returning *
                """)
            .params(core.tenantId(), core.id())
            .query(Executions::row)
            .list();
    for (var e : cancelled) {
      here.overtaken(e.id());
      arrivals.childEnded(e).ifPresent(this::goOnAfterCommit);
    }
    jdbc.sql("delete from mod_scaicore_executions where tenant_id = ? and core_id = ?")
        .params(core.tenantId(), core.id())
        .update();
  }

  private void goOnAfterCommit(Arrivals.Arrival arrival) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            runner.goOn(arrival);
          }
        });
  }

  @Scheduled(fixedDelayString = "PT6H", initialDelayString = "PT30M")
  void forgetPrograms() {
    jdbc.sql(
            """
            delete from mod_scaicore_programs p
            where p.created_at < now() - interval '1 day'
              and not exists (
                select from mod_scaicore_cores c
                where c.tenant_id = p.tenant_id and c.program_hash = p.hash)
              and not exists (
                select from mod_scaicore_executions e
                where e.tenant_id = p.tenant_id and e.program_hash = p.hash)
            """)
        .update();
  }
}
