package ai.scailabs.scaicore.execution;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/** Tells when executions have come to rest, on whatever replica they run. */
@Component
class LastingStates {

  /** As long as a caller waits for an answer. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Executions executions;
  private final Clock clock;

  LastingStates(Executions executions, Clock clock) {
    this.executions = executions;
    this.clock = clock;
  }

  /** The next lasting state of an execution; as it is after a minute where it gets to none. */
  CompletableFuture<Execution> of(Execution execution) {
    return isUnderWay(execution)
        ? CompletableFuture.supplyAsync(() -> watch(execution), Thread::startVirtualThread)
        : CompletableFuture.completedFuture(execution);
  }

  /** The lasting state that a run leads to. */
  CompletableFuture<Execution> of(Runner.Running running) {
    return running.result().thenCompose(this::of);
  }

  private Execution watch(Execution seen) {
    var patience = clock.instant().plus(PATIENCE);
    var execution = seen;
    while (isUnderWay(execution) && clock.instant().isBefore(patience)) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      execution = executions.find(seen.tenantId(), seen.id()).orElseThrow(ExecutionNotFound::new);
    }
    return execution;
  }

  private static boolean isUnderWay(Execution execution) {
    return execution.status() == ExecutionStatus.RUNNING
        || execution.status() == ExecutionStatus.QUEUED;
  }
}
