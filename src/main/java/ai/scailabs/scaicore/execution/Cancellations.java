package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.identity.AuditTrail;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Cancels executions and those that they called, with their open checkpoints; in the transaction
 * that is open. Whoever called is held before whom they called, as everywhere.
 */
@Component
class Cancellations {

  private final JdbcClient jdbc;
  private final OpenCheckpoints checkpoints;
  private final AuditTrail audit;
  private final Clock clock;

  Cancellations(JdbcClient jdbc, OpenCheckpoints checkpoints, AuditTrail audit, Clock clock) {
    this.jdbc = jdbc;
    this.checkpoints = checkpoints;
    this.audit = audit;
    this.clock = clock;
  }

  /** Cancels one that has not ended, and what it called. */
  List<Execution> cancel(Execution execution) {
    jdbc.sql(
            "select 1 from mod_scaicore_executions where tenant_id = ? and id = ? for no key update")
        .params(execution.tenantId(), execution.id())
        .query(Integer.class)
        .optional();
    var ended = new ArrayList<Execution>(level("id", List.of(execution.id())));
    ended.addAll(below(List.of(execution.id())));
    return ended;
  }

  /**
   * Cancels what some executions called and, in turn, what that called. The callers are held, so
   * that they call nothing more.
   */
  List<Execution> below(Collection<String> callers) {
    var ended = new ArrayList<Execution>();
    var found = level("parent_id", callers);
    while (!found.isEmpty()) {
      ended.addAll(found);
      found = level("parent_id", found.stream().map(Execution::id).toList());
    }
    return ended;
  }

  private List<Execution> level(String column, Collection<String> ids) {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var ended =
        jdbc.sql(
                """
                update mod_scaicore_executions
                set status = 'cancelled', version = version + 1, ended_at = ?,
                    checkpoint_id = null, wake_at = null, lease_owner = null,
                    lease_expires_at = null
                where id in (
                  select id from mod_scaicore_executions
                  where %s = any(?) and status not in ('completed', 'failed', 'cancelled')
                  order by id for no key update)
                returning *
                """
                    .formatted(column))
            .params(Timestamp.from(now), ids.toArray(String[]::new))
            .query(Executions::row)
            .list();
    for (var e : ended) {
      checkpoints.close(e.tenantId(), e.id(), now);
      audit.record(e.tenantId(), "execution.cancel", e.id());
    }
    return ended;
  }
}
