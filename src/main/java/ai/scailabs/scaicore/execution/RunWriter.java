package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Interruption;
import ai.scailabs.scaicore.engine.Journal.Emission;
import ai.scailabs.scaicore.engine.Journal.Entry;
import ai.scailabs.scaicore.engine.Outcome;
import ai.scailabs.scaicore.identity.AuditedChange;
import ai.scailabs.scaicore.web.Contended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Writes what a run does, in as few transactions as the promises allow: the execution's row is
 * inserted by the first of them, and each asks whether the run still owns it.
 */
final class RunWriter {

  private static final String FOREIGN_KEY_VIOLATION = "23503";
  private static final String TABLES = "mod_scaicore_";

  private final RunRows rows;
  private final List<Runnable> pending = new ArrayList<>();
  // Read by others while a run waits for the database, and not behind its lock.
  private volatile Execution execution;
  private volatile @Nullable AuditedChange creation;
  private volatile boolean lost;
  private volatile boolean closing;
  private final long begunAt = System.nanoTime();
  private volatile long confirmedAt = begunAt;
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * @param creation to be written with the execution's row; null where that is in the database
   */
  RunWriter(RunRows rows, Execution execution, @Nullable AuditedChange creation) {
    this.rows = rows;
    this.execution = execution;
    this.creation = creation;
  }

  Execution execution() {
    return execution;
  }

  /** Whether the row is in the database. */
  boolean stored() {
    return creation == null;
  }

  /** Whether somebody else owns the execution, or it is gone. */
  boolean lost() {
    return lost;
  }

  /** Notes that somebody else owns the execution: the run stops before its next block or effect. */
  void overtaken() {
    lost = true;
  }

  /** Makes the run stop before its next block or effect, because this replica closes. */
  void close() {
    closing = true;
  }

  boolean closing() {
    return closing;
  }

  /** How long ago the run began. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - begunAt);
  }

  /** Notes that the run is over, and what it came to is written. */
  void ended() {
    ended.countDown();
  }

