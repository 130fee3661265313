package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.EngineRegistry;
import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.engine.CoreEngine;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Interruption;
import ai.scailabs.scaicore.engine.Outcome;
import ai.scailabs.scaicore.identity.AuditedChange;
import ai.scailabs.scaicore.web.RequestId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Runs executions, each on a virtual thread of its own. */
@Component
class Runner implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Runner.class);

  private final Executions executions;
  private final EngineRegistry engines;
  private final Worlds worlds;
  private final RunRows rows;
  private final Instances instances;
  private final RunsHere here;
  private final Clock clock;
  private final ExecutorService threads =
      java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor();

  Runner(
      Executions executions,
      EngineRegistry engines,
      Worlds worlds,
      RunRows rows,
      Instances instances,
      RunsHere here,
      Clock clock) {
    this.executions = executions;
    this.engines = engines;
    this.worlds = worlds;
    this.rows = rows;
    this.instances = instances;
    this.here = here;
    this.clock = clock;
  }

  /**
   * Runs an execution that is not in the database yet.
   *
   * @param core as it was read just now
   * @param creation to be written with the execution
   */
  Running begin(RunnableCore core, Execution execution, AuditedChange creation) {
    return run(core, execution, creation);
  }

  /** Runs an execution whose row this replica owns. */
  Running resume(Execution execution) {
    return run(null, execution, null);
  }

  /** Gives those their turn who wait for an instance, and runs them. */
  List<Running> admit(String tenantId, String coreId, String instance) {
    return instances.admit(tenantId, coreId, instance).stream().map(this::resume).toList();
  }

  /** Runs what a result has made go on. */
  void goOn(Arrivals.Arrival arrival) {
    var e = arrival.execution();
    var line = arrival.line();
    if (arrival.runsHere()) {
      resume(e);
    } else if (line != null) {
      admit(e.tenantId(), e.coreId(), line);
    }
  }

  private Running run(
      @Nullable RunnableCore core, Execution execution, @Nullable AuditedChange creation) {
    var writer = new RunWriter(rows, execution, creation);
    here.add(writer);
    var requestId = RequestId.current();
    if (here.closing()) {
      return leftAside(writer);
    }
    var result =
        CompletableFuture.supplyAsync(
            () -> {
              MDC.put(RequestId.KEY, requestId);
              MDC.put("tenant_id", execution.tenantId());
              MDC.put("core_id", execution.coreId());
              MDC.put("execution_id", execution.id());
              try {
                return next(ran(writer, core));
              } catch (ExecutionNotFound e) {
                // It went with its Core.
                throw e;
              } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                leave(writer, e);
                throw e;
              } finally {
                MDC.clear();
              }
            },
            threads);
    return new Running(writer, result);
  }

  /** A replica that closes begins nothing: what is stored is for others. */
  private Running leftAside(RunWriter writer) {
    here.remove(writer);
    if (writer.stored()) {
      rows.ownership().giveUp(writer.execution());
      return new Running(writer, CompletableFuture.completedFuture(writer.execution()));
    }
    return new Running(
        writer,
        CompletableFuture.failedFuture(
            new IllegalStateException("the service shuts down; send the request again")));
  }

  /**
   * @param core of a new execution, which is not in the database yet
   */
  private RunWriter.Ended ran(RunWriter writer, @Nullable RunnableCore core) {
    try (var witness = worlds.witness(writer.execution())) {
      var ran = outcome(writer, core, witness);
      return finish(writer, ran, witness);
    } finally {
      here.remove(writer);
    }
  }

  /** A run under way, and the state it will get to. */
  record Running(RunWriter writer, CompletableFuture<Execution> result) {}

  private record Ran(Outcome outcome, Run.World world) {

    Questions questions() {
      return world.questions();
    }

    /** Writes what the run waits for, after the execution's own row. */
    void write() {
      world.questions().write();
      world.queues().write();
    }
  }

  private Ran outcome(RunWriter writer, @Nullable RunnableCore core, Witness witness) {
    var execution = writer.execution();
    CoreEngine engine =
        engines.engine(execution.tenantId(), execution.coreId(), execution.programHash());
    var entries =
        core == null
            ? rows.journal().read(execution.tenantId(), execution.id(), execution.attempt())
            : JournalRows.Loaded.NOTHING;
    witness.begins(entries.total() == 0);
    var world =
        worlds.of(writer, core, () -> Run.requireLeave(engine, writer), witness, this::resume);
    var run = new Run(engine, world, writer, entries, rows.failpoints());
    try {
      return new Ran(engine.run(execution.invocation(), run), world);
    } catch (RuntimeException | StackOverflowError e) {
      if (Outages.isOne(e)) {
        // What is stored is claimed again.
        throw e;
      }
      if (writer.closing()) {
        // What it called was closed under it: another replica goes on.
        log.info("execution {} breaks off: {}", execution.id(), e.toString());
        return new Ran(new Outcome.Held(), world);
      }
      log.error("execution {} failed inside the engine", execution.id(), e);
      return new Ran(
          new Outcome.Failed(new Failure(Failure.INTERNAL, "the engine failed; the log has more")),
          world);
    }
  }

  private RunWriter.Ended finish(RunWriter writer, Ran ran, Witness witness) {
    var now = now();
    var e = writer.execution();
    if (writer.lost()) {
      return overtaken(e);
    }
    var redo = ran.outcome() instanceof Outcome.Failed failed ? failed.redo() : List.<String>of();
    var state = NextState.of(e, ran.outcome(), ran.questions().first(), writer.closing(), now);
    try {
      var ended = writer.end(state, ran::write, redo);
      witness.ended(ran.outcome(), ended.execution());
      return ended;
    } catch (Interruption lost) {
      return overtaken(e);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** What another run has made of it; fails where it went with its Core. */
  private RunWriter.Ended overtaken(Execution e) {
    return new RunWriter.Ended(stored(e), java.util.Optional.empty());
  }

  /** Runs what may go on now that a run has ended; gives the state that its caller is told. */
  private Execution next(RunWriter.Ended ended) {
    var e = ended.execution();
    if (here.closing()) {
      return e;
    }
    ended.caller().ifPresent(this::goOn);
    var instance = e.turn().queueKey();
    if (instance != null) {
      admit(e.tenantId(), e.coreId(), instance);
      return e;
    }
    if (e.status() != ExecutionStatus.QUEUED) {
      return e;
    }
    // An answer came while it ran.
    return rows.ownership()
        .take(e.tenantId(), e.id())
        .map(taken -> resume(taken).result().join())
        .orElse(e);
  }

  /** Others go on with what an outage broke off; what would fail again fails for good. */
  private void leave(RunWriter writer, Throwable cause) {
    var e = writer.execution();
    if (!writer.stored() || writer.lost()) {
      log.error("execution {} could not be stored", e.id(), cause);
      return;
    }
    try {
      if (Outages.isOne(cause)) {
        log.error("execution {} is left to be claimed again", e.id(), cause);
        rows.ownership().giveUp(e);
      } else {
        log.error("execution {} cannot be written as it is; it fails", e.id(), cause);
        var failure =
            new Failure(Failure.INTERNAL, "the execution cannot be stored; the log has more");
        new RunWriter(rows, e, null).end(NextState.failed(e, failure, now()), () -> {}, List.of());
      }
    } catch (RuntimeException again) {
      log.debug("its lease will run out", again);
    }
  }

  private Execution stored(Execution e) {
    return executions.find(e.tenantId(), e.id()).orElseThrow(ExecutionNotFound::new);
  }

  /** Lets what runs come to its next commit, from where another replica goes on. */
  @Override
  public void destroy() {
    here.close();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(5, java.util.concurrent.TimeUnit.SECONDS)) {
        log.info("left executions under way to other replicas");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
