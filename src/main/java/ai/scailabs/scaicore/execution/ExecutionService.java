package ai.scailabs.scaicore.execution;

import static java.util.stream.Collectors.toSet;

import ai.scailabs.scaicore.core.ConcurrencyMode;
import ai.scailabs.scaicore.core.CoreReleased;
import ai.scailabs.scaicore.core.CoreStatus;
import ai.scailabs.scaicore.core.EngineRegistry;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.engine.Inputs;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.AuditedChange;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.expression.Values;
import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.RawJson;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Begins executions, shows them, and carries them on. */
@Service
public class ExecutionService implements CoreReleased {

  private static final int MAX_KEY = 255;

  private final RunnableCores cores;
  private final EngineRegistry engines;
  private final Executions executions;
  private final InFlight inFlight;
  private final Ownership ownership;
  private final IdempotencyKeys keys;
  private final RunsHere here;
  private final Runner runner;
  private final TransactionOperations transactions;
  private final AuditTrail audit;
  private final Clock clock;

  ExecutionService(
      RunnableCores cores,
      EngineRegistry engines,
      Executions executions,
      InFlight inFlight,
      Ownership ownership,
      IdempotencyKeys keys,
      RunsHere here,
      Runner runner,
      TransactionOperations transactions,
      AuditTrail audit,
      Clock clock) {
    this.cores = cores;
    this.engines = engines;
    this.executions = executions;
    this.inFlight = inFlight;
    this.ownership = ownership;
    this.keys = keys;
    this.here = here;
    this.runner = runner;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Begins an execution that its caller waits for.
   *
   * @return the execution under way; or, for a key that was used before, the one it began
   */
  public Started start(StartExecution request) {
    return start(request, false);
  }

  /** Begins an execution that nobody waits for; when enough of them run here, it is queued. */
  Started startUnattended(StartExecution request) {
    return start(request, here.size() >= RunsHere.ENOUGH);
  }

  private Started start(StartExecution request, boolean queue) {
    var core = cores.get(request.tenantId(), request.coreId());
    var key = IdempotencyKeys.checked(request.idempotencyKey());
    if (key == null) {
      var execution = execution(core, request);
      return queue ? queued(execution) : begun(runner.begin(execution, creation(execution)));
    }
    var hash = IdempotencyKeys.hash(request);
    var used = keys.find(request.tenantId(), request.userId(), key);
    if (used.isPresent()) {
      return earlier(request, used.get(), hash);
    }
    var execution = execution(core, request);
    var stored = queue ? execution.queued() : execution;
    if (takeKey(request, key, new IdempotencyKeys.Use(execution.id(), hash), stored)) {
      return queue ? waiting(stored) : begun(runner.resume(execution));
    }
    var winner = keys.find(request.tenantId(), request.userId(), key).orElseThrow();
    return earlier(request, winner, hash);
  }

  /** Stores an execution together with its key; neither when another request has the key. */
  private boolean takeKey(
      StartExecution request, String key, IdempotencyKeys.Use use, Execution execution) {
    return Boolean.TRUE.equals(
        transactions.execute(
            status -> {
              ownership.insert(execution, creation(execution));
              boolean ours = keys.take(request.tenantId(), request.userId(), key, use);
              if (!ours) {
                status.setRollbackOnly();
              }
              return ours;
            }));
  }

  private Started queued(Execution execution) {
    var queued = execution.queued();
    ownership.insert(queued, creation(queued));
    return waiting(queued);
  }

  private AuditedChange creation(Execution execution) {
    return audit.prepare(execution.tenantId(), "execution.create", execution.id());
  }

  private static Started waiting(Execution queued) {
    return new Started(queued.id(), CompletableFuture.completedFuture(queued), () -> {}, false);
  }

  /** The execution, if the tenant has it. */
  public Execution get(String tenantId, String id) {
    return executions.find(tenantId, id).orElseThrow(ExecutionNotFound::new);
  }

  /** A Core's executions, newest first. */
  Page<Execution> ofCore(String tenantId, String coreId, Paging paging) {
    cores.get(tenantId, coreId);
    return executions.ofCore(tenantId, coreId, paging);
  }

  @Override
  public void released(String tenantId, String coreId) {
    ownership.release(tenantId, coreId);
  }

  /**
   * An execution that was begun: whose state can be waited for.
   *
   * @param earlier whether it was begun by a request before, of the same key
   */
  public record Started(
      String executionId, CompletableFuture<Execution> result, Runnable keep, boolean earlier) {}

  private static Started begun(Runner.Running running) {
    return new Started(
        running.writer().execution().id(), running.result(), () -> running.writer().flush(), false);
  }

  private Started earlier(StartExecution request, IdempotencyKeys.Use used, String hash) {
    if (!used.requestHash().equals(hash)) {
      throw new ValidationFailed(
          "Idempotency-Key", "was used for another request in the last 24 hours; choose a new one");
    }
    var execution = get(request.tenantId(), used.executionId());
    return new Started(execution.id(), runner.awaited(execution), () -> {}, true);
  }

  private Execution execution(RunnableCore core, StartExecution request) {
    var hash = core.programHash();
    if (core.status() != CoreStatus.RUNNING || hash == null) {
      throw new CoreNotRunning(core.status());
    }
    var program = engines.engine(core.tenantId(), core.id(), hash).program();
    var flow = flow(program, request.flow());
    var problems = Inputs.problems(program, flow, request.input());
    if (!problems.isEmpty()) {
      var first = problems.getFirst();
      throw new ValidationFailed(
          first.field() + " " + first.message(),
          problems.stream().map(p -> new Detail(p.field(), p.message())).toList());
    }
    inFlight.admit(core.tenantId(), core.id());
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new Execution(
        Ids.next("exec_"),
        core.tenantId(),
        core.id(),
        flow.name(),
        ExecutionStatus.RUNNING,
        new RawJson(Json.text(request.input())),
        null,
        null,
        new RawJson(environment(core, program)),
        new RawJson(Json.text(request.trigger())),
        hash,
        instanceKey(core, program, request),
        null,
        1,
        request.userId(),
        0,
        now,
        now,
        null);
  }

  /** What the program's config may be filled from, as it is now. */
  private static String environment(RunnableCore core, Program program) {
    if (program.config().isEmpty()) {
      return "{}";
    }
    var environment = Json.object(core.environment());
    environment
        .keySet()
        .retainAll(program.config().stream().map(Program.Config::name).collect(toSet()));
    return Json.text(environment);
  }

  private static Program.Flow flow(Program program, @Nullable String name) {
    var chosen =
        name != null
            ? name
            : program.triggers().stream()
                .filter(t -> t.kind().equals("api") && t.targetFlow() != null)
                .map(Program.Trigger::targetFlow)
                .findFirst()
                .orElse(program.flows().getFirst().name());
    return program
        .flow(String.valueOf(chosen))
        .orElseThrow(
            () ->
                new ValidationFailed(
                    "flow",
                    "is none of this Core's; it has "
                        + String.join(
                            ", ", program.flows().stream().map(Program.Flow::name).toList())));
  }

  /** Source: the engine design, "Entity and singleton Cores". */
  private static @Nullable String instanceKey(
      RunnableCore core, Program program, StartExecution request) {
    var given = request.instanceKey();
    if (given != null || !isEntity(core, program)) {
      return given == null ? null : storable(given);
    }
    var instance = program.instance();
    var field =
        core.entityKeyField() != null
            ? core.entityKeyField()
            : instance == null ? null : instance.entityKey();
    var value = field == null ? null : request.input().get(field);
    if (value != null && !(value instanceof Map<?, ?>) && !(value instanceof Iterable<?>)) {
      return storable(Values.text(value));
    }
    if (request.fallbackKey() != null) {
      return request.fallbackKey();
    }
    throw new ValidationFailed(
        "instance_key",
        "is required by this entity Core; send it, or input." + field + " with the instance's key");
  }

  private static String storable(String key) {
    if (key.indexOf('\0') >= 0 || key.isBlank() || key.length() > MAX_KEY) {
      throw new ValidationFailed(
          "instance_key", "must have 1 to " + MAX_KEY + " characters, none of them U+0000");
    }
    return key;
  }

  private static boolean isEntity(RunnableCore core, Program program) {
    if (core.concurrencyMode() != null) {
      return core.concurrencyMode() == ConcurrencyMode.ENTITY;
    }
    var instance = program.instance();
    return instance != null && "entity".equals(instance.mode());
  }
}
