package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.CoreCalls;
import ai.scailabs.scaicore.engine.EffectKind;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Journal;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.Execution.Parent;
import ai.scailabs.scaicore.web.Columns;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes results that executions wait for and that come from outside their runs: people's answers,
 * and what called Cores came to. Everything here is part of a transaction that is open.
 */
@Component
class Arrivals {

  private final JdbcClient jdbc;
  private final JournalRows journal;
  private final Ownership ownership;

  Arrivals(JdbcClient jdbc, JournalRows journal, Ownership ownership) {
    this.jdbc = jdbc;
    this.journal = journal;
    this.ownership = ownership;
  }

  /**
   * What a result has done.
   *
   * @param execution as it is now
   * @param moved whether it waited, and goes on now; otherwise it sees the result before it
   *     suspends
   */
  record Arrival(Execution execution, boolean moved) {

    /** Whether this replica is to run it. */
    boolean runsHere() {
      return moved && execution.status() == ExecutionStatus.RUNNING;
    }

    /** The instance whose next turn is to be given; null for none. */
    @Nullable String line() {
      return moved && execution.status() == ExecutionStatus.QUEUED
          ? execution.turn().queueKey()
          : null;
    }
  }

  /**
   * Records a result and, where the execution waits, makes it go on: it is owned by this replica
   * then, or waits for its turn, or for its Core. One that runs is told before it suspends.
   *
   * @return what it has done; empty when the attempt has ended, and nothing was recorded
   */
  Optional<Arrival> arrived(JournalRows.Row result) {
    return jdbc.sql(
            """
                with moved as (
                update mod_scaicore_executions e
                set status = case when not old.waits then e.status
                      when not old.runs then 'held'
                      when e.queue_key is not null then 'queued' else 'running' end,
                    signals = e.signals + 1,
                    version = case when old.waits then e.version + 1 else e.version end,
                    checkpoint_id = case when old.waits then null else e.checkpoint_id end,
                    wake_at = case when old.waits then null else e.wake_at end,
                    lease_owner = case when not old.waits then e.lease_owner
                      when old.runs and e.queue_key is null then ? end,
                    lease_expires_at = case when not old.waits then e.lease_expires_at
                      when old.runs and e.queue_key is null
                        then now() + make_interval(secs => ?) end
                from (
                  select o.id, o.status = 'suspended' as waits, c.status = 'running' as runs
                  from mod_scaicore_executions o
                  join mod_scaicore_cores c on c.tenant_id = o.tenant_id and c.id = o.core_id
                  where o.tenant_id = ? and o.id = ? and o.attempt = ?
                    and o.status not in ('completed', 'failed', 'cancelled')
                  for no key update of o) old
                where e.id = old.id
                returning e.*, old.waits),
                noted as (
                  insert into mod_scaicore_journal
                    (tenant_id, execution_id, attempt, step, kind, argument_hash, value,
                     state_s3_key, failure, started_at, recorded_at)
                  select tenant_id, id, attempt, ?, ?, ?, cast(? as json), ?, cast(? as json), ?,
                    clock_timestamp()
                  from moved)
                select * from moved
                """)
        .param(ownership.replica())
        .param(Ownership.LEASE.toSeconds())
        .param(result.tenantId())
        .param(result.executionId())
        .param(result.attempt())
        .param(result.entry().step())
        .param(result.entry().kind().word())
        .param(result.entry().argumentHash())
        .param(result.value())
        .param(result.key())
        .param(JournalRows.failure(result.entry()))
        .param(Columns.time(result.entry().startedAt()))
        .query((row, number) -> new Arrival(Executions.row(row, number), row.getBoolean("waits")))
        .optional();
  }

  /** Holds the row of a caller before that of what it called: always in this order. */
  void lock(Parent parent) {
    jdbc.sql("select 1 from mod_scaicore_executions where id = ? for no key update")
        .param(parent.id())
        .query(Integer.class)
        .optional();
  }

  /** Tells the caller of an execution what has become of it. */
  Optional<Arrival> childEnded(Execution child) {
    var result = result(child);
    return result == null ? Optional.empty() : arrived(result);
  }

  /** What its caller is told of an execution; null where no program called it. */
  JournalRows.@Nullable Row result(Execution child) {
    var parent = child.origin().parent();
    return parent == null
        ? null
        : journal.row(
            parent.tenantId(),
            child.origin().callPath().getLast(),
            parent.id(),
            parent.attempt(),
            result(child, parent));
  }

  private static Journal.Entry result(Execution child, Parent parent) {
    var output = child.output();
    return new Journal.Entry(
        parent.step() + CoreCalls.RESULT,
        EffectKind.CORE_RESULT,
        "",
        output == null ? null : Json.parse(output.text()),
        child.status() == ExecutionStatus.COMPLETED ? null : failure(child),
        child.createdAt());
  }

  private static Failure failure(Execution child) {
    var error = child.error();
    Map<String, @Nullable Object> details = error == null ? Map.of() : Json.object(error.text());
    return new Failure(
        Failure.CORE_CALL,
        child.status() == ExecutionStatus.CANCELLED
            ? "the called execution " + child.id() + " was cancelled"
            : "the called execution %s failed: %s %s"
                .formatted(child.id(), details.get("code"), details.get("message")),
        details,
        null);
  }
}
