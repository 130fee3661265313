package ai.scailabs.scaicore.execution.log;

import ai.scailabs.scaicore.execution.batch.BatchWork;
import ai.scailabs.scaicore.execution.batch.WriteBehind;
import ai.scailabs.scaicore.execution.event.RunOf;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lines on their way to the database; where they come to too much, the oldest go. */
final class LogQueue implements BatchWork<LogChunk, LogRow> {

  private static final Logger log = LoggerFactory.getLogger(LogQueue.class);

  private final WriteBehind<LogChunk, LogRow> queue;
  private final long heaviest;
  private final Consumer<List<LogRow>> writer;
  private final Runnable tick;
  private final AtomicLong held = new AtomicLong();
  private final Counter written;
  private final Counter dropped;

  /**
   * @param room for how many chunks
   * @param heaviest for how many bytes of them, about
   * @param writer writes rows; an exception of the database is taken for its absence
   * @param tick is run again and again, a few times a second
   */
  LogQueue(
      int room, long heaviest, Consumer<List<LogRow>> writer, Runnable tick, MeterRegistry meters) {
    this.heaviest = heaviest;
    this.writer = writer;
    this.tick = tick;
    this.written =
        Counter.builder("scaicore.logs.written")
            .description("Lines of Cores' logs that were written")
            .register(meters);
    this.dropped =
        Counter.builder("scaicore.logs.dropped")
            .description("Lines of Cores' logs that were not written")
            .register(meters);
    this.queue = new WriteBehind<>("core-logs", room, this);
  }

  void start() {
    queue.start();
  }

  /** Takes a chunk; where there is no room, the oldest go. Never waits. */
  void add(LogChunk chunk) {
    held.addAndGet(chunk.weight());
    boolean any = true;
    while (any && held.get() > heaviest) {
      any = queue.dropOldest("there is no room left");
    }
    queue.add(chunk);
  }

  /** Waits until what there is has been written, or cannot be. */
  void stop() {
    queue.stop();
  }

  @Override
  public void tick() {
    tick.run();
  }

  @Override
  public List<LogRow> rows(List<LogChunk> batch) {
    return batch.stream()
        .flatMap(chunk -> chunk.lines().stream().map(line -> row(chunk.run(), line)))
        .toList();
  }

  private static LogRow row(RunOf run, LogLine line) {
    return new LogRow(
        run.tenantId(),
        run.coreId(),
        run.executionId(),
        line.at().truncatedTo(ChronoUnit.MICROS),
        line.level(),
        line.nodeId(),
        line.message(),
        Shown.fields(line.fields()));
  }

  @Override
  public void write(List<LogRow> rows) {
    writer.accept(rows);
    written.increment(rows.size());
  }

  @Override
  public void done(List<LogChunk> batch) {
    batch.forEach(chunk -> held.addAndGet(-chunk.weight()));
  }

  @Override
  public void lost(LogChunk chunk, String why) {
    held.addAndGet(-chunk.weight());
    dropped.increment(chunk.lines().size());
    log.warn(
        "{} log lines of core {} are lost: {}", chunk.lines().size(), chunk.run().coreId(), why);
  }

  @Override
  public void refused(LogRow row, String why) {
    dropped.increment();
    log.error("a log line of core {} is lost: {}", row.coreId(), why);
  }
}
