package ai.scailabs.scaicore.engine;

import static java.util.Objects.requireNonNull;

import ai.scailabs.scaicore.program.ProgramReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A host environment in memory. What is recorded outlives a run as a database does, and passes
 * through JSON; what is only noted is lost when the process dies before it is committed.
 */
final class World implements HostEnvironment, Journal, CheckpointSink {

  /** The process is killed. */
  static final class Killed extends Error {
    Killed() {
      super(null, null, false, false);
    }
  }

  final Map<String, Entry> entries = Collections.synchronizedMap(new LinkedHashMap<>());
  final List<Emission> emissions = new ArrayList<>();
  final List<String> said = Collections.synchronizedList(new ArrayList<>());
  final List<String> told = Collections.synchronizedList(new ArrayList<>());
  final List<ModelProvider.Question> asked = Collections.synchronizedList(new ArrayList<>());
  final List<ModelProvider.Order> ordered = Collections.synchronizedList(new ArrayList<>());
  final List<PluginBridge.Call> called = Collections.synchronizedList(new ArrayList<>());
  final List<HttpBridge.Request> sent = Collections.synchronizedList(new ArrayList<>());
  final List<CoreCalls.Call> begun = Collections.synchronizedList(new ArrayList<>());
  final List<Request> raised = Collections.synchronizedList(new ArrayList<>());
  final Map<String, Request> open = Collections.synchronizedMap(new LinkedHashMap<>());
  final List<String> withdrawn = new ArrayList<>();
  final Map<String, MemoryStore.Cell> remembered = new LinkedHashMap<>();
  final List<QueueBridge.Publication> published = Collections.synchronizedList(new ArrayList<>());
  final Map<String, Deque<Object>> queued = new LinkedHashMap<>();
  final Map<String, QueueBridge.Consumption> expecting = new LinkedHashMap<>();
  @Nullable Failure refusal;
  Function<ModelProvider.Question, String> model = question -> "42";
  @Nullable Function<ModelProvider.Question, ModelProvider.Answer> answers;
  Function<ModelProvider.Order, @Nullable Object> maker = order -> "made";
  Function<PluginBridge.Call, @Nullable Object> plugin = call -> Map.of("from", call.method());
  List<PluginBridge.Tool> methods = List.of();
  Function<HttpBridge.Request, @Nullable Object> web = request -> Map.of("status", 200L);
  Map<String, @Nullable Object> environment = Map.of();
  Invocation.Limits limits = Invocation.Limits.NONE;
  Instant now = Instant.EPOCH;
  long nanos;
  Runnable fault = () -> {};
  Ruling ruling = new Ruling.Wait();
  int permits = Integer.MAX_VALUE;
  @Nullable Debugging debugging;

  private Map<String, Entry> loaded = Map.of();
  private @Nullable Entry cut;
  private final Set<String> seen = new HashSet<>();
  private final Set<String> waiting = new HashSet<>();
  private final Map<String, Entry> made = new LinkedHashMap<>();
  private final List<Runnable> pending = new ArrayList<>();
  private boolean dead;

  /** Runs a program's flow {@code main}. */
  Outcome run(String source, String input) {
    return run(engine(source), Json.object(input));
  }

  static CoreEngine engine(String source) {
    var read = ProgramReader.read(Json.object(source));
    if (!read.findings().isEmpty()) {
      throw new AssertionError(read.findings());
    }
    return new CoreEngine("hash", read.program());
  }

  /**
   * Runs a flow once, in a process of its own.
   *
   * @throws Killed when that is killed; what was not committed is lost
   */
  Outcome run(CoreEngine engine, Map<String, @Nullable Object> input) {
    begin();
    var invocation =
        new Invocation("exec_1:1", "main", input, environment, Map.of("kind", "test"), limits);
    var outcome = engine.run(invocation, this, () -> nanos);
    synchronized (this) {
      alive();
      commit();
      if (!(outcome instanceof Outcome.Suspended || outcome instanceof Outcome.Held)) {
        open.clear();
      }
    }
    return outcome;
  }

  private synchronized void begin() {
    dead = false;
    seen.clear();
    waiting.clear();
    made.clear();
    pending.clear();
    expecting.clear();
    loaded = new LinkedHashMap<>();
    cut = null;
    for (var entry : entries.values()) {
      if (entry.kind() == EffectKind.CUT) {
        cut = entry;
        loaded.values().removeIf(e -> !outlivesCuts(e.kind()));
      } else {
        loaded.put(entry.step(), entry);
      }
    }
  }

  private static boolean outlivesCuts(EffectKind kind) {
    return kind == EffectKind.CORE_CALL || kind == EffectKind.CORE_RESULT;
  }

