package ai.scailabs.scaicore.execution.event;

import ai.scailabs.scaicore.engine.EventSink;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.program.expression.Values;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notes what happens in one run of an execution; to be closed at its end. What has come together is
 * handed over then, and before that every thousand events or when the first of them is a second
 * old. Safe for use by the concurrent branches of a run, which it does not hold up: values are kept
 * as they are, and put into words elsewhere. Of the blocks that are entered and left, the first ten
 * thousand events of a run are noted; failures always are.
 */
public final class Recorder implements EventSink, AutoCloseable {

  private static final int MOST = 1_000;
  private static final int MOST_OF_BLOCKS = 10_000;
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final RunOf run;
  private final Clock clock;
  private final Consumer<Chunk> taker;
  private final Consumer<Recorder> closing;
  private final AtomicInteger blocks = new AtomicInteger();
  private List<Happening> gathered = new ArrayList<>();

  Recorder(RunOf run, Clock clock, Consumer<Chunk> taker, Consumer<Recorder> closing) {
    this.run = run;
    this.clock = clock;
    this.taker = taker;
    this.closing = closing;
  }

  /** The execution began, or was tried once more. */
  public void started() {
    execution(EventType.INVOCATION_STARTED, null);
  }

  /** It ended with a value. */
  public void completed() {
    execution(EventType.INVOCATION_COMPLETED, null);
  }

  /** It ended with a failure. */
  public void failed(Failure failure) {
    execution(EventType.INVOCATION_FAILED, failure);
  }

  /** A program that goes round a million times says no more than anybody reads. */
  private boolean isFull() {
    return blocks.getAndIncrement() >= MOST_OF_BLOCKS;
  }

  @Override
  public void entered(BlockRun block) {
    if (isFull()) {
      return;
    }
    add(new Happening.ToBlock(EventType.BLOCK_ENTERED, clock.instant(), block, null, null));
  }

  @Override
  public void exited(BlockRun block, @Nullable String binding, @Nullable Object value) {
    if (isFull()) {
      return;
    }
    add(
        new Happening.ToBlock(
            EventType.BLOCK_EXITED, clock.instant(), block, exit(binding, value), null));
  }

  @Override
  public void failed(BlockRun block, Failure failure) {
    add(new Happening.ToBlock(EventType.BLOCK_FAILED, clock.instant(), block, null, failure));
  }

  private void execution(EventType type, @Nullable Failure failure) {
    add(new Happening.ToExecution(type, clock.instant(), failure));
  }

  /** A value that will not be shown is not held on to. */
  private static Happening.Exit exit(@Nullable String binding, @Nullable Object value) {
    if (binding == null) {
      return Happening.Exit.UNBOUND;
    }
    boolean heavy =
        !(value == null || value instanceof Number || value instanceof Boolean)
            && Values.weight(value) > 2L * Wording.MAX_VALUE_BYTES;
    return new Happening.Exit(binding, heavy ? null : value, heavy);
  }

  private synchronized void add(Happening happening) {
    if (!gathered.isEmpty() && isOld(happening.at())) {
      handOver();
    }
    gathered.add(happening);
    if (gathered.size() >= MOST) {
      handOver();
    }
  }

  /** Hands over what is a second old. */
  synchronized void tick(Instant now) {
    if (!gathered.isEmpty() && isOld(now)) {
      handOver();
    }
  }

  private boolean isOld(Instant now) {
    return Duration.between(gathered.getFirst().at(), now).compareTo(LONGEST) >= 0;
  }

  private void handOver() {
    taker.accept(Chunk.of(run, gathered));
    gathered = new ArrayList<>();
  }

  /** Hands over what there is; nothing is noted after this. */
  @Override
  public void close() {
    closing.accept(this);
    synchronized (this) {
      if (!gathered.isEmpty()) {
        handOver();
      }
    }
  }
}
