package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.EffectKind;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Journal.Entry;
import ai.scailabs.scaicore.engine.QueueBridge;
import ai.scailabs.scaicore.execution.QueueWaits.Wait;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The queues as one run of an execution reaches them: what it puts and takes is committed with its
 * journal entries, and what it waits for with its suspension.
 */
final class RunQueues implements QueueBridge {

  private final ReachedQueues queues;
  private final QueueWaits waits;
  private final JournalRows journal;
  private final RunWriter writer;
  private final Failpoints failpoints;
  private final Map<String, Wait> waiting = new LinkedHashMap<>();

  RunQueues(
      ReachedQueues queues,
      QueueWaits waits,
      JournalRows journal,
      RunWriter writer,
      Failpoints failpoints) {
    this.queues = queues;
    this.waits = waits;
    this.journal = journal;
    this.writer = writer;
    this.failpoints = failpoints;
  }

  @Override
  public Entry publish(Publication publication) {
    var e = writer.execution();
    var message =
        new MessageQueues.Message(
            e.coreId(),
            e.id(),
            publication.messageType(),
            publication.payload(),
            publication.after(),
            publication.key());
    Entry entry;
    try {
      var queue = queues.find(e.tenantId(), publication.scope(), publication.queue());
      entry =
          committed(
                  () ->
                      Optional.of(
                          new Entry(
                              publication.step(),
                              EffectKind.QUEUE_PUBLISH,
                              publication.argumentHash(),
                              Map.of("message_id", queues.all().publish(queue, message)),
                              null)))
              .orElseThrow();
    } catch (QueueRefused refused) {
      return failed(
          publication.step(),
          EffectKind.QUEUE_PUBLISH,
          publication.argumentHash(),
          refused.about(publication.scope(), publication.queue()));
    }
    waits.lookSoon();
    return entry;
  }

  @Override
  public @Nullable Entry consume(Consumption consumption) {
    var e = writer.execution();
    var step = consumption.step();
    var hash = consumption.argumentHash();
    try {
      var queue = queues.find(e.tenantId(), consumption.scope(), consumption.queue());
      var entry =
          committed(
              () ->
                  queues
                      .all()
                      .take(queue, e.coreId(), e.id())
                      .map(message -> QueueWaits.entry(step, hash, message)));
      if (entry.isEmpty()) {
        await(new Wait(queue, consumption.scope() + "/" + consumption.queue(), step, hash));
      }
      return entry.orElse(null);
    } catch (QueueRefused refused) {
      return failed(
          step,
          EffectKind.QUEUE_CONSUME,
          hash,
          refused.about(consumption.scope(), consumption.queue()));
    }
  }

  private Optional<Entry> committed(Supplier<Optional<Entry>> statements) {
    var e = writer.execution();
    var entry =
        writer.commit(
            () -> {
              var made = statements.get();
              made.ifPresent(
                  one -> journal.add(JournalRows.inline(e.tenantId(), e.id(), e.attempt(), one)));
              if (made.isPresent()) {
                failpoints.reach(Failpoint.BEFORE_QUEUE_COMMIT);
              }
              return made;
            });
    if (entry.isPresent()) {
      failpoints.reach(Failpoint.AFTER_QUEUE_COMMIT);
    }
    return entry;
  }

  private Entry failed(String step, EffectKind kind, String hash, Failure failure) {
    var entry = new Entry(step, kind, hash, null, failure);
    writer.add(entry);
    return entry;
  }

  private synchronized void await(Wait wait) {
    waiting.put(wait.step(), wait);
  }

  @Override
  public synchronized void withdraw(Collection<String> steps) {
    waiting.keySet().removeAll(steps);
  }

  /** Writes what this run waits for, in the transaction that suspends the execution. */
  synchronized void write() {
    var e = writer.execution();
    waiting.values().forEach(wait -> waits.add(e, wait));
  }
}
