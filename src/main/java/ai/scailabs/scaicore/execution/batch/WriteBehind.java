package ai.scailabs.scaicore.execution.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/**
 * Things on their way to the database, and the thread that takes them there in batches. Where the
 * database is away they wait, as many as there is room for; beyond that the oldest go.
 */
public final class WriteBehind<C, R> {

  private static final Logger log = LoggerFactory.getLogger(WriteBehind.class);

  private static final int BATCH = 500;
  private static final Duration TOGETHER = Duration.ofMillis(100);
  private static final Duration AWAY = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofSeconds(5);
  private static final String ENDS = "the service ends while the database is away";

  private final String name;
  private final BlockingQueue<C> queue;
  private final BatchWork<C, R> work;
  private final Thread thread;
  private volatile boolean ending;

  /**
   * @param name of its thread, and of what it writes, such as {@code runtime-events}
   * @param room for how many things
   */
  public WriteBehind(String name, int room, BatchWork<C, R> work) {
    this.name = name;
    this.queue = new ArrayBlockingQueue<>(room);
    this.work = work;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Takes one; where there is no room, the oldest goes. Never waits. */
  public void add(C given) {
    while (!queue.offer(given)) {
      var oldest = queue.poll();
      if (oldest != null) {
        work.lost(oldest, "the database is away, and there is no room left");
      }
    }
    if (ending && !thread.isAlive()) {
      drop("the service has ended");
    }
  }

  /** Gives up the one that waits longest; false where there is none. */
  public boolean dropOldest(String why) {
    var oldest = queue.poll();
    if (oldest != null) {
      work.lost(oldest, why);
    }
    return oldest != null;
  }

  private void run() {
    while (!ending) {
      try {
        work.tick();
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
      } catch (RuntimeException | Error e) {
        // There is no other thread that writes.
        log.error("{} were not written; those that come next are", name, e);
      }
    }
    finish();
  }

  private List<C> batch(C first) {
    var batch = new ArrayList<C>();
    batch.add(first);
    queue.drainTo(batch, BATCH - 1);
    return batch;
  }

  private void finish() {
    long end = System.nanoTime() + LAST.toNanos();
    for (var given = queue.poll(); given != null; given = queue.poll()) {
      var batch = batch(given);
      if (System.nanoTime() - end > 0) {
        lost(batch, ENDS);
        drop(ENDS);
        return;
      }
      var rows = rows(batch);
      if (rows != null && written(rows)) {
        work.done(batch);
      } else if (rows != null) {
        lost(batch, ENDS);
        drop(ENDS);
      }
    }
  }

  private void drop(String why) {
    for (var given = queue.poll(); given != null; given = queue.poll()) {
      work.lost(given, why);
    }
  }

  private void write(List<C> batch) throws InterruptedException {
    var rows = rows(batch);
    boolean settled = rows == null;
    try {
      while (rows != null && !settled) {
        settled = written(rows);
        if (settled) {
          work.done(batch);
        } else if (ending) {
          return;
        } else {
          work.tick();
          Thread.sleep(AWAY);
        }
      }
    } finally {
      if (!settled) {
        lost(batch, ending ? ENDS : "something went wrong");
      }
    }
  }

  private void lost(List<C> batch, String why) {
    batch.forEach(one -> work.lost(one, why));
  }

  /** Null where they are lost. */
  private @Nullable List<R> rows(List<C> batch) {
    try {
      return work.rows(batch);
    } catch (RuntimeException | Error e) {
      log.error("{} cannot be put into words", name, e);
      lost(batch, "they cannot be put into words");
      return null;
    }
  }

  private boolean written(List<R> rows) {
    if (rows.isEmpty()) {
      return true;
    }
    try {
      work.write(rows);
      return true;
    } catch (DataIntegrityViolationException e) {
      rows.forEach(this::writeAlone);
      return true;
    } catch (DataAccessException | TransactionException e) {
      log.warn("{} cannot be written for the moment: {}", name, e.getMessage());
      return false;
    } catch (RuntimeException | Error e) {
      // Whatever it is, the thread goes on with what comes next.
      log.error("{} cannot be written", name, e);
      rows.forEach(row -> work.refused(row, String.valueOf(e.getMessage())));
      return true;
    }
  }

  /** One of them cannot be written; the others can. */
  private void writeAlone(R row) {
    try {
      work.write(List.of(row));
    } catch (RuntimeException e) {
      work.refused(row, String.valueOf(e.getMessage()));
    }
  }

  /** Waits until what there is has been written, or cannot be. */
  public void stop() {
    ending = true;
    try {
      thread.join(LAST.plus(LAST));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
