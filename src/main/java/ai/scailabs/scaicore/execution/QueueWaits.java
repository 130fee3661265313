package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.EffectKind;
import ai.scailabs.scaicore.engine.Journal.Entry;
import ai.scailabs.scaicore.execution.MessageQueues.Queue;
import ai.scailabs.scaicore.execution.MessageQueues.Taken;
import ai.scailabs.scaicore.execution.MessageQueues.Wanted;
import ai.scailabs.scaicore.web.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The executions that wait for messages. A row counts as long as its execution is suspended under
 * the version that it had when the row was written: whatever moves the execution on ends all its
 * waiting, and whoever suspends it again writes its rows anew.
 */
@Component
class QueueWaits {

  private final JdbcClient jdbc;
  private final Semaphore nudges = new Semaphore(0);

  QueueWaits(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A step that waits for a message.
   *
   * @param name scope and queue, as people know it
   */
  record Wait(Queue queue, String name, String step, String argumentHash) {}

  /** What an execution waits for, as people are shown it. */
  record Shown(String step, String name, int attempt, Instant since) {}

  /** A step of an execution that waits. */
  record Waiter(
      String tenantId,
      String executionId,
      int attempt,
      String step,
      String argumentHash,
      String queueName) {

    Entry failed(QueueRefused refused) {
      return new Entry(
          step, EffectKind.QUEUE_CONSUME, argumentHash, null, refused.about(queueName));
    }
  }

  /** Notes that an execution waits, after it was suspended in the transaction that is open. */
  void add(Execution execution, Wait wait) {
    jdbc.sql(
            """
            insert into mod_scaicore_queue_waits
              (tenant_id, execution_id, attempt, step, argument_hash, core_id, queue_id,
               queue_name, version, since)
            select tenant_id, id, attempt, ?, ?, core_id, ?, ?, version, clock_timestamp()
            from mod_scaicore_executions where tenant_id = ? and id = ?
            on conflict (execution_id, attempt, step) do update set
              version = excluded.version, queue_id = excluded.queue_id,
              queue_name = excluded.queue_name
            """)
        .params(
            wait.step(),
            wait.argumentHash(),
            wait.queue().id(),
            wait.name(),
            execution.tenantId(),
            execution.id())
        .update();
  }

  /** Who waits for what. Index: mod_scaicore_queue_waits_in_line. */
  List<Wanted> wanted() {
    return jdbc.sql("select distinct tenant_id, queue_id, core_id from mod_scaicore_queue_waits")
        .query(
            (row, number) ->
                new Wanted(new Queue(row.getString(1), row.getString(2)), row.getString(3)))
        .list();
  }

  /**
   * Who has waited longest for a message, held with its execution until the transaction ends; empty
   * where nobody waits whom no other holds. Index: mod_scaicore_queue_waits_in_line.
   */
  Optional<Waiter> next(Wanted wanted) {
    return jdbc.sql(
            """
            select w.tenant_id, w.execution_id, w.attempt, w.step, w.argument_hash, w.queue_name
            from mod_scaicore_queue_waits w
            join mod_scaicore_executions e on e.id = w.execution_id and e.version = w.version
              and e.status = 'suspended'
            join mod_scaicore_cores c on c.tenant_id = w.tenant_id and c.id = w.core_id
              and c.status = 'running'
            where w.tenant_id = ? and w.queue_id = ? and w.core_id = ?
            order by w.since, w.execution_id, w.step
            limit 1 for no key update of e, w skip locked
            """)
        .params(wanted.queue().tenantId(), wanted.queue().id(), wanted.consumer())
        .query(
            (row, number) ->
                new Waiter(
                    row.getString(1),
                    row.getString(2),
                    row.getInt(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6)))
        .optional();
  }

  /** What an execution waits for now, in the order in which it began to. */
  List<Shown> of(String tenantId, String executionId) {
    return jdbc.sql(
            """
            select w.step, w.queue_name, w.attempt, w.since
            from mod_scaicore_queue_waits w
            join mod_scaicore_executions e on e.id = w.execution_id and e.version = w.version
              and e.status in ('suspended', 'breakpoint')
            where e.tenant_id = ? and e.id = ?
            order by w.since, w.step
            """)
        .params(tenantId, executionId)
        .query(
            (row, number) ->
                new Shown(
                    row.getString(1),
                    row.getString(2),
                    row.getInt(3),
                    Columns.instant(row, "since")))
        .list();
  }

  void remove(Waiter waiter) {
    jdbc.sql(
            """
            delete from mod_scaicore_queue_waits
            where execution_id = ? and attempt = ? and step = ?
            """)
        .params(waiter.executionId(), waiter.attempt(), waiter.step())
        .update();
  }

  /** Removes rows that count no more: of executions that ended, or wait for something else now. */
  int removeStale() {
    return jdbc.sql(
            """
            delete from mod_scaicore_queue_waits w
            using mod_scaicore_executions e
            where e.id = w.execution_id
              and (e.status in ('completed', 'failed', 'cancelled') or e.attempt <> w.attempt
                or e.status = 'suspended' and e.version <> w.version)
            """)
        .update();
  }

  /** The entry of a message that was taken. */
  static Entry entry(String step, String argumentHash, Taken message) {
    var value = new LinkedHashMap<String, @Nullable Object>();
    value.put("message_id", message.messageId());
    value.put("message_type", message.messageType());
    value.put("body", message.body());
    value.put("correlation_id", message.correlationId());
    value.put("published_at", message.publishedAt().toString());
    return new Entry(step, EffectKind.QUEUE_CONSUME, argumentHash, value, null);
  }

  /** Says that a message may have come. */
  void lookSoon() {
    nudges.release();
  }

  /** Returns after a time, or once somebody says that a message may have come. */
  void awaitNudge(Duration most) throws InterruptedException {
    if (nudges.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
      nudges.drainPermits();
    }
  }
}
