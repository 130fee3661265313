package ai.scailabs.scaicore.accounting;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.AuditedChange;
import ai.scailabs.scaicore.web.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Takes down every call to a model. Records are written a moment later, many at once; a crash loses
 * those of the last moment. Where the database is away they wait, as many as there is room for, and
 * beyond that they are counted and logged.
 */
@Component
public class UsageLedger implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(UsageLedger.class);

  private static final int BATCH = 500;

  /** As long as a caller is held up where there is no room. */
  private static final long PATIENCE_MILLIS = 20;

  private final BlockingQueue<Entry> queue;
  private final UsageWriter writer;
  private final AuditTrail audit;
  private final Clock clock;
  private final Counter lost;
  private final ReentrantLock flushing = new ReentrantLock();

  /** What was taken off the queue and is not written yet. */
  private List<Entry> batch = List.of();

  private volatile boolean closed;

  UsageLedger(
      UsageWriter writer,
      AuditTrail audit,
      Clock clock,
      MeterRegistry meters,
      AccountingSettings settings) {
    this.queue = new ArrayBlockingQueue<>(settings.queue());
    this.writer = writer;
    this.audit = audit;
    this.clock = clock;
    this.lost =
        Counter.builder("scaicore.usage.lost")
            .description("Calls to models that are missing from the accounts")
            .register(meters);
  }

  /**
   * A call on its way into the accounts.
   *
   * @param audited null where the audit is silent
   */
  record Entry(String id, Instant at, ModelCall call, @Nullable AuditedChange audited) {}

  /** Takes down a call of a program. */
  public void record(ModelCall call) {
    add(new Entry(Ids.next("use_"), now(), call, null));
  }

  /**
   * Takes down a chat, and puts it into the audit as {@code model.chat}. To be called on the thread
   * that serves the request, whose caller is the actor.
   */
  public void recordChat(ModelCall call) {
    var audited =
        call.failure() == null
            ? audit.prepare(call.tenantId(), "model.chat", call.model())
            // A refused attempt is put there by whoever answers it.
            : null;
    add(new Entry(Ids.next("use_"), now(), call, audited));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private void add(Entry entry) {
    try {
      if (queue.offer(entry) || queue.offer(entry, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        if (closed) {
          // Nobody comes for it any more.
          end();
        }
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lost(entry, "there is no room left while the database is away");
  }

  private void lost(Entry entry, String why) {
    lost.increment();
    log.error("A call is missing from the accounts: {}: {}", why, entry.call());
  }

  /** Writes what has come together. */
  @Scheduled(fixedDelayString = "PT0.5S")
  void flush() {
    flushing.lock();
    try {
      while (take()) {
        write();
      }
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          "The accounts cannot be written for the moment; {} calls wait: {}",
          queue.size() + batch.size(),
          e.getMessage());
    } finally {
      flushing.unlock();
    }
  }

  private boolean take() {
    if (batch.isEmpty()) {
      batch = new ArrayList<>(BATCH);
      queue.drainTo(batch, BATCH);
    }
    return !batch.isEmpty();
  }

  private void write() {
    try {
      writer.write(batch);
    } catch (DataIntegrityViolationException e) {
      // One of them cannot be written; the others can.
      batch.forEach(this::writeAlone);
    }
    batch = List.of();
  }

  private void writeAlone(Entry entry) {
    try {
      writer.write(List.of(entry));
    } catch (DataIntegrityViolationException e) {
      lost(entry, "the database refuses it");
    }
  }

  /** A call that a program makes may end after this; it is written, or counted as lost, at once. */
  @Override
  public void destroy() {
    closed = true;
    end();
  }

  private void end() {
    flushing.lock();
    try {
      flush();
      batch.forEach(entry -> lost(entry, "the service ends while the database is away"));
      batch = List.of();
      for (var entry = queue.poll(); entry != null; entry = queue.poll()) {
        lost(entry, "the service ends while the database is away");
      }
    } finally {
      flushing.unlock();
    }
  }
}
