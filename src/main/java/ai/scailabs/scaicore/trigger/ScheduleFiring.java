package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.core.CoreNotFound;
import ai.scailabs.scaicore.core.CoreService;
import ai.scailabs.scaicore.core.CoreStatus;
import ai.scailabs.scaicore.core.EngineRegistry;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.execution.ExecutionService;
import ai.scailabs.scaicore.execution.StartExecution;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Starts the flow of a schedule: once for each tick, however often the tick is tried. Ticks that
 * were missed while no replica was there are made up for by one.
 */
@Component
class ScheduleFiring {

  private static final Logger log = LoggerFactory.getLogger(ScheduleFiring.class);

  private final RunnableCores cores;
  private final CoreService allCores;
  private final EngineRegistry engines;
  private final ExecutionService executions;
  private final Clock clock;

  ScheduleFiring(
      RunnableCores cores,
      CoreService allCores,
      EngineRegistry engines,
      ExecutionService executions,
      Clock clock) {
    this.cores = cores;
    this.allCores = allCores;
    this.engines = engines;
    this.executions = executions;
    this.clock = clock;
  }

  /**
   * Fires a tick.
   *
   * @return the tick to come; empty when the schedule is none of a running Core any more
   * @throws RuntimeException when the tick is to be tried again
   */
  Optional<Instant> fire(ScheduleAddress address, Instant tick) {
    var trigger = trigger(address).orElse(null);
    if (trigger == null) {
      return Optional.empty();
    }
    try {
      var started = executions.start(request(address, trigger, tick));
      log.debug("schedule {} began {}", address.trigger(), started.executionId());
    } catch (ApiException e) {
      if (e.code() == ErrorCode.CORE_NOT_RUNNING || e.code() == ErrorCode.CORE_NOT_FOUND) {
        return Optional.empty();
      }
      if (isPassing(e.code())) {
        throw e;
      }
      log.warn(
          "the schedule {} of core {} could not start its flow at {}: {}",
          address.trigger(),
          address.coreId(),
          tick,
          e.getMessage());
    }
    return Ticks.after(trigger, clock.instant());
  }

  private static boolean isPassing(ErrorCode code) {
    return code == ErrorCode.QUOTA_EXCEEDED
        || code == ErrorCode.RATE_LIMITED
        || code == ErrorCode.STORAGE_ERROR
        || code == ErrorCode.INTERNAL_ERROR;
  }

  /** The trigger, while its Core runs and its program has it. */
  private Optional<Program.Trigger> trigger(ScheduleAddress address) {
    try {
      var core = cores.get(address.tenantId(), address.coreId());
      var hash = core.programHash();
      if (core.status() != CoreStatus.RUNNING || hash == null) {
        return Optional.empty();
      }
      return engines.engine(core.tenantId(), core.id(), hash).program().triggers().stream()
          .filter(t -> Ticks.isSchedule(t) && t.name().equals(address.trigger()))
          .findFirst();
    } catch (CoreNotFound e) {
      return Optional.empty();
    }
  }

  private StartExecution request(ScheduleAddress address, Program.Trigger trigger, Instant tick) {
    var core = allCores.get(address.tenantId(), address.coreId());
    return new StartExecution(
        address.tenantId(),
        address.coreId(),
        core.createdBy(),
        Map.of(),
        trigger.targetFlow(),
        null,
        null,
        Map.of("kind", "schedule", "name", trigger.name(), "scheduled_for", tick.toString()),
        key(address, tick));
  }

  /** The same for each try of a tick; names of triggers may be long. */
  private static String key(ScheduleAddress address, Instant tick) {
    var name = UUID.nameUUIDFromBytes(address.trigger().getBytes(StandardCharsets.UTF_8));
    return "schedule:" + address.coreId() + ":" + name + ":" + tick;
  }
}
