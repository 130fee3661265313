package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.program.Program;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When schedules fire: five-field UNIX cron in the time zone of the trigger, by default UTC. */
final class Ticks {

  private static final Logger log = LoggerFactory.getLogger(Ticks.class);

  private Ticks() {}

  /** Whether a trigger is a schedule. */
  static boolean isSchedule(Program.Trigger trigger) {
    return trigger.kind().equals("schedule")
        && trigger.cron() != null
        && trigger.targetFlow() != null;
  }

  /** The first tick of a schedule after a time; empty where there is none, ever. */
  static Optional<Instant> after(Program.Trigger trigger, Instant time) {
    var cron = trigger.cron();
    if (cron == null) {
      return Optional.empty();
    }
    try {
      var zone = trigger.timezone() == null ? ZoneOffset.UTC : ZoneId.of(trigger.timezone());
      var next =
          new CronSchedule(cron.strip(), zone, CronStyle.UNIX)
              .getNextExecutionTime(ExecutionComplete.simulatedSuccess(time));
      return Optional.of(next).filter(tick -> tick.isAfter(time));
    } catch (DateTimeException | IllegalArgumentException | IllegalStateException e) {
      log.warn("the schedule {} does not fire: {}", trigger.name(), e.getMessage());
      return Optional.empty();
    }
  }
}
