package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Interruption;
import ai.scailabs.scaicore.engine.Journal.Emission;
import ai.scailabs.scaicore.engine.Journal.Entry;
import ai.scailabs.scaicore.engine.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes what a run does, in as few transactions as the promises allow: the execution's row is
 * inserted by the first of them, and each asks whether the run still owns it.
 */
final class RunWriter {

  private final Ownership ownership;
  private final JournalRows journal;
  private final TransactionOperations transactions;
  private final List<Runnable> pending = new ArrayList<>();
  private Execution execution;
  private boolean stored;
  private volatile boolean lost;
  private volatile boolean closing;

  RunWriter(
      Ownership ownership,
      JournalRows journal,
      TransactionOperations transactions,
      Execution execution,
      boolean stored) {
    this.ownership = ownership;
    this.journal = journal;
    this.transactions = transactions;
    this.execution = execution;
    this.stored = stored;
  }

  synchronized Execution execution() {
    return execution;
  }

  /** Whether the row is in the database. */
  synchronized boolean stored() {
    return stored;
  }

  /** Whether somebody else owns the execution, or it is gone. */
  boolean lost() {
    return lost;
  }

  /** Makes the run stop before its next block or effect, because this replica closes. */
  void close() {
    closing = true;
  }

  boolean closing() {
    return closing;
  }

  synchronized void add(Runnable write) {
    pending.add(write);
  }

  synchronized void add(Entry entry) {
    pending.add(
        () -> journal.add(execution.tenantId(), execution.id(), execution.attempt(), entry));
  }

  synchronized void add(Emission emission) {
    pending.add(() -> journal.addEvent(execution, emission.event(), emission.data()));
  }

  /** Makes the row and everything gathered durable. */
  synchronized void flush() {
    if (stored && pending.isEmpty()) {
      return;
    }
    write(
        () -> {
          if (!stored) {
            ownership.insert(execution);
          } else if (!ownership.holds(execution.tenantId(), execution.id(), execution.version())) {
            throw new OwnershipLost();
          }
          pending.forEach(Runnable::run);
        });
    stored = true;
    pending.clear();
  }

  /** Writes the state that the run has got to, with everything gathered. */
  synchronized Execution end(Execution state) {
    write(
        () -> {
          if (!stored) {
            ownership.insert(state);
          } else if (!ownership.update(state)) {
            throw new OwnershipLost();
          }
          pending.forEach(Runnable::run);
        });
    stored = true;
    pending.clear();
    execution = state;
    return state;
  }

  private void write(Runnable statements) {
    try {
      if (pending.isEmpty()) {
        // One statement commits by itself.
        statements.run();
      } else {
        transactions.executeWithoutResult(status -> statements.run());
      }
    } catch (OwnershipLost | DataIntegrityViolationException e) {
      // The step is recorded, the row is another's, or the Core is deleted.
      lost = true;
      throw new Interruption(new Outcome.Held());
    }
  }

  /** Rolls a transaction back. */
  private static final class OwnershipLost extends RuntimeException {

    OwnershipLost() {
      super("the execution is owned by another run", null, false, false);
    }
  }
}
