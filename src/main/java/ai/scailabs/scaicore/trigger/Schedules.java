package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.core.Core;
import ai.scailabs.scaicore.core.CoreDeletion;
import ai.scailabs.scaicore.core.CoreRuns;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.web.Columns;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the scheduled tasks of each Core that runs: its program's schedules. They come and go in
 * the transaction in which the Core begins or ceases to run.
 */
@Component
class Schedules implements CoreRuns, CoreDeletion {

  /** Name of the task in db-scheduler. */
  static final String TASK = "schedule";

  private final JdbcClient jdbc;
  private final Clock clock;

  Schedules(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void running(Core core, Program program) {
    remove(core);
    var now = clock.instant();
    for (var trigger : program.triggers()) {
      if (Ticks.isSchedule(trigger)) {
        var address = new ScheduleAddress(core.tenantId(), core.id(), trigger.name());
        Ticks.after(trigger, now).ifPresent(tick -> put(address, tick));
      }
    }
  }

  @Override
  public void halted(Core core) {
    remove(core);
  }

  @Override
  public void deleting(Core core) {
    remove(core);
  }

  /** Whoever has picked the old one loses it: what it would write next has another version. */
  private void put(ScheduleAddress address, Instant tick) {
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
            TASK,
            address.instance(),
            tick.toString().getBytes(StandardCharsets.UTF_8),
            Columns.time(tick))
        .update();
  }

  /** One that fires at this moment stays: it finds that its Core does not run, and goes then. */
  private void remove(Core core) {
    var prefix = ScheduleAddress.ofCore(core.tenantId(), core.id());
    jdbc.sql(
            """
            delete from mod_scaicore_scheduled_tasks
            where task_name = ? and task_instance > ? and task_instance < ? and not picked
            """)
        .params(TASK, prefix, prefix.substring(0, prefix.length() - 1) + '0')
        .update();
  }
}
