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
  private final Cancellations cancellations;
  private final RunsHere here;
  private final Runner runner;

  DeletedCores(
      JdbcClient jdbc,
      Arrivals arrivals,
      Cancellations cancellations,
      RunsHere here,
      Runner runner) {
    this.cancellations = cancellations;
    this.jdbc = jdbc;
    this.arrivals = arrivals;
    this.here = here;
    this.runner = runner;
  }

  /** Takes the executions from their runs before the Core's row is locked against them. */
  @Override
  public void deleting(Core core) {
    // Instances are held before the executions that wait for them, callers before whom they called.
    jdbc.sql(
            """
            select 1 from mod_scaicore_instances where tenant_id = ? and core_id = ?
            order by instance_key for update
            """)
        .params(core.tenantId(), core.id())
        .query(Integer.class)
        .list();
    jdbc.sql(
            """
            select 1 from mod_scaicore_executions where id in (
              select parent_id from mod_scaicore_executions
              where tenant_id = ? and core_id = ? and parent_id is not null
                and status not in ('completed', 'failed', 'cancelled'))
            order by id for no key update
            """)
        .params(core.tenantId(), core.id())
        .query(Integer.class)
        .list();
    var called =
        jdbc.sql(
                """
                with cancelled as (
                  update mod_scaicore_executions
                  set status = 'cancelled', version = version + 1, ended_at = now()
                  where tenant_id = ? and core_id = ?
                    and status not in ('completed', 'failed', 'cancelled')
                  returning *)
                select * from cancelled where parent_id is not null
                """)
            .params(core.tenantId(), core.id())
            .query(Executions::row)
            .list();
    here.coreDeleted(core.id());
    var callers =
        jdbc.sql(
                """
                select distinct p.id from mod_scaicore_executions p
                join mod_scaicore_executions c on c.parent_id = p.id
                where p.tenant_id = ? and p.core_id = ?
                  and c.status not in ('completed', 'failed', 'cancelled')
                """)
            .params(core.tenantId(), core.id())
            .query((row, number) -> row.getString(1))
            .list();
    cancellations.below(callers).forEach(e -> here.overtaken(e.id()));
    for (var e : called) {
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
