package ai.scailabs.scaicore.execution;

import static java.util.stream.Collectors.toSet;

import ai.scailabs.scaicore.core.ConcurrencyMode;
import ai.scailabs.scaicore.core.CoreStatus;
import ai.scailabs.scaicore.core.EngineRegistry;
import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.engine.Inputs;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.Execution.Origin;
import ai.scailabs.scaicore.execution.Execution.Turn;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.expression.Values;
import ai.scailabs.scaicore.program.type.DurationText;
import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.RawJson;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes of a request the execution that it asks for, or says what is wrong with it. */
@Component
class ExecutionDrafts {

  private static final int MAX_KEY = 255;
  private static final int MAX_INPUT = 1_000_000;

  private final EngineRegistry engines;
  private final InFlight inFlight;
  private final Clock clock;

  ExecutionDrafts(EngineRegistry engines, InFlight inFlight, Clock clock) {
    this.engines = engines;
    this.inFlight = inFlight;
    this.clock = clock;
  }

  /**
   * An execution that is not in the database yet: running, or queued where it waits its turn.
   *
   * @param instances what its program says about instances; null where it waits for none
   */
  record Draft(
      Execution execution,
      Instances.@Nullable Settings instances,
      @Nullable String programVersion) {}

  Draft draft(RunnableCore core, StartExecution request, Origin origin) {
    return draft(core, request, origin, 0);
  }

  /**
   * @param drafted how many more are about to begin together with it
   */
  Draft draft(RunnableCore core, StartExecution request, Origin origin, int drafted) {
    var hash = core.programHash();
    if (core.status() != CoreStatus.RUNNING || hash == null) {
      throw new CoreNotRunning(core.status());
    }
    var program = engines.engine(core.tenantId(), core.id(), hash).program();
    var flow = flow(program, request.flow());
    requireFitting(program, flow, request.input());
    var input = Json.text(request.input());
    if (input.length() > MAX_INPUT) {
      throw new InputTooLarge(input.length(), MAX_INPUT);
    }
    var mode = mode(core, program);
    var instanceKey = instanceKey(core, program, request, mode);
    var queueKey =
        switch (mode) {
          case STATELESS -> null;
          case ENTITY -> instanceKey;
          case SINGLETON -> "";
        };
    inFlight.admit(core, drafted);
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var execution =
        new Execution(
            Ids.next("exec_"),
            core.tenantId(),
            core.id(),
            flow.name(),
            queueKey == null ? ExecutionStatus.RUNNING : ExecutionStatus.QUEUED,
            new RawJson(input),
            null,
            null,
            new RawJson(environment(core, program)),
            new RawJson(Json.text(request.trigger())),
            hash,
            instanceKey,
            null,
            1,
            request.userId(),
            core.delegation().userAt(now),
            0,
            now,
            queueKey == null ? now : null,
            null,
            queueKey == null ? Turn.FREE : Turn.of(queueKey),
            ResourceLimits.kept(core.resourceLimits()),
            origin);
    return new Draft(execution, queueKey == null ? null : settings(program), program.version());
  }

  private static void requireFitting(
      Program program, Program.Flow flow, Map<String, @Nullable Object> input) {
    var problems = Inputs.problems(program, flow, input);
    if (!problems.isEmpty()) {
      var first = problems.getFirst();
      throw new ValidationFailed(
          first.field() + " " + first.message(),
          problems.stream().map(p -> new Detail(p.field(), p.message())).toList());
    }
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

  private static Instances.Settings settings(Program program) {
    var instance = program.instance();
    if (instance == null) {
      return new Instances.Settings(1, null, Instances.Settings.QUEUE, null);
    }
    return new Instances.Settings(
        instance.maxConcurrent() == null ? 1 : Math.max(1, instance.maxConcurrent()),
        instance.maxActiveInstances(),
        instance.overflow() == null ? Instances.Settings.QUEUE : instance.overflow(),
        DurationText.parse(String.valueOf(instance.idleTimeout()))
            .map(ResourceLimits::sensible)
            .orElse(null));
  }

  /** Source: the engine design, "Entity and singleton Cores". */
  private static @Nullable String instanceKey(
      RunnableCore core, Program program, StartExecution request, ConcurrencyMode mode) {
    var given = request.instanceKey();
    if (given != null || mode != ConcurrencyMode.ENTITY) {
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
    throw keyMissing(request, String.valueOf(field));
  }

  /** In words that whoever sent it can follow, by the way that it came. */
  private static ValidationFailed keyMissing(StartExecution request, String field) {
    var is = "is required by this entity Core: the key of the instance that it is for";
    return switch (String.valueOf(request.trigger().get("kind"))) {
      case "event" -> new ValidationFailed("data." + field, is);
      case "webhook" -> new ValidationFailed("body." + field, is);
      case "schedule" -> new ValidationFailed("config.input." + field, is);
      case "api" -> new ValidationFailed(field, is + "; send it in the path, query or body");
      default ->
          new ValidationFailed(
              "instance_key",
              "is required by this entity Core; send it, or input."
                  + field
                  + " with the instance's key");
    };
  }

  private static String storable(String key) {
    if (key.indexOf('\0') >= 0 || key.isBlank() || key.length() > MAX_KEY) {
      throw new ValidationFailed(
          "instance_key", "must have 1 to " + MAX_KEY + " characters, none of them U+0000");
    }
    return key;
  }

  private static ConcurrencyMode mode(RunnableCore core, Program program) {
    if (core.concurrencyMode() != null) {
      return core.concurrencyMode();
    }
    var instance = program.instance();
    return instance == null || instance.mode() == null
        ? ConcurrencyMode.STATELESS
        : ConcurrencyMode.of(instance.mode());
  }
}