  /** Answers the question that was raised last. */
  void answer(String decision) {
    answer(raised.getLast().step(), decision, Map.of());
  }

  void answer(String step, String decision, Map<String, @Nullable Object> data) {
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("decision", decision);
    answer.put("response_data", data);
    put(step, answer, null);
  }

  /** Ends a question with a failure. */
  void end(String step, String code) {
    put(step, null, new Failure(code, code));
  }

  private void put(String step, @Nullable Object value, @Nullable Failure failure) {
    var request =
        raised.stream().filter(r -> r.step().equals(step)).reduce((a, b) -> b).orElseThrow();
    open.remove(step);
    entries.put(
        step, new Entry(step, EffectKind.CHECKPOINT, request.argumentHash(), value, failure));
  }

  /** Ends a called execution. */
  void returned(String step, @Nullable Object value, @Nullable Failure failure) {
    var result = step + CoreCalls.RESULT;
    entries.put(result, new Entry(result, EffectKind.CORE_RESULT, "", value, failure));
  }

  /** Puts a message into a queue. */
  void message(String queue, Object body) {
    queued.computeIfAbsent(queue, name -> new ArrayDeque<>()).add(body);
  }

  /** Brings the next message of a queue to a step that waits for it. */
  void deliver(String queue, String step) {
    store(taken(requireNonNull(expecting.get(step)), requireNonNull(queued.get(queue)).remove()));
  }

  private static Entry taken(QueueBridge.Consumption wanted, Object body) {
    var value = new LinkedHashMap<String, @Nullable Object>();
    value.put("message_id", "msg_" + wanted.step());
    value.put("body", body);
    return new Entry(wanted.step(), EffectKind.QUEUE_CONSUME, wanted.argumentHash(), value, null);
  }

