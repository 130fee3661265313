package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Journal;
import ai.scailabs.scaicore.execution.MessageQueues.Wanted;
import ai.scailabs.scaicore.execution.QueueWaits.Waiter;
import ai.scailabs.scaicore.web.Contended;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Brings messages to executions that wait for them. One transaction takes the message, puts it into
 * the journal of who has waited longest, and makes that go on; so each message goes to one, and is
 * lost by none. Every replica looks twice a second, and at once after its own programs have
 * published something.
 */
@Component
public class QueueDeliveries implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(QueueDeliveries.class);

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int AT_ONCE = 100;

  private final QueueWaits waits;
  private final ReachedQueues queues;
  private final Continuation continuation;
  private final TransactionOperations transactions;
  private final Failpoints failpoints;
  private volatile boolean running;
  private @Nullable Thread thread;

  QueueDeliveries(
      QueueWaits waits,
      ReachedQueues queues,
      Continuation continuation,
      TransactionOperations transactions,
      Failpoints failpoints) {
    this.waits = waits;
    this.queues = queues;
    this.continuation = continuation;
    this.transactions = transactions;
    this.failpoints = failpoints;
  }

  /** Looks at once; to be called after a message was committed, by who wants no delay. */
  public void lookSoon() {
    waits.lookSoon();
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofVirtual().name("queue-deliveries").start(this::run);
  }

  private void run() {
    try {
      while (running) {
        waits.awaitNudge(PAUSE);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      if (queues.isEmpty()) {
        return;
      }
      var wanted = waits.wanted();
      if (!wanted.isEmpty()) {
        queues.all().ready(wanted).forEach(this::tryDeliver);
      }
    } catch (RuntimeException e) {
      log.warn("messages cannot be brought to executions for the moment: {}", e.toString());
    }
  }

  /** What goes wrong with one queue keeps no other waiting. */
  private void tryDeliver(Wanted wanted) {
    try {
      deliver(wanted);
    } catch (RuntimeException e) {
      log.warn(
          "messages of the queue {} cannot be brought to the Core {} for the moment",
          wanted.queue().id(),
          wanted.consumer(),
          e);
    }
  }

  private void deliver(Wanted wanted) {
    for (int i = 0; i < AT_ONCE && running; i++) {
      var goOn = next(wanted);
      if (goOn.isEmpty()) {
        return;
      }
      failpoints.reach(Failpoint.AFTER_DELIVERY_COMMIT);
      goOn.get().run();
    }
    lookSoon();
  }

  /** What to do after one more was served; empty where nobody waits, or nothing is there. */
  private Optional<Runnable> next(Wanted wanted) {
    try {
      return served(wanted, waiter -> message(wanted, waiter));
    } catch (QueueRefused gone) {
      return served(wanted, waiter -> Optional.of(waiter.failed(gone)));
    }
  }

  private Optional<Journal.Entry> message(Wanted wanted, Waiter waiter) {
    return queues
        .all()
        .take(wanted.queue(), wanted.consumer(), waiter.executionId())
        .map(message -> QueueWaits.entry(waiter.step(), waiter.argumentHash(), message));
  }

  private Optional<Runnable> served(
      Wanted wanted, Function<Waiter, Optional<Journal.Entry>> finding) {
    return Contended.retried(
        () ->
            Objects.requireNonNull(
                transactions.execute(
                    status ->
                        waits
                            .next(wanted)
                            .flatMap(
                                waiter ->
                                    finding.apply(waiter).map(entry -> serve(waiter, entry))))));
  }

  private Runnable serve(Waiter waiter, Journal.Entry entry) {
    waits.remove(waiter);
    var goOn =
        continuation.answered(waiter.tenantId(), waiter.executionId(), waiter.attempt(), entry);
    failpoints.reach(Failpoint.BEFORE_DELIVERY_COMMIT);
    return goOn;
  }

  @Scheduled(fixedDelayString = "PT1M")
  void removeStale() {
    waits.removeStale();
  }

  @Override
  public void stop() {
    running = false;
    lookSoon();
    var stopping = thread;
    if (stopping == null) {
      return;
    }
    try {
      stopping.join(PAUSE.multipliedBy(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
