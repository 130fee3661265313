package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.CheckpointSink;
import ai.scailabs.scaicore.engine.CoreCalls;
import ai.scailabs.scaicore.engine.CoreEngine;
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
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of one execution on this replica: the world as its program sees it. What it does to our
 * own database is gathered and written with the next commit; an execution that ends before it
 * called anything outside is one insert.
 */
final class Run implements HostEnvironment, Journal, CheckpointSink, LogSink {

  private static final Logger log = LoggerFactory.getLogger("ai.scailabs.scaicore.program");

  private static final int CHECKS_PER_TURN = 64;
  private static final int MOST_PENDING = 100;
  private static final int LONGEST_LINE = 4_000;

  private final CoreEngine engine;
  private final ModelProvider models;
  private final CheckpointRaising inbox;
  private final RunWriter writer;
  private final Map<String, Entry> entries;
  private @Nullable UUID checkpointId;
  private Runnable question = () -> {};
  private int checks;

  Run(
      CoreEngine engine,
      ModelProvider models,
      CheckpointRaising inbox,
      RunWriter writer,
      Map<String, Entry> entries) {
    this.engine = engine;
    this.models = models;
    this.inbox = inbox;
    this.writer = writer;
    this.entries = new ConcurrentHashMap<>(entries);
  }

  @Override
  public Journal journal() {
    return this;
  }

  @Override
  public ModelProvider models() {
    return models;
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
    throw new UnsupportedOperationException();
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
  public void withdraw(java.util.Collection<String> steps) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CheckpointSink checkpoints() {
    return this;
  }

  @Override
  public LogSink log() {
    return this;
  }

  @Override
  public Permit permit() {
    return this::check;
  }

  /** Writes the question that it waits for, into the transaction that suspends it. */
  Runnable question() {
    return question;
  }

  /** The checkpoint that it waits at, when it was suspended. */
  @Nullable UUID checkpointId() {
    return checkpointId;
  }

  @SuppressWarnings("ThreadPriorityCheck") // a hint is all that is needed
  private void check() {
    if (++checks % CHECKS_PER_TURN == 0) {
      // Virtual threads are not preempted: a program that only computes lets others have a turn.
      Thread.yield();
    }
    if (engine.halted() || writer.lost() || writer.closing()) {
      throw new Interruption(new Outcome.Held());
    }
  }

  @Override
  public @Nullable Entry find(String step) {
    return entries.get(step);
  }

  @Override
  public void beforeOutsideCall() {
    writer.flushBeforeCall();
  }

  @Override
  public void record(Entry entry) {
    if (entry.failure() != null && writer.closing()) {
      // It may have failed only because this replica closes: another one calls again.
      throw new Interruption(new Outcome.Held());
    }
    entries.put(entry.step(), entry);
    writer.add(entry);
    writer.flush();
  }

  @Override
  public void recordEmit(Entry entry, Emission emission) {
    entries.put(entry.step(), entry);
    writer.add(entry, emission);
    if (writer.pending() >= MOST_PENDING) {
      writer.flush();
    }
  }

  @Override
  public void note(Entry entry) {
    entries.put(entry.step(), entry);
    writer.add(entry);
  }

  @Override
  public Ruling raise(Request request) {
    var raised = inbox.raise(writer.execution(), request);
    if (raised.ruling() instanceof Ruling.Wait) {
      checkpointId = raised.id();
      question = raised.write();
    }
    return raised.ruling();
  }

  @Override
  public void log(String level, String block, String text) {
    var message = text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text;
    switch (level) {
      case "error" -> log.error("{}: {}", block, message);
      case "warn" -> log.warn("{}: {}", block, message);
      case "info" -> log.info("{}: {}", block, message);
      default -> log.debug("{}: {}", block, message);
    }
  }
}
