package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.engine.CheckpointSink;
import ai.scailabs.scaicore.execution.CheckpointRaising.Raised;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The questions that wait when a run suspends: some it raised, some an earlier run did. */
final class Questions implements CheckpointSink {

  private final CheckpointRaising inbox;
  private final OpenCheckpoints open;
  private final RunWriter writer;
  private final Supplier<RunnableCore> core;
  private final boolean resumed;
  private final Consumer<Request> told;
  private final Map<String, Raised> raised = new LinkedHashMap<>();
  private final Map<String, UUID> waiting = new LinkedHashMap<>();
  private @Nullable Map<String, UUID> pending;

  /**
   * @param core of the execution, as it is
   * @param resumed whether an earlier run may have raised some
   * @param told is told of each that waits, when it is raised
   */
  Questions(
      CheckpointRaising inbox,
      OpenCheckpoints open,
      RunWriter writer,
      Supplier<RunnableCore> core,
      boolean resumed,
      Consumer<Request> told) {
    this.told = told;
    this.inbox = inbox;
    this.open = open;
    this.writer = writer;
    this.core = core;
    this.resumed = resumed;
  }

  @Override
  public synchronized Ruling raise(Request request) {
    var earlier = pending().get(request.step());
    if (earlier != null) {
      waiting.put(request.step(), earlier);
      return new Ruling.Wait();
    }
    var question = inbox.raise(core.get(), writer.execution(), request);
    var id = question.id();
    if (question.ruling() instanceof Ruling.Wait && id != null) {
      raised.put(request.step(), question);
      waiting.put(request.step(), id);
      told.accept(request);
    }
    return question.ruling();
  }

  @Override
  public synchronized void withdraw(Collection<String> steps) {
    raised.keySet().removeAll(steps);
    waiting.keySet().removeAll(steps);
    var stored = steps.stream().filter(pending()::containsKey).toList();
    if (!stored.isEmpty()) {
      var e = writer.execution();
      writer.later(() -> open.withdraw(e.tenantId(), e.id(), e.attempt(), stored));
      stored.forEach(pending()::remove);
    }
  }

  private Map<String, UUID> pending() {
    if (pending == null) {
      var e = writer.execution();
      pending =
          resumed
              ? new HashMap<>(open.pendingSteps(e.tenantId(), e.id(), e.attempt()))
              : new HashMap<>();
    }
    return pending;
  }

  /** Whether some earlier run asked, and this one has not come to it. */
  synchronized boolean comesLater(Predicate<String> steps) {
    return resumed
        && pending().keySet().stream()
            .anyMatch(step -> !waiting.containsKey(step) && steps.test(step));
  }

  /** The one that is shown of those that wait; null when none does. */
  synchronized @Nullable UUID first() {
    return waiting.isEmpty() ? null : waiting.values().iterator().next();
  }

  /** Writes those that this run raised. */
  synchronized void write() {
    raised.values().forEach(question -> question.write().run());
  }
}
