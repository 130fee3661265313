package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.core.CoreNotFound;
import ai.scailabs.scaicore.core.CoreStatus;
import ai.scailabs.scaicore.core.EnvironmentTriggers;
import ai.scailabs.scaicore.core.Programs;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.execution.ExecutionService;
import ai.scailabs.scaicore.execution.StartExecution;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
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
  private final Programs programs;
  private final EnvironmentTriggers triggers;
  private final ExecutionService executions;
  private final Clock clock;

  ScheduleFiring(
      RunnableCores cores,
      Programs programs,
      EnvironmentTriggers triggers,
      ExecutionService executions,
      Clock clock) {
    this.cores = cores;
    this.programs = programs;
    this.triggers = triggers;
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
    var core = core(address).orElse(null);
    return core == null
        ? Optional.empty()
        : ofProgram(core, address.trigger())
            .flatMap(schedule -> fire(core, schedule, tick, key(address, tick, "")));
  }

  /** As {@link #fire}, for one that was registered. */
  Optional<Instant> fireRegistered(ScheduleAddress address, Instant tick) {
    var core = core(address).orElse(null);
    var schedule = core == null ? null : registered(core, address.trigger()).orElse(null);
    return core == null || schedule == null
        ? Optional.empty()
        : fire(core, schedule, tick, key(address, tick, "registered:"));
  }

  private Optional<Instant> fire(RunnableCore core, Schedule schedule, Instant tick, String key) {
    if (!core.runtimeMode().takesEvents()) {
      log.debug("the schedule {} rests: its Core is {}", schedule.name(), core.runtimeMode());
      return Ticks.after(schedule, clock.instant());
    }
    try {
      var started = executions.start(request(core, schedule, tick, key));
      log.debug("schedule {} began {}", schedule.name(), started.executionId());
    } catch (ApiException e) {
      if (e.code() == ErrorCode.CORE_NOT_RUNNING || e.code() == ErrorCode.CORE_NOT_FOUND) {
        return Optional.empty();
      }
      if (isPassing(e.code())) {
        throw e;
      }
      log.warn(
          "the schedule {} of core {} could not start its flow at {}: {}",
          schedule.name(),
          core.id(),
          tick,
          e.getMessage());
    }
    return Ticks.after(schedule, clock.instant());
  }

  private static boolean isPassing(ErrorCode code) {
    return code == ErrorCode.QUOTA_EXCEEDED
        || code == ErrorCode.RATE_LIMITED
        || code == ErrorCode.STORAGE_ERROR
        || code == ErrorCode.INTERNAL_ERROR;
  }

  /** The Core, while it runs. */
  private Optional<RunnableCore> core(ScheduleAddress address) {
    try {
      return Optional.of(cores.get(address.tenantId(), address.coreId()))
          .filter(core -> core.status() == CoreStatus.RUNNING);
    } catch (CoreNotFound e) {
      return Optional.empty();
    }
  }

  private Optional<Schedule> ofProgram(RunnableCore core, String name) {
    var hash = core.programHash();
    return hash == null
        ? Optional.empty()
        : programs.load(core.tenantId(), hash).triggers().stream()
            .flatMap(trigger -> Schedule.of(trigger).stream())
            .filter(schedule -> schedule.name().equals(name))
            .findFirst();
  }

  private Optional<Schedule> registered(RunnableCore core, String id) {
    return triggers.of(core.environment()).stream()
        .flatMap(trigger -> Schedule.of(trigger).stream())
        .filter(schedule -> schedule.name().equals(id))
        .findFirst();
  }

  private static StartExecution request(
      RunnableCore core, Schedule schedule, Instant tick, String key) {
    return new StartExecution(
        core.tenantId(),
        core.id(),
        core.createdBy(),
        schedule.input(),
        schedule.flow(),
        null,
        null,
        schedule.shown(tick),
        key);
  }

  /** The same for each try of a tick; names of triggers may be long. */
  private static String key(ScheduleAddress address, Instant tick, String keys) {
    var name = UUID.nameUUIDFromBytes(address.trigger().getBytes(StandardCharsets.UTF_8));
    return "schedule:" + keys + address.coreId() + ":" + name + ":" + tick;
  }
}