  /** Waits for the end of the run, until it is of an age. */
  void awaitEnd(Duration age) {
    try {
      var ignored = ended.await(age.minus(age()).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void add(Entry entry) {
    var row = rows.journal().row(execution(), entry);
    later(() -> rows.journal().add(row));
  }

  /** Adds an entry and its event, which no flush tears apart. */
  void add(Entry entry, Emission emission) {
    var row = rows.journal().row(execution(), entry);
    later(
        () -> {
          rows.journal().add(row);
          rows.journal().addEvent(execution, emission);
        });
  }

  /** Adds statements to the next transaction. */
  synchronized void later(Runnable statements) {
    pending.add(statements);
  }

  synchronized int pending() {
    return pending.size();
  }

  /** Notes that the lease was renewed just now. */
  void renewed() {
    confirmedAt = System.nanoTime();
  }

  /** Makes everything durable, and asks for the lease where it may have run out. */
  synchronized void flushBeforeCall() {
    flush();
    if (System.nanoTime() - confirmedAt > Ownership.LEASE.toNanos() / 2) {
      if (!holds()) {
        lose();
      }
      renewed();
    }
  }

  /** Makes the row and everything gathered durable. */
  synchronized void flush() {
    if (creation == null && pending.isEmpty()) {
      return;
    }
    boolean inserts = creation != null;
    write(
        () -> {
          own();
          pending.forEach(Runnable::run);
        },
        pending.isEmpty());
    if (inserts) {
      reach(Failpoint.AFTER_INSERT);
    }
  }

  private void reach(Failpoint point) {
    rows.failpoints().reach(point);
  }

  /**
   * Runs statements in one transaction with everything gathered, while the execution is owned.
   *
   * @throws Interruption when it is not; nothing is written then
   */
  synchronized <T> T commit(Supplier<T> statements) {
    var result = new ArrayList<T>(1);
    write(
        () -> {
          own();
          pending.forEach(Runnable::run);
          result.add(statements.get());
        },
        false);
    return result.getLast();
  }

  private void own() {
    if (creation != null) {
      reach(Failpoint.ACCEPTED_BEFORE_INSERT);
      rows.ownership().insert(execution, creation, List.of());
    } else if (!holds()) {
      throw new OwnershipLost();
    }
  }

  private boolean holds() {
    return rows.ownership().holds(execution.tenantId(), execution.id(), execution.version());
  }

  /**
   * What has become of a run.
   *
   * @param execution with the status that it has in the database
   * @param caller what it means to the execution that called it
   */
  record Ended(Execution execution, Optional<Arrivals.Arrival> caller) {}

  /**
   * Writes the state that the run has got to, with everything gathered.
   *
   * @param questions writes the questions that it waits for; nothing for other states
   * @param redo of a failed one, the steps that a retry runs again
   */
  synchronized Ended end(Execution state, Runnable questions, List<String> redo) {
    var parent = state.status().ended() ? state.origin().parent() : null;
    var result = parent == null ? null : rows.arrivals().result(state);
    var now = Objects.requireNonNullElseGet(state.endedAt(), Instant::now);
    // Questions of its other branches may be open, that nobody waits for any more.
    boolean leaves =
        creation == null
            && (state.status() == ExecutionStatus.FAILED
                || state.status() == ExecutionStatus.CANCELLED);
    boolean waits =
        state.status() == ExecutionStatus.SUSPENDED || state.status() == ExecutionStatus.BREAKPOINT;
    var ended = new ArrayList<Ended>(1);
    write(
        () -> {
          if (parent != null) {
            rows.arrivals().lock(parent);
          }
          var status = state.status();
          if (creation != null) {
            rows.ownership().insert(state, creation, redo);
          } else {
            status = rows.ownership().update(state, redo).orElseThrow(OwnershipLost::new);
          }
          pending.forEach(Runnable::run);
          if (waits) {
            questions.run();
          }
          if (leaves) {
            rows.checkpoints().close(state.tenantId(), state.id(), now);
          }
          if (state.status() == ExecutionStatus.CANCELLED) {
            rows.cancellations().below(List.of(state.id()));
          }
          ended.add(
              new Ended(
                  status == state.status() ? state : state.queued(),
                  result == null ? Optional.empty() : rows.arrivals().arrived(result)));
          reach(waits ? Failpoint.BEFORE_SUSPEND_COMMIT : Failpoint.BEFORE_END_COMMIT);
        },
        pending.isEmpty() && !waits && parent == null && !leaves);
    execution = ended.getLast().execution();
    reach(waits ? Failpoint.AFTER_SUSPEND_COMMIT : Failpoint.AFTER_END_COMMIT);
    if (parent != null) {
      reach(Failpoint.CHILD_ENDED);
    }
    return ended.getLast();
  }

  private void write(Runnable statements, boolean one) {
    try {
      if (one) {
        // One statement commits by itself.
        statements.run();
      } else {
        Contended.retried(
            () -> {
              rows.transactions().executeWithoutResult(status -> statements.run());
              return statements;
            });
      }
    } catch (OwnershipLost | DuplicateKeyException e) {
      lose();
    } catch (DataIntegrityViolationException e) {
      if (!isCoreGone(e)) {
        throw e;
      }
      lose();
    }
    creation = null;
    pending.clear();
    renewed();
  }

  private void lose() {
    lost = true;
    throw new Interruption(new Outcome.Held());
  }

  /** A row of this module that refers to one that is not there any more; no queue's. */
  private static boolean isCoreGone(DataIntegrityViolationException e) {
    if (!(e.getMostSpecificCause() instanceof PSQLException sql)
        || !FOREIGN_KEY_VIOLATION.equals(sql.getSQLState())) {
      return false;
    }
    var about = sql.getServerErrorMessage();
    var constraint = about == null ? null : about.getConstraint();
    return constraint != null && constraint.startsWith(TABLES);
  }

  /** Rolls a transaction back. */
  private static final class OwnershipLost extends RuntimeException {

    OwnershipLost() {
      super("the execution is owned by another run", null, false, false);
    }
  }
}
