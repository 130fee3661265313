package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.ProgramReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A host environment in memory, whose journal outlives a run as a database does. */
final class World implements HostEnvironment, Journal, CheckpointSink {

  final Map<String, Entry> entries = new HashMap<>();
  final List<Emission> emissions = new ArrayList<>();
  final List<String> said = new ArrayList<>();
  final List<ModelProvider.Question> asked = new ArrayList<>();
  final List<Request> raised = new ArrayList<>();
  Function<ModelProvider.Question, String> model = question -> "42";
  Ruling ruling = new Ruling.Wait();
  int permits = Integer.MAX_VALUE;

  /** Runs a program's flow {@code main}. */
  Outcome run(String source, String input) {
    var read = ProgramReader.read(Json.object(source));
    if (!read.findings().isEmpty()) {
      throw new AssertionError(read.findings());
    }
    return new CoreEngine("hash", read.program())
        .run(
            new Invocation(
                "exec_1:1", "main", Json.object(input), Map.of(), Map.of("kind", "test"),
                Invocation.Limits.NONE),
            this);
  }

  /** Answers the question that was raised last. */
  void answer(String decision) {
    var request = raised.getLast();
    var answer = new HashMap<String, @Nullable Object>();
    answer.put("decision", decision);
    answer.put("response_data", Map.of());
    entries.put(
        request.step(),
        new Entry(request.step(), EffectKind.CHECKPOINT, request.argumentHash(), answer, null));
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
        asked.add(question);
        return new Answer(model.apply(question), false, 1, 1);
      }

      @Override
      public Product make(Order order) {
        throw new UnsupportedOperationException();
      }
    };
  }

  @Override
  public PluginBridge plugins() {
    throw new UnsupportedOperationException();
  }

  @Override
  public HttpBridge http() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CoreCalls cores() {
    throw new UnsupportedOperationException();
  }

  @Override
  public MemoryStore memory() {
    throw new UnsupportedOperationException();
  }

  @Override
  public EventSink events() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public @Nullable Entry lastCut() {
    return null;
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public boolean replaying() {
    return false;
  }

  @Override
  public void withdraw(Collection<String> steps) {
    throw new UnsupportedOperationException();
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
  public Permit permit() {
    return () -> {
      if (permits-- <= 0) {
        throw new Interruption(new Outcome.Held());
      }
    };
  }

  @Override
  public @Nullable Entry find(String step) {
    return entries.get(step);
  }

  @Override
  public void beforeOutsideCall() {}

  @Override
  public void record(Entry entry) {
    if (entries.put(entry.step(), entry) != null) {
      throw new AssertionError("recorded twice: " + entry.step());
    }
  }

  @Override
  public void note(Entry entry) {
    record(entry);
  }

  @Override
  public void recordEmit(Entry entry, Emission emission) {
    record(entry);
    emissions.add(emission);
  }

  @Override
  public Ruling raise(Request request) {
    raised.add(request);
    return ruling;
  }
}
