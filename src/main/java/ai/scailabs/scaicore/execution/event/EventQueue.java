package ai.scailabs.scaicore.execution.event;

import ai.scailabs.scaicore.execution.batch.BatchWork;
import ai.scailabs.scaicore.execution.batch.WriteBehind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chunks on their way to the database. */
final class EventQueue implements BatchWork<Chunk, EventRow> {

  private static final Logger log = LoggerFactory.getLogger(EventQueue.class);

  private static final int MOST_IN_A_ROW = 1_000;

  /** A chunk spans a second or so; {@link EventPages} relies on what rows span. */
  private static final Duration LATEST_IN_A_ROW = Duration.ofSeconds(2);

  private final WriteBehind<Chunk, EventRow> queue;
  private final Consumer<List<EventRow>> writer;
  private final BiConsumer<Chunk, String> dropped;
  private final Runnable tick;

  /**
   * @param writer writes rows; an exception of the database is taken for its absence
   * @param dropped is told what is not written, and why
   * @param tick is run again and again, a few times a second
   */
  EventQueue(
      Consumer<List<EventRow>> writer, int room, BiConsumer<Chunk, String> dropped, Runnable tick) {
    this.writer = writer;
    this.dropped = dropped;
    this.tick = tick;
    this.queue = new WriteBehind<>("runtime-events", room, this);
  }

  void start() {
    queue.start();
  }

  /** Takes a chunk; where there is no room, the oldest goes. Never waits. */
  void add(Chunk chunk) {
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
  public void write(List<EventRow> rows) {
    writer.accept(rows);
  }

  @Override
  public void lost(Chunk chunk, String why) {
    dropped.accept(chunk, why);
  }

  @Override
  public void refused(EventRow row, String why) {
    log.error("a runtime event of core {} is lost: {}", row.coreId(), why);
  }

  /**
   * One row for what belongs to one execution, as long as it does not grow too long, in number or
   * in time; each begins with its oldest.
   */
  @Override
  public List<EventRow> rows(List<Chunk> batch) {
    var together = new LinkedHashMap<String, List<Chunk>>();
    for (int i = 0; i < batch.size(); i++) {
      var chunk = batch.get(i);
      var key = chunk.executionId() == null ? "#" + i : chunk.executionId();
      var chunks = together.computeIfAbsent(key, k -> new ArrayList<>());
      if (!chunks.isEmpty() && !isRoom(chunks, chunk)) {
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

  private static boolean isRoom(List<Chunk> chunks, Chunk next) {
    int events = chunks.stream().mapToInt(c -> c.happenings().size()).sum();
    var later = Duration.between(chunks.getFirst().start(), next.start());
    return events + next.happenings().size() <= MOST_IN_A_ROW
        && !later.isNegative()
        && later.compareTo(LATEST_IN_A_ROW) <= 0;
  }
}
