package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Journal;
import org.springframework.stereotype.Component;

/** Carries executions on that got an answer. */
@Component
public class Continuation {

  private final Arrivals arrivals;
  private final Runner runner;

  Continuation(Arrivals arrivals, Runner runner) {
    this.arrivals = arrivals;
    this.runner = runner;
  }

  /**
   * Records an answer in the journal and makes the execution go on, or wait for its turn or its
   * Core; in the transaction that is open.
   *
   * @return what to do after the commit
   */
  public Runnable answered(String tenantId, String executionId, int attempt, Journal.Entry answer) {
    var arrival = arrivals.arrived(JournalRows.inline(tenantId, executionId, attempt, answer));
    return () -> arrival.ifPresent(runner::goOn);
  }
}
