package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.CheckpointSink;
import ai.scailabs.scaicore.engine.CoreCalls;
import ai.scailabs.scaicore.engine.CoreEngine;
import ai.scailabs.scaicore.engine.Debugging;
import ai.scailabs.scaicore.engine.Debugging.Stepping;
import ai.scailabs.scaicore.engine.EventSink;
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
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * One run of one execution on this replica: the world as its program sees it. What it does to our
 * own database is gathered and written with the next commit; an execution that ends before it
 * called anything outside is one insert. Safe for use by the concurrent branches of its program.
 */
final class Run implements HostEnvironment, Journal {

  private static final int CHECKS_PER_LOOK = 64;
  private static final long TURN = Duration.ofMillis(5).toNanos();
  private static final int MOST_PENDING = 100;

  private final CoreEngine engine;
  private final World world;
  private final RunWriter writer;
  private final Failpoints failpoints;
  private final Recorded recorded;
  private final @Nullable Stepping stepping;
  private final AtomicInteger checks = new AtomicInteger();
  private volatile long turn = System.nanoTime();

  /** What there is of the world for an execution. */
  record World(
      ModelProvider models,
      PluginBridge plugins,
      HttpBridge http,
      RunQueues queues,
      CoreCalls cores,
      MemoryStore memory,
      Questions questions,
      EventSink events,
      LogSink log,
      SetBreakpoints breakpoints,
      java.time.InstantSource clock) {}

  Run(
      CoreEngine engine,
      World world,
      RunWriter writer,
      JournalRows.Loaded journal,
      Failpoints failpoints) {
    this.failpoints = failpoints;
    this.engine = engine;
    this.world = world;
    this.writer = writer;
    this.recorded = new Recorded(journal);
    this.stepping = StoredStops.stepping(writer.execution().turn().stepping());
  }

  @Override
  public Journal journal() {
    return this;
  }

  @Override
  public ModelProvider models() {
    return world.models();
  }

  @Override
  public PluginBridge plugins() {
    return world.plugins();
  }

  @Override
  public HttpBridge http() {
    return world.http();
  }

  @Override
  public QueueBridge queues() {
    return new QueueBridge() {
      @Override
      public Entry publish(Publication publication) {
        var entry = world.queues().publish(publication);
        recorded.keep(entry);
        return entry;
      }

      @Override
      public @Nullable Entry consume(Consumption consumption) {
        var entry = world.queues().consume(consumption);
        if (entry != null) {
          recorded.keep(entry);
        }
        return entry;
      }

      @Override
      public void withdraw(Collection<String> steps) {
        world.queues().withdraw(steps);
      }
    };
  }

  @Override
  public CoreCalls cores() {
    return call -> {
      var entry = world.cores().begin(call);
      recorded.keep(entry);
      return entry;
    };
  }

  @Override
  public MemoryStore memory() {
    return new MemoryStore() {
      @Override
      public Cell read(String name) {
        return world.memory().read(name);
      }

      @Override
      public Entry change(String name, Function<Cell, Change> change) {
        var entry = world.memory().change(name, change);
        recorded.keep(entry);
        return entry;
      }
    };
  }

  @Override
  public CheckpointSink checkpoints() {
    return world.questions();
  }

  @Override
  public LogSink log() {
    return world.log();
  }

  @Override
  public EventSink events() {
    return world.events();
  }

  @Override
  public Permit permit() {
    return this::check;
  }

  @Override
  public Instant now() {
    return world.clock().instant();
  }

  @Override
  public Runnable beside(Runnable branch) {
    var fields = MDC.getCopyOfContextMap();
    return () -> {
      if (fields != null) {
        MDC.setContextMap(fields);
      }
      try {
        branch.run();
      } finally {
        MDC.clear();
      }
    };
  }

  private void check() {
    if (checks.incrementAndGet() % CHECKS_PER_LOOK == 0 && System.nanoTime() - turn > TURN) {
      // Virtual threads are not preempted: a program that only computes lets others have a turn. A
      // yield is not enough, since its carrier takes the same thread up again before any other.
      LockSupport.parkNanos(1);
      turn = System.nanoTime();
    }
    requireLeave(engine, writer);
  }

  /** Ends a run whose Core was halted, which lost its execution, or whose replica closes. */
  static void requireLeave(CoreEngine engine, RunWriter writer) {
    if (engine.halted() || writer.lost() || writer.closing()) {
      throw new Interruption(new Outcome.Held());
    }
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
  public int size() {
    return recorded.size();
  }

  @Override
  public Collection<Entry> modelCalls() {
    return recorded.modelCalls();
  }

  @Override
  public boolean replaying() {
    return recorded.isAhead();
  }

  @Override
  public boolean comesLater(Predicate<String> steps) {
    return recorded.isAhead(steps) || world.questions().comesLater(steps);
  }

  @Override
  public @Nullable Debugging debugging() {
    var execution = writer.execution();
    var breakpoints = world.breakpoints().of(execution.tenantId(), execution.coreId());
    return breakpoints.isEmpty() && stepping == null && !recorded.debugged()
        ? null
        : new Debugging(breakpoints, stepping, Set.of());
  }

  @Override
  public void beforeOutsideCall() {
    writer.flushBeforeCall();
    failpoints.reach(Failpoint.BEFORE_OUTSIDE_CALL);
  }

  @Override
  public void record(Entry entry) {
    failpoints.reach(Failpoint.AFTER_OUTSIDE_CALL_BEFORE_RECORD);
    if (entry.failure() != null && writer.closing()) {
      // It may have failed only because this replica closes: another one calls again.
      throw new Interruption(new Outcome.Held());
    }
    recorded.keep(entry);
    writer.add(entry);
    writer.flush();
    failpoints.reach(Failpoint.AFTER_RECORD);
  }

  @Override
  public void recordEmit(Entry entry, Emission emission) {
    recorded.keep(entry);
    writer.add(entry, emission);
    if (writer.pending() >= MOST_PENDING) {
      writer.flush();
    }
  }

  @Override
  public void note(Entry entry) {
    recorded.keep(entry);
    writer.add(entry);
    if (writer.pending() >= MOST_PENDING) {
      writer.flush();
    }
  }
}
