package ai.scailabs.scaicore.execution.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/** Chunks on their way to the database, and the thread that takes them there in batches. */
final class EventQueue {

  private static final Logger log = LoggerFactory.getLogger(EventQueue.class);

  private static final int BATCH = 500;
  private static final int MOST_IN_A_ROW = 1_000;
  private static final Duration TOGETHER = Duration.ofMillis(100);
  private static final Duration AWAY = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofSeconds(5);

  private final BlockingQueue<Chunk> queue;
  private final Consumer<List<EventRow>> writer;
  private final BiConsumer<Chunk, String> dropped;
  private final Runnable tick;
  private final Thread thread;
  private volatile boolean ending;

  /**
   * @param writer writes rows; an exception of the database is taken for its absence
   * @param dropped is told what is not written, and why
   * @param tick is run again and again, a few times a second
   */
  EventQueue(
      Consumer<List<EventRow>> writer, int room, BiConsumer<Chunk, String> dropped, Runnable tick) {
    this.queue = new ArrayBlockingQueue<>(room);
    this.writer = writer;
    this.dropped = dropped;
    this.tick = tick;
    this.thread = Thread.ofPlatform().daemon().name("runtime-events").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Takes a chunk; where there is no room, the oldest goes. Never waits. */
  void add(Chunk chunk) {
    while (!queue.offer(chunk)) {
      var oldest = queue.poll();
      if (oldest != null) {
        dropped.accept(oldest, "the database is away, and there is no room left");
      }
    }
    if (ending && !thread.isAlive()) {
      drop("the service has ended");
    }
  }

  private void run() {
    while (!ending) {
      try {
        tick.run();
        var first = queue.poll(TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        if (queue.size() < BATCH) {
          Thread.sleep(TOGETHER);
        }
        write(batch(first));
      } catch (InterruptedException e) {
        ending = true;
      }
    }
    finish();
  }

  private List<Chunk> batch(Chunk first) {
    var batch = new ArrayList<Chunk>();
    batch.add(first);
    queue.drainTo(batch, BATCH - 1);
    return batch;
  }

  private void finish() {
    long end = System.nanoTime() + LAST.toNanos();
    for (var chunk = queue.poll(); chunk != null; chunk = queue.poll()) {
      var batch = batch(chunk);
      if (System.nanoTime() - end > 0 || !written(rows(batch))) {
        batch.forEach(one -> dropped.accept(one, "the service ends while the database is away"));
        drop("the service ends while the database is away");
      }
    }
  }

  private void drop(String why) {
    for (var chunk = queue.poll(); chunk != null; chunk = queue.poll()) {
      dropped.accept(chunk, why);
    }
  }

  private void write(List<Chunk> batch) throws InterruptedException {
    var rows = rows(batch);
    while (!written(rows)) {
      if (ending) {
        batch.forEach(one -> dropped.accept(one, "the service ends while the database is away"));
        return;
      }
      tick.run();
      Thread.sleep(AWAY);
    }
  }

  private boolean written(List<EventRow> rows) {
    try {
      writer.accept(rows);
      return true;
    } catch (DataIntegrityViolationException e) {
      rows.forEach(this::writeAlone);
      return true;
    } catch (DataAccessException | TransactionException e) {
      log.warn("runtime events cannot be written for the moment: {}", e.getMessage());
      return false;
    }
  }

  /** One of them cannot be written; the others can. */
  private void writeAlone(EventRow row) {
    try {
      writer.accept(List.of(row));
    } catch (DataAccessException | TransactionException e) {
      log.error("a runtime event of core {} is lost: {}", row.coreId(), e.getMessage());
    }
  }

  /** One row for what belongs to one execution, as long as it does not grow too long. */
  private List<EventRow> rows(List<Chunk> batch) {
    var together = new LinkedHashMap<String, List<Chunk>>();
    for (int i = 0; i < batch.size(); i++) {
      var chunk = batch.get(i);
      var key = chunk.executionId() == null ? "#" + i : chunk.executionId();
      var chunks = together.computeIfAbsent(key, k -> new ArrayList<>());
      int events = chunks.stream().mapToInt(c -> c.happenings().size()).sum();
      if (events + chunk.happenings().size() > MOST_IN_A_ROW) {
        together.put("#" + i, chunks);
        chunks = new ArrayList<>();
        together.put(key, chunks);
      }
      chunks.add(chunk);
    }
    var rows = new ArrayList<EventRow>();
    for (var chunks : together.values()) {
      try {
        rows.add(Wording.row(chunks));
      } catch (RuntimeException e) {
        log.error("runtime events cannot be put into words", e);
        chunks.forEach(chunk -> dropped.accept(chunk, "they cannot be put into words"));
      }
    }
    return rows;
  }

  /** Waits until what there is has been written, or cannot be. */
  void stop() {
    ending = true;
    try {
      thread.join(LAST.plus(LAST));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
