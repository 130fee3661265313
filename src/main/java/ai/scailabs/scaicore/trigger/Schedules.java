package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.core.Core;
import ai.scailabs.scaicore.core.CoreDeletion;
import ai.scailabs.scaicore.core.CoreEdited;
import ai.scailabs.scaicore.core.CoreRuns;
import ai.scailabs.scaicore.core.CoreStatus;
import ai.scailabs.scaicore.core.EnvironmentTriggers;
import ai.scailabs.scaicore.program.Program;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the scheduled tasks of each Core that runs: its program's schedules, and those that are
 * registered with it. They come and go in the transaction in which the Core begins or ceases to
 * run, or its triggers change.
 */
@Component
class Schedules implements CoreRuns, CoreEdited, CoreDeletion {

  /** Names of the tasks in db-scheduler: of the program's, whose instances end in their names, */
  static final String TASK = "schedule";

  /** and of registered ones, whose instances end in their ids. */
  static final String REGISTERED = "registered-schedule";

  private final JdbcClient jdbc;
  private final EnvironmentTriggers triggers;
  private final Clock clock;

  Schedules(JdbcClient jdbc, EnvironmentTriggers triggers, Clock clock) {
    this.jdbc = jdbc;
    this.triggers = triggers;
    this.clock = clock;
  }

  @Override
  public void running(Core core, Program program) {
    remove(core, TASK);
    remove(core, REGISTERED);
    program.triggers().stream()
        .flatMap(trigger -> Schedule.of(trigger).stream())
        .forEach(schedule -> put(core, TASK, schedule));
    registered(core).forEach(schedule -> put(core, REGISTERED, schedule));
  }

  @Override
  public void halted(Core core) {
    remove(core, TASK);
    remove(core, REGISTERED);
  }

  @Override
  public void deleting(Core core) {
    halted(core);
  }

  /** Those whose time was missed so far keep the tick that they are to make up for. */
  @Override
  public void edited(Core core) {
    if (core.status() != CoreStatus.RUNNING) {
      return;
    }
    var there = ticks(core);
    var now = clock.instant();
    for (var schedule : registered(core)) {
      var next = Ticks.after(schedule, now);
      if (next.isEmpty()) {
        continue;
      }
      var address = address(core, schedule);
      if (!isStill(there.remove(address.instance()), schedule, next.get(), now)) {
        put(REGISTERED, address, next.get());
      }
    }
    there.keySet().forEach(this::remove);
  }

  /**
   * Whether a tick that is kept is the one to come, or one of the same schedule that was missed.
   */
  private static boolean isStill(
      @Nullable String kept, Schedule schedule, Instant next, Instant now) {
    try {
      var tick = kept == null ? null : Instant.parse(kept);
      return tick != null
          && (tick.equals(next) || (!tick.isAfter(now) && Ticks.isTick(schedule, tick)));
    } catch (DateTimeException e) {
      return false;
    }
  }

  private List<Schedule> registered(Core core) {
    return triggers.of(core.configuration().environment()).stream()
        .flatMap(trigger -> Schedule.of(trigger).stream())
        .toList();
  }

  private static ScheduleAddress address(Core core, Schedule schedule) {
    return new ScheduleAddress(core.tenantId(), core.id(), schedule.name());
  }

  private void put(Core core, String task, Schedule schedule) {
    Ticks.after(schedule, clock.instant())
        .ifPresent(tick -> put(task, address(core, schedule), tick));
  }

  /** Whoever has picked the old one loses it: what it would write next has another version. */
  private void put(String task, ScheduleAddress address, Instant tick) {
    jdbc.sql(
            """
            insert into mod_scaicore_scheduled_tasks as t
              (task_name, task_instance, task_data, execution_time, picked, consecutive_failures,
               version)
            values (?, ?, ?, ?, false, 0, 1)
            on conflict (task_name, task_instance) do update
              set task_data = excluded.task_data, execution_time = excluded.execution_time,
                  picked = false, picked_by = null, last_heartbeat = null,
                  consecutive_failures = 0, version = t.version + 1
            """)
        .params(
            task,
            address.instance(),
            tick.toString().getBytes(StandardCharsets.UTF_8),
            Timestamp.from(tick))
        .update();
  }

  /** The registered ones of a Core, and the tick that each is to fire. */
  private Map<String, String> ticks(Core core) {
    var ticks = new HashMap<String, String>();
    jdbc.sql(
            """
            select task_instance, task_data from mod_scaicore_scheduled_tasks
            where task_name = ? and task_instance > ? and task_instance < ?
            """)
        .params(REGISTERED, from(core), to(core))
        .query(
            row -> {
              var data = row.getBytes("task_data");
              ticks.put(
                  row.getString("task_instance"),
                  data == null ? "" : new String(data, StandardCharsets.UTF_8));
            });
    return ticks;
  }

  private void remove(String instance) {
    jdbc.sql(
            "delete from mod_scaicore_scheduled_tasks where task_name = ? and task_instance = ?"
                + " and not picked")
        .params(REGISTERED, instance)
        .update();
  }

  /** One that fires at this moment stays: it finds that its Core does not run, and goes then. */
  private void remove(Core core, String task) {
    jdbc.sql(
            """
            delete from mod_scaicore_scheduled_tasks
            where task_name = ? and task_instance > ? and task_instance < ? and not picked
            """)
        .params(task, from(core), to(core))
        .update();
  }

  private static String from(Core core) {
    return ScheduleAddress.ofCore(core.tenantId(), core.id());
  }

  private static String to(Core core) {
    var from = from(core);
    return from.substring(0, from.length() - 1) + '0';
  }
}
