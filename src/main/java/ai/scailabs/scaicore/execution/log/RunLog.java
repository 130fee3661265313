package ai.scailabs.scaicore.execution.log;

import ai.scailabs.scaicore.engine.EventSink.BlockRun;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.LogSink;
import ai.scailabs.scaicore.execution.event.RunOf;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of one run of an execution; to be closed at its end. Lines are handed over then, and
 * before that when there are fifty of them, or the first is a second old. Of what the program of
 * one run says, and of its blocks' failures, the first ten thousand lines are kept, and four
 * million characters; what the engine says of the execution is kept in any case. Safe for use by
 * the concurrent branches of a run.
 */
public final class RunLog implements LogSink, AutoCloseable {

  private static final int MOST_IN_A_CHUNK = 50;
  private static final int HEAVIEST_CHUNK = 64_000;
  private static final int MOST = 10_000;
  private static final int HEAVIEST = 4_000_000;
  private static final int LONGEST = 4_000;

  /** More than is shown, so that no secret is cut in two before it is taken out. */
  private static final int LONGEST_KEPT = 2 * LONGEST;

  private static final Duration OLDEST = Duration.ofSeconds(1);

  private final RunOf run;
  private final Clock clock;
  private final Consumer<LogChunk> taker;
  private final Consumer<RunLog> closing;
  private List<LogLine> gathered = new ArrayList<>();
  private int chunkWeight;
  private int count;
  private long weight;

  RunLog(RunOf run, Clock clock, Consumer<LogChunk> taker, Consumer<RunLog> closing) {
    this.run = run;
    this.clock = clock;
    this.taker = taker;
    this.closing = closing;
  }

  /** What a program says. */
  @Override
  public void log(String level, BlockRun block, String text) {
    addWithin(LogLevel.of(level), block.nodeId(), text, where(block));
  }

  /** What the engine says of the execution. */
  public void say(LogLevel level, String text, Map<String, ? extends @Nullable Object> fields) {
    add(level, null, text, fields);
  }

  /** What the engine says of one of its blocks. */
  public void say(
      LogLevel level,
      @Nullable String nodeId,
      String text,
      Map<String, ? extends @Nullable Object> fields) {
    add(level, nodeId, text, fields);
  }

  /** A block failed. */
  public void failed(BlockRun block, Failure failure) {
    var fields = new LinkedHashMap<String, @Nullable Object>(where(block));
    fields.put("code", failure.code());
    addWithin(
        LogLevel.WARN,
        block.nodeId(),
        "block %s failed: %s %s".formatted(block.block(), failure.code(), failure.message()),
        fields);
  }

  private static Map<String, @Nullable Object> where(BlockRun block) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("block_id", block.block());
    if (!block.iterations().isEmpty()) {
      fields.put("iteration", block.iterations());
    }
    return fields;
  }

  /** Adds a line as long as there are not too many. */
  private synchronized void addWithin(
      LogLevel level,
      @Nullable String nodeId,
      String text,
      Map<String, ? extends @Nullable Object> fields) {
    if (count > MOST) {
      return;
    }
    count++;
    if (count <= MOST && weight <= HEAVIEST) {
      weight += add(level, nodeId, text, fields);
    } else {
      count = MOST + 1;
      add(
          LogLevel.WARN,
          null,
          "this run says more than is kept; what its program says further is left out",
          Map.of());
    }
  }

  /** Adds a line; gives its weight. */
  private synchronized int add(
      LogLevel level,
      @Nullable String nodeId,
      String text,
      Map<String, ? extends @Nullable Object> fields) {
    var now = clock.instant();
    var kept = text.length() > LONGEST_KEPT ? text.substring(0, LONGEST_KEPT) : text;
    var line = new LogLine(now, level, nodeId, kept, fields);
    int lineWeight = line.weight();
    gathered.add(line);
    chunkWeight += lineWeight;
    if (gathered.size() >= MOST_IN_A_CHUNK || chunkWeight > HEAVIEST_CHUNK || isOld(now)) {
      handOver();
    }
    return lineWeight;
  }

  /** Hands over what is a second old. */
  synchronized void tick(Instant now) {
    if (!gathered.isEmpty() && isOld(now)) {
      handOver();
    }
  }

  private boolean isOld(Instant now) {
    return Duration.between(gathered.getFirst().at(), now).compareTo(OLDEST) >= 0;
  }

  private void handOver() {
    taker.accept(new LogChunk(run, gathered));
    gathered = new ArrayList<>();
    chunkWeight = 0;
  }

  /** Hands over what there is. */
  @Override
  public void close() {
    closing.accept(this);
    synchronized (this) {
      if (!gathered.isEmpty()) {
        handOver();
      }
    }
  }

  /** A text as long as one line may be. */
  static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
