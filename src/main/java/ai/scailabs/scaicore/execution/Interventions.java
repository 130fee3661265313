package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.CoreStatus;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.execution.event.EventType;
import ai.scailabs.scaicore.execution.event.RuntimeEvents;
import ai.scailabs.scaicore.execution.log.LogLevel;
import ai.scailabs.scaicore.execution.log.Logs;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.Contended;
import ai.scailabs.scaicore.web.ErrorCode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Ends executions before their time, and gives failed ones another chance. */
@Service
public class Interventions {

  private final JdbcClient jdbc;
  private final Executions executions;
  private final RunnableCores cores;
  private final JournalRows journal;
  private final Ownership ownership;
  private final Arrivals arrivals;
  private final OpenCheckpoints checkpoints;
  private final Cancellations cancellations;
  private final InFlight inFlight;
  private final RunsHere here;
  private final Runner runner;
  private final TransactionOperations transactions;
  private final RuntimeEvents events;
  private final Logs logs;
  private final AuditTrail audit;
  private final Clock clock;

  Interventions(
      JdbcClient jdbc,
      Executions executions,
      RunnableCores cores,
      JournalRows journal,
      Ownership ownership,
      Arrivals arrivals,
      OpenCheckpoints checkpoints,
      Cancellations cancellations,
      InFlight inFlight,
      RunsHere here,
      Runner runner,
      TransactionOperations transactions,
      RuntimeEvents events,
      Logs logs,
      AuditTrail audit,
      Clock clock) {
    this.jdbc = jdbc;
    this.executions = executions;
    this.cores = cores;
    this.journal = journal;
    this.ownership = ownership;
    this.arrivals = arrivals;
    this.checkpoints = checkpoints;
    this.cancellations = cancellations;
    this.inFlight = inFlight;
    this.here = here;
    this.runner = runner;
    this.transactions = transactions;
    this.events = events;
    this.logs = logs;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Cancels an execution, those that it called and that have not ended, and their open checkpoints,
   * in one transaction. None of their blocks or effects begins later than two seconds after, on any
   * replica; a call in flight finishes. One that was cancelled before stays as it is.
   */
  Execution cancel(String tenantId, String id) {
    var found = get(tenantId, id);
    var told = new ArrayList<Arrivals.Arrival>();
    var ended =
        Contended.retried(
            () -> {
              told.clear();
              return Objects.requireNonNull(transactions.execute(status -> cancelled(found, told)));
            });
    for (var e : ended) {
      logs.say(e.run(), LogLevel.WARN, "execution cancelled", Map.of());
      here.overtaken(e.id());
      var instance = e.turn().queueKey();
      if (instance != null) {
        runner.admit(e.tenantId(), e.coreId(), instance);
      }
    }
    told.forEach(runner::goOn);
    return get(tenantId, id);
  }

  private List<Execution> cancelled(Execution found, List<Arrivals.Arrival> told) {
    // Whoever answers a checkpoint holds it before its execution.
    checkpoints.close(found.tenantId(), found.id(), clock.instant());
    var parent = found.origin().parent();
    if (parent != null) {
      arrivals.lock(parent);
    }
    var ended = cancellations.cancel(found);
    var itself = ended.stream().filter(e -> e.id().equals(found.id())).findFirst();
    if (itself.isEmpty() && !now(found).equals(ExecutionStatus.CANCELLED)) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "The execution has %s already; there is nothing to cancel.".formatted(now(found).word()));
    }
    itself.flatMap(arrivals::childEnded).ifPresent(told::add);
    return ended;
  }

  private ExecutionStatus now(Execution e) {
    return get(e.tenantId(), e.id()).status();
  }

  /**
   * Runs a failed execution again, on the program that it began with: what it had recorded stays
   * done, and it goes on from the effect that failed.
   */
  Execution retry(String tenantId, String id) {
    var found = get(tenantId, id);
    var core = cores.get(tenantId, found.coreId());
    if (core.status() != CoreStatus.RUNNING) {
      throw new CoreNotRunning(core.status());
    }
    inFlight.admit(core);
    var next = Objects.requireNonNull(transactions.execute(status -> again(found)));
    logs.say(next.run(), LogLevel.INFO, "execution is retried", Map.of("attempt", next.attempt()));
    var instance = next.turn().queueKey();
    if (instance == null) {
      runner.resume(next);
    } else {
      runner.admit(tenantId, next.coreId(), instance);
    }
    return get(tenantId, id);
  }

  private Execution again(Execution found) {
    var failed =
        jdbc.sql(
                """
                select * from mod_scaicore_executions
                where tenant_id = ? and id = ? and status = 'failed' for no key update
                """)
            .params(found.tenantId(), found.id())
            .query(Executions::row)
            .optional()
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorCode.CONFLICT,
                        "The execution is %s; only a failed one can be retried."
                            .formatted(now(found).word())));
    if (failed.origin().parent() != null) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "Execution %s called this one and knows that it failed; retry that one instead."
              .formatted(failed.origin().parent().id()));
    }
    journal.carryOver(failed);
    takeAlong(failed);
    events.note(
        EventType.INVOCATION_STARTED,
        failed.tenantId(),
        failed.coreId(),
        failed.id(),
        Map.of("attempt", failed.attempt() + 1));
    audit.record(failed.tenantId(), "execution.retry", failed.id());
    return jdbc.sql(
            """
            update mod_scaicore_executions
            set attempt = attempt + 1, version = version + 1, error = null, redo = null,
                ended_at = null, started_at = now(),
                status = case when queue_key is null then 'running' else 'queued' end,
                lease_owner = case when queue_key is null then ? end,
                lease_expires_at =
                  case when queue_key is null then now() + make_interval(secs => ?) end
            where tenant_id = ? and id = ?
            returning *
            """)
        .params(ownership.replica(), Ownership.LEASE.toSeconds(), failed.tenantId(), failed.id())
        .query(Executions::row)
        .single();
  }

  /** What the failed attempt called answers the next one; what has ended in between did so. */
  private void takeAlong(Execution failed) {
    var children =
        jdbc.sql(
                """
                update mod_scaicore_executions c set parent_attempt = c.parent_attempt + 1
                where c.parent_id = ? and c.parent_attempt = ?
                  and exists (
                    select from mod_scaicore_journal j
                    where j.execution_id = c.parent_id and j.attempt = c.parent_attempt + 1
                      and j.step = c.parent_step)
                returning *
                """)
            .params(failed.id(), failed.attempt())
            .query(Executions::row)
            .list();
    var known = journal.read(failed.tenantId(), failed.id(), failed.attempt() + 1).entries();
    for (var child : children) {
      var result = arrivals.result(child);
      if (child.status().ended() && result != null && !known.containsKey(result.entry().step())) {
        journal.add(result);
      }
    }
  }

  private Execution get(String tenantId, String id) {
    return executions.find(tenantId, id).orElseThrow(ExecutionNotFound::new);
  }
}
