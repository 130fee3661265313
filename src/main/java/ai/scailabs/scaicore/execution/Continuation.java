package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.engine.Journal;
import org.springframework.stereotype.Component;

/** Carries executions on whose question was answered. */
@Component
public class Continuation {

  private final RunnableCores cores;
  private final Ownership ownership;
  private final JournalRows journal;
  private final Runner runner;

  Continuation(RunnableCores cores, Ownership ownership, JournalRows journal, Runner runner) {
    this.cores = cores;
    this.ownership = ownership;
    this.journal = journal;
    this.runner = runner;
  }

  /**
   * Records an answer in the journal and makes the execution run, or wait for its Core; in the
   * transaction that is open.
   *
   * @return what to do after the commit
   */
  public Runnable answered(
      String tenantId, String coreId, String executionId, int attempt, Journal.Entry answer) {
    journal.add(tenantId, executionId, attempt, answer);
    if (!cores.isRunning(tenantId, coreId)) {
      ownership.move(tenantId, executionId, ExecutionStatus.SUSPENDED, ExecutionStatus.HELD);
      return () -> {};
    }
    var taken = ownership.take(tenantId, executionId, ExecutionStatus.SUSPENDED);
    return () -> taken.ifPresent(runner::resume);
  }
}
