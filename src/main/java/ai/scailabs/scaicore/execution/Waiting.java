package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Interruption;
import ai.scailabs.scaicore.web.ApiException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** Waits for executions on behalf of callers. */
@Component
public class Waiting {

  private final ExecutionService executions;

  Waiting(ExecutionService executions) {
    this.executions = executions;
  }

  /**
   * The state that an execution gets to, waiting at most 60 s; after that, as it is by then, in the
   * database and so not lost.
   */
  public Execution on(String tenantId, ExecutionService.Started started) {
    try {
      return started.result().get().get(LastingStates.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return kept(tenantId, started);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return kept(tenantId, started);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ApiException known -> throw known;
        case RuntimeException other -> throw other;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** The execution as it is now, which is made durable. */
  Execution kept(String tenantId, ExecutionService.Started started) {
    try {
      started.keep().run();
    } catch (Interruption e) {
      // Another run owns it by now, and has stored it.
    }
    return executions.get(tenantId, started.executionId());
  }
}