  /** Makes an execution go on that stopped. */
  void step(StepMode mode, List<Debugging.Breakpoint> breakpoints, List<Stop> stops) {
    for (var stop : stops) {
      entries.put(stop.passed(), new Entry(stop.passed(), EffectKind.BREAKPOINT, "", null, null));
    }
    debugging = new Debugging(breakpoints, new Debugging.Stepping(mode, stops), Set.of());
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  private void alive() {
    if (dead) {
      throw new Killed();
    }
  }

  private synchronized void may() {
    alive();
    try {
      fault.run();
    } catch (Killed killed) {
      dead = true;
      throw killed;
    }
  }

  private void commit() {
    pending.forEach(Runnable::run);
    pending.clear();
  }

  private void store(Entry entry) {
    var value = entry.value() == null ? null : Json.parse(Json.text(entry.value()));
    var stored =
        new Entry(
            entry.step(),
            entry.kind(),
            entry.argumentHash(),
            value,
            entry.failure(),
            entry.startedAt());
    if (entries.put(entry.step(), stored) != null) {
      throw new AssertionError("recorded twice: " + entry.step());
    }
  }

  /** A call that leaves the process: none may be repeated that was recorded. */
  private void leaves(String key) {
    may();
    var step = key.substring("exec_1:1:".length());
    if (entries.containsKey(step)) {
      throw new AssertionError("done again: " + step);
    }
  }

  @Override
  public Journal journal() {
    return this;
  }

  @Override
  public ModelProvider models() {
    return new ModelProvider() {
      @Override
      public Answer ask(Question question) {
        leaves(question.key());
        asked.add(question);
        return answers == null
            ? new Answer(model.apply(question), false, 1, 1)
            : answers.apply(question);
      }

      @Override
      public Product make(Order order) {
        leaves(order.key());
        ordered.add(order);
        return new Product(maker.apply(order), 2, 0);
      }
    };
  }

  @Override
  public PluginBridge plugins() {
    return new PluginBridge() {
      @Override
      public @Nullable Object call(Call call) {
        leaves(call.key());
        called.add(call);
        return plugin.apply(call);
      }

      @Override
      public List<Tool> methods(Target target) {
        return methods;
      }
    };
  }

  @Override
  public HttpBridge http() {
    return request -> {
      leaves(request.key());
      sent.add(request);
      return web.apply(request);
    };
  }

  @Override
  public QueueBridge queues() {
    return new QueueBridge() {
      @Override
      public Entry publish(Publication publication) {
        synchronized (World.this) {
          may();
          if (refusal == null) {
            published.add(publication);
          }
          return committed(
              new Entry(
                  publication.step(),
                  EffectKind.QUEUE_PUBLISH,
                  publication.argumentHash(),
                  refusal == null ? Map.of("message_id", "msg_" + publication.step()) : null,
                  refusal));
        }
      }

      @Override
      public @Nullable Entry consume(Consumption consumption) {
        synchronized (World.this) {
          may();
          if (refusal != null) {
            return committed(
                new Entry(
                    consumption.step(),
                    EffectKind.QUEUE_CONSUME,
                    consumption.argumentHash(),
                    null,
                    refusal));
          }
          var messages = queued.get(consumption.queue());
          if (messages == null || messages.isEmpty()) {
            expecting.put(consumption.step(), consumption);
            return null;
          }
          return committed(taken(consumption, messages.remove()));
        }
      }

      private Entry committed(Entry entry) {
        commit();
        store(entry);
        made.put(entry.step(), entry);
        may();
        return entry;
      }

      @Override
      public void withdraw(Collection<String> steps) {
        synchronized (World.this) {
          expecting.keySet().removeAll(steps);
        }
      }
    };
  }

  @Override
  public CoreCalls cores() {
    return call -> {
      may();
      begun.add(call);
      var handle = new LinkedHashMap<String, @Nullable Object>();
      handle.put("execution_id", "exec_of_" + call.step());
      handle.put("step", call.step());
      handle.put("target", call.target());
      var entry = new Entry(call.step(), EffectKind.CORE_CALL, call.argumentHash(), handle, null);
      record(entry);
      return entry;
    };
  }

  @Override
  public MemoryStore memory() {
    return new MemoryStore() {
      @Override
      public Cell read(String name) {
        synchronized (World.this) {
          may();
          return remembered.getOrDefault(name, Cell.EMPTY);
        }
      }

      @Override
      public Entry change(String name, Function<Cell, Change> change) {
        synchronized (World.this) {
          var made = change.apply(read(name));
          commit();
          store(made.entry());
          World.this.made.put(made.entry().step(), made.entry());
          remembered.put(name, made.cell());
          may();
          return made.entry();
        }
      }
    };
  }

  @Override
  public @Nullable Debugging debugging() {
    return debugging;
  }

  @Override
  public synchronized boolean comesLater(Predicate<String> steps) {
    return loaded.keySet().stream().anyMatch(step -> !seen.contains(step) && steps.test(step))
        || open.keySet().stream().anyMatch(step -> !waiting.contains(step) && steps.test(step));
  }

  @Override
  public EventSink events() {
    return new EventSink() {
      @Override
      public void entered(BlockRun run) {
        told.add("entered " + run.kind() + " " + run.block());
      }

      @Override
      public void exited(BlockRun run, @Nullable String binding, @Nullable Object value) {
        told.add("exited " + run.kind() + " " + binding);
      }

      @Override
      public void failed(BlockRun run, Failure failure) {
        told.add("failed " + run.kind() + " " + failure.code());
      }
    };
  }

  @Override
  public CheckpointSink checkpoints() {
    return this;
  }

  @Override
  public LogSink log() {
    return (level, block, message) -> said.add(level + " " + message);
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public Permit permit() {
    return () -> {
      may();
      synchronized (this) {
        if (permits-- <= 0) {
          throw new Interruption(new Outcome.Held());
        }
      }
    };
  }

  @Override
  public synchronized @Nullable Entry find(String step) {
    var entry = loaded.get(step);
    if (entry != null) {
      seen.add(step);
      return entry;
    }
    return made.get(step);
  }

  @Override
  public @Nullable Entry lastCut() {
    return cut;
  }

  @Override
  public synchronized Collection<Entry> modelCalls() {
    return loaded.values().stream().filter(e -> e.kind() == EffectKind.MODEL_CALL).toList();
  }

  @Override
  public synchronized int size() {
    return entries.size() + pending.size();
  }

  @Override
  public synchronized boolean replaying() {
    return seen.size() < loaded.size();
  }

  @Override
  public synchronized void beforeOutsideCall() {
    alive();
    commit();
  }

  @Override
  public synchronized void record(Entry entry) {
    may();
    commit();
    store(entry);
    made.put(entry.step(), entry);
    may();
  }

  @Override
  public synchronized void note(Entry entry) {
    alive();
    made.put(entry.step(), entry);
    pending.add(() -> store(entry));
  }

  @Override
  public synchronized void recordEmit(Entry entry, Emission emission) {
    may();
    made.put(entry.step(), entry);
    pending.add(
        () -> {
          store(entry);
          emissions.add(emission);
        });
  }

  @Override
  public synchronized Ruling raise(Request request) {
    may();
    raised.add(request);
    waiting.add(request.step());
    if (ruling instanceof Ruling.Wait) {
      pending.add(() -> open.put(request.step(), request));
    }
    return ruling;
  }

  @Override
  public synchronized void withdraw(Collection<String> steps) {
    alive();
    pending.add(
        () -> {
          steps.forEach(open::remove);
          withdrawn.addAll(steps);
        });
  }
}
