package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Interruption;
import ai.scailabs.scaicore.engine.Journal.Emission;
import ai.scailabs.scaicore.engine.Journal.Entry;
import ai.scailabs.scaicore.engine.Outcome;
import ai.scailabs.scaicore.identity.AuditedChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes what a run does, in as few transactions as the promises allow: the execution's row is
 * inserted by the first of them, and each asks whether the run still owns it.
 */
final class RunWriter {

  private static final String FOREIGN_KEY_VIOLATION = "23503";

  private final Ownership ownership;
  private final JournalRows journal;
  private final TransactionOperations transactions;
  private final List<Runnable> pending = new ArrayList<>();
  private Execution execution;
  private @Nullable AuditedChange creation;
  private volatile boolean lost;
  private volatile boolean closing;
  private volatile long confirmedAt = System.nanoTime();

  /**
   * @param creation to be written with the execution's row; null where that is in the database
   */
  RunWriter(
      Ownership ownership,
      JournalRows journal,
      TransactionOperations transactions,
      Execution execution,
      @Nullable AuditedChange creation) {
    this.ownership = ownership;
    this.journal = journal;
    this.transactions = transactions;
    this.execution = execution;
    this.creation = creation;
  }

  synchronized Execution execution() {
    return execution;
  }

  /** Whether the row is in the database. */
  synchronized boolean stored() {
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

  synchronized void add(Entry entry) {
    pending.add(entryOf(entry));
  }

  /** Adds an entry and its event, which no flush tears apart. */
  synchronized void add(Entry entry, Emission emission) {
    var write = entryOf(entry);
    pending.add(
        () -> {
          write.run();
          journal.addEvent(execution, emission);
        });
  }

  private Runnable entryOf(Entry entry) {
    return () -> journal.add(execution.tenantId(), execution.id(), execution.attempt(), entry);
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
      if (!ownership.holds(execution.tenantId(), execution.id(), execution.version())) {
        lost = true;
        throw new Interruption(new Outcome.Held());
      }
      renewed();
    }
  }

  /**
   * Runs statements in one transaction with everything gathered, while the execution is owned.
   *
   * @throws Interruption when it is not; nothing is written then
   */
  synchronized <T extends @Nullable Object> T commit(Supplier<T> statements) {
    var result = new ArrayList<T>(1);
    write(
        () -> {
          own();
          pending.forEach(Runnable::run);
          result.add(statements.get());
        },
        false);
    return result.getFirst();
  }

  private void own() {
    if (creation != null) {
      ownership.insert(execution, creation);
    } else if (!ownership.holds(execution.tenantId(), execution.id(), execution.version())) {
      throw new OwnershipLost();
    }
  }

  /** Makes the row and everything gathered durable. */
  synchronized void flush() {
    if (creation == null && pending.isEmpty()) {
      return;
    }
    write(
        () -> {
          own();
          pending.forEach(Runnable::run);
        },
        pending.isEmpty());
  }

  /**
   * Writes the state that the run has got to, with everything gathered.
   *
   * @param question writes the question that it waits for; nothing for other states
   */
  synchronized Execution end(Execution state, Runnable question) {
    write(
        () -> {
          if (creation != null) {
            ownership.insert(state, creation);
          } else if (!ownership.update(state)) {
            throw new OwnershipLost();
          }
          pending.forEach(Runnable::run);
          if (state.status() == ExecutionStatus.SUSPENDED) {
            question.run();
          }
        },
        pending.isEmpty() && state.status() != ExecutionStatus.SUSPENDED);
    execution = state;
    return state;
  }

  private void write(Runnable statements, boolean one) {
    try {
      if (one) {
        // One statement commits by itself.
        statements.run();
      } else {
        transactions.executeWithoutResult(status -> statements.run());
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

  /** A row that refers to one that is not there any more. */
  private static boolean isCoreGone(DataIntegrityViolationException e) {
    return e.getMostSpecificCause() instanceof SQLException sql
        && FOREIGN_KEY_VIOLATION.equals(sql.getSQLState());
  }

  /** Rolls a transaction back. */
  private static final class OwnershipLost extends RuntimeException {

    OwnershipLost() {
      super("the execution is owned by another run", null, false, false);
    }
  }
}
