package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.Core;
import ai.scailabs.scaicore.core.CoreDeletion;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What goes with a Core: its executions are cancelled, then removed; programs nobody needs go too.
 */
@Component
class DeletedCores implements CoreDeletion {

  private final JdbcClient jdbc;

  DeletedCores(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Takes the executions from their runs before the Core's row is locked against them. */
  @Override
  public void deleting(Core core) {
    jdbc.sql(
            """
            update mod_scaicore_executions
            set status = 'cancelled', version = version + 1, ended_at = now()
            where tenant_id = ? and core_id = ?
              and status not in ('completed', 'failed', 'cancelled')
            """)
        .params(core.tenantId(), core.id())
        .update();
    jdbc.sql("delete from mod_scaicore_executions where tenant_id = ? and core_id = ?")
        .params(core.tenantId(), core.id())
        .update();
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
