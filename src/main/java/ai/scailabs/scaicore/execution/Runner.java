package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.EngineRegistry;
import ai.scailabs.scaicore.engine.CoreEngine;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Interruption;
import ai.scailabs.scaicore.engine.Invocation;
import ai.scailabs.scaicore.engine.Journal.Entry;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.Outcome;
import ai.scailabs.scaicore.identity.AuditedChange;
import ai.scailabs.scaicore.web.RawJson;
import ai.scailabs.scaicore.web.RequestId;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/** Runs executions, each on a virtual thread of its own. */
@Component
class Runner implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Runner.class);

  /** As long as a caller waits for an answer. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Executions executions;
  private final EngineRegistry engines;
  private final ModelProviders models;
  private final CheckpointRaising inbox;
  private final Ownership ownership;
  private final JournalRows journal;
  private final RunsHere here;
  private final TransactionOperations transactions;
  private final Clock clock;
  private final ExecutorService threads =
      java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor();

  Runner(
      Executions executions,
      EngineRegistry engines,
      ModelProviders models,
      CheckpointRaising inbox,
      Ownership ownership,
      JournalRows journal,
      RunsHere here,
      TransactionOperations transactions,
      Clock clock) {
    this.executions = executions;
    this.engines = engines;
    this.models = models;
    this.inbox = inbox;
    this.ownership = ownership;
    this.journal = journal;
    this.here = here;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Runs an execution that is not in the database yet.
   *
   * @param creation to be written with it
   */
  Running begin(Execution execution, AuditedChange creation) {
    return run(execution, creation);
  }

  /** Runs an execution whose row this replica owns. */
  Running resume(Execution execution) {
    return run(execution, null);
  }

  /** The next lasting state of an execution that runs somewhere, here or on another replica. */
  CompletableFuture<Execution> awaited(Execution execution) {
    if (!isUnderWay(execution)) {
      return CompletableFuture.completedFuture(execution);
    }
    return CompletableFuture.supplyAsync(() -> watch(execution), threads);
  }

  private Execution watch(Execution seen) {
    var patience = clock.instant().plus(PATIENCE);
    var execution = seen;
    while (isUnderWay(execution) && clock.instant().isBefore(patience)) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      execution = stored(seen);
    }
    return execution;
  }

  private static boolean isUnderWay(Execution execution) {
    return execution.status() == ExecutionStatus.RUNNING
        || execution.status() == ExecutionStatus.QUEUED;
  }

  private Running run(Execution execution, @Nullable AuditedChange creation) {
    boolean stored = creation == null;
    var writer = new RunWriter(ownership, journal, transactions, execution, creation);
    here.add(writer);
    var requestId = RequestId.current();
    var result =
        CompletableFuture.supplyAsync(
            () -> {
              MDC.put(RequestId.KEY, requestId);
              MDC.put("tenant_id", execution.tenantId());
              MDC.put("core_id", execution.coreId());
              MDC.put("execution_id", execution.id());
              try {
                return finish(writer, outcome(writer, stored));
              } catch (ExecutionNotFound e) {
                // It went with its Core.
                throw e;
              } catch (RuntimeException e) {
                log.error("execution {} is left to be claimed again", execution.id(), e);
                throw e;
              } finally {
                here.remove(writer);
                MDC.clear();
              }
            },
            threads);
    return new Running(writer, result);
  }

  /** A run under way, and the state it will get to. */
  record Running(RunWriter writer, CompletableFuture<Execution> result) {}

  private record Ran(Outcome outcome, Run run) {}

  private Ran outcome(RunWriter writer, boolean stored) {
    var execution = writer.execution();
    CoreEngine engine =
        engines.engine(execution.tenantId(), execution.coreId(), execution.programHash());
    Map<String, Entry> entries =
        stored
            ? journal.read(execution.tenantId(), execution.id(), execution.attempt())
            : new HashMap<>();
    var run = new Run(engine, models.of(execution), inbox, writer, entries);
    try {
      return new Ran(engine.run(invocation(execution), run), run);
    } catch (DataAccessException | TransactionException e) {
      // The database was away: what is stored is claimed again when its lease has ended.
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      if (writer.closing()) {
        // What it called was closed under it: another replica goes on.
        log.info("execution {} breaks off: {}", execution.id(), e.toString());
        return new Ran(new Outcome.Held(), run);
      }
      log.error("execution {} failed inside the engine", execution.id(), e);
      return new Ran(
          new Outcome.Failed(new Failure(Failure.INTERNAL, "the engine failed; the log has more")),
          run);
    }
  }

  private Execution finish(RunWriter writer, Ran ran) {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var e = writer.execution();
    if (writer.lost()) {
      return stored(e);
    }
    var state =
        switch (ran.outcome()) {
          case Outcome.Completed(var output) -> e.completed(new RawJson(Json.text(output)), now);
          case Outcome.Failed failed -> e.failed(new RawJson(error(failed.failure())), now);
          case Outcome.Suspended suspended -> e.suspended(ran.run().checkpointId());
          case Outcome.Held() -> writer.closing() ? e.queued() : e.held();
          case Outcome.Cancelled() -> e.cancelled(now);
        };
    try {
      return writer.end(state, ran.run().question());
    } catch (Interruption lost) {
      return stored(e);
    }
  }

  /** What another run has made of it; fails where it went with its Core. */
  private Execution stored(Execution e) {
    return executions.find(e.tenantId(), e.id()).orElseThrow(ExecutionNotFound::new);
  }

  private static String error(Failure failure) {
    var error = new LinkedHashMap<String, @Nullable Object>();
    error.put("code", failure.code());
    error.put("message", failure.message());
    error.put("block", failure.block());
    return Json.text(error);
  }

  private static Invocation invocation(Execution e) {
    return new Invocation(
        e.id() + ":" + e.attempt(),
        e.flow(),
        Json.object(e.input().text()),
        Json.object(e.environment().text()),
        Json.object(e.trigger().text()),
        Invocation.Limits.NONE);
  }

  /** Lets what runs come to its next commit, from where another replica goes on. */
  @Override
  public void destroy() {
    here.all().forEach(RunWriter::close);
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
