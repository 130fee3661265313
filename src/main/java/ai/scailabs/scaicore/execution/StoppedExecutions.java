package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.CoreStatus;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.engine.Debugging.Stepping;
import ai.scailabs.scaicore.engine.EffectKind;
import ai.scailabs.scaicore.engine.Journal;
import ai.scailabs.scaicore.engine.StepMode;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Makes executions go on that stopped at breakpoints. */
@Service
public class StoppedExecutions {

  private final JdbcClient jdbc;
  private final ExecutionService executions;
  private final RunnableCores cores;
  private final JournalRows journal;
  private final Ownership ownership;
  private final Waiting waiting;
  private final TransactionOperations transactions;
  private final AuditTrail audit;
  private final Failpoints failpoints;

  StoppedExecutions(
      JdbcClient jdbc,
      ExecutionService executions,
      RunnableCores cores,
      JournalRows journal,
      Ownership ownership,
      Waiting waiting,
      TransactionOperations transactions,
      AuditTrail audit,
      Failpoints failpoints) {
    this.jdbc = jdbc;
    this.executions = executions;
    this.cores = cores;
    this.journal = journal;
    this.ownership = ownership;
    this.waiting = waiting;
    this.transactions = transactions;
    this.audit = audit;
    this.failpoints = failpoints;
  }

  /**
   * Makes one go on, here or where its turn comes, and waits for what it comes to, at most 60 s.
   *
   * @throws ExecutionNotFound where the Core has no such execution
   */
  public Execution step(String tenantId, String coreId, String id, StepMode mode) {
    var found = executions.get(tenantId, id);
    if (!found.coreId().equals(coreId)) {
      throw new ExecutionNotFound();
    }
    var core = cores.get(tenantId, coreId);
    if (core.status() != CoreStatus.RUNNING) {
      throw new CoreNotRunning(core.status());
    }
    var next = Objects.requireNonNull(transactions.execute(status -> goesOn(found, mode)));
    failpoints.reach(Failpoint.AFTER_STEP_COMMIT);
    return waiting.on(tenantId, executions.underWay(next));
  }

  private Execution goesOn(Execution found, StepMode mode) {
    var stopped =
        jdbc.sql(
                """
                select * from mod_scaicore_executions
                where tenant_id = ? and id = ? and status = 'breakpoint' for no key update
                """)
            .params(found.tenantId(), found.id())
            .query(Executions::row)
            .optional()
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorCode.CONFLICT,
                        "The execution is %s; only one that stopped at a breakpoint can step."
                            .formatted(
                                executions.get(found.tenantId(), found.id()).status().word())));
    var stops = StoredStops.stops(stopped.turn().stops());
    for (var stop : stops) {
      journal.add(
          JournalRows.inline(
              stopped.tenantId(),
              stopped.id(),
              stopped.attempt(),
              new Journal.Entry(stop.passed(), EffectKind.BREAKPOINT, "", null, null)));
    }
    audit.record(stopped.tenantId(), "execution.step", stopped.id());
    return jdbc.sql(
            """
            update mod_scaicore_executions
            set version = version + 1, stops = null, stepping = cast(? as json),
                checkpoint_id = null, wake_at = null,
                status = case when queue_key is null then 'running' else 'queued' end,
                lease_owner = case when queue_key is null then ? end,
                lease_expires_at =
                  case when queue_key is null then now() + make_interval(secs => ?) end
            where tenant_id = ? and id = ?
            returning *
            """)
        .param(mode == StepMode.CONTINUE ? null : StoredStops.of(new Stepping(mode, stops)).text())
        .param(ownership.replica())
        .param(Ownership.LEASE.toSeconds())
        .param(stopped.tenantId())
        .param(stopped.id())
        .query(Executions::row)
        .single();
  }
}
