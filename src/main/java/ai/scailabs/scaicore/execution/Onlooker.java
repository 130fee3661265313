package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.CheckpointSink;
import ai.scailabs.scaicore.engine.CoreCalls;
import ai.scailabs.scaicore.engine.Debugging;
import ai.scailabs.scaicore.engine.EventSink;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.HostEnvironment;
import ai.scailabs.scaicore.engine.HttpBridge;
import ai.scailabs.scaicore.engine.Interruption;
import ai.scailabs.scaicore.engine.Journal;
import ai.scailabs.scaicore.engine.LogSink;
import ai.scailabs.scaicore.engine.MemoryStore;
import ai.scailabs.scaicore.engine.ModelProvider;
import ai.scailabs.scaicore.engine.Outcome;
import ai.scailabs.scaicore.engine.PluginBridge;
import ai.scailabs.scaicore.engine.QueueBridge;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The world of somebody who looks how far an execution has come: there is what was recorded, and
 * nothing can be done. A program that would do something more comes to rest there.
 */
final class Onlooker implements HostEnvironment, Journal {

  private final Recorded recorded;
  private final Set<String> places;
  private final Duration longest;
  private final long begunAt = System.nanoTime();
  private volatile boolean late;

  /**
   * @param places at which it stopped
   * @param longest after so long the look is given up
   */
  Onlooker(JournalRows.Loaded journal, Set<String> places, Duration longest) {
    this.recorded = new Recorded(journal);
    this.places = places;
    this.longest = longest;
  }

  /** Whether it was given up: where it came to is then not where the execution is. */
  boolean late() {
    return late;
  }

  private static Interruption refused() {
    return new Interruption(new Outcome.Held());
  }

  @Override
  public Debugging debugging() {
    return new Debugging(List.of(), null, places);
  }

  @Override
  public Journal journal() {
    return this;
  }

  @Override
  public ModelProvider models() {
    throw refused();
  }

  @Override
  public PluginBridge plugins() {
    throw refused();
  }

  @Override
  public HttpBridge http() {
    throw refused();
  }

  @Override
  public QueueBridge queues() {
    return new QueueBridge() {
      @Override
      public Entry publish(Publication publication) {
        throw refused();
      }

      @Override
      public @Nullable Entry consume(Consumption consumption) {
        return null;
      }

      @Override
      public void withdraw(Collection<String> steps) {
        // What waits goes on waiting.
      }
    };
  }

  @Override
  public CoreCalls cores() {
    throw refused();
  }

  @Override
  public MemoryStore memory() {
    return new MemoryStore() {
      @Override
      public Cell read(String name) {
        throw refused();
      }

      @Override
      public Entry change(String name, Function<Cell, Change> change) {
        throw refused();
      }
    };
  }

  @Override
  public CheckpointSink checkpoints() {
    return new CheckpointSink() {
      @Override
      public Ruling raise(Request request) {
        return new Ruling.Wait();
      }

      @Override
      public void withdraw(Collection<String> steps) {
        // What is open stays open.
      }
    };
  }

  @Override
  public LogSink log() {
    return (level, block, message) -> {};
  }

  @Override
  public EventSink events() {
    return new EventSink() {
      @Override
      public void entered(BlockRun run) {}

      @Override
      public void exited(BlockRun run, @Nullable String binding, @Nullable Object value) {}

      @Override
      public void failed(BlockRun run, Failure failure) {}
    };
  }

  @Override
  public Permit permit() {
    return () -> {
      if (System.nanoTime() - begunAt > longest.toNanos()) {
        late = true;
        throw refused();
      }
    };
  }

  /** For who looks, no time passes: what would be over by now is not decided here. */
  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public @Nullable Entry find(String step) {
    return recorded.find(step);
  }

  @Override
  public @Nullable Entry lastCut() {
    return recorded.cut();
  }

  @Override
  public Collection<Entry> modelCalls() {
    return recorded.modelCalls();
  }

  @Override
  public int size() {
    return recorded.size();
  }

  @Override
  public boolean replaying() {
    return recorded.isAhead();
  }

  @Override
  public boolean comesLater(Predicate<String> steps) {
    return recorded.isAhead(steps);
  }

  @Override
  public void beforeOutsideCall() {
    throw refused();
  }

  @Override
  public void record(Entry entry) {
    throw refused();
  }

  /** Such as a cut, which nobody needs; what the run decides, it finds again. */
  @Override
  public void note(Entry entry) {
    recorded.keep(entry);
  }

  @Override
  public void recordEmit(Entry entry, Emission emission) {
    throw refused();
  }
}
