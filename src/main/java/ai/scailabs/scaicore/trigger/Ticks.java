package ai.scailabs.scaicore.trigger;

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

  /** What the library says for a time that does not come is later. */
  private static final Instant NEVER = Instant.parse("2500-01-01T00:00:00Z");

  private Ticks() {}

  /** Whether a time is one at which a schedule fires. */
  static boolean isTick(Schedule schedule, Instant time) {
    return after(schedule, time.minusSeconds(1)).filter(time::equals).isPresent();
  }

  /** The first tick of a schedule after a time; empty where there is none, ever. */
  static Optional<Instant> after(Schedule schedule, Instant time) {
    try {
      var zone = schedule.timezone() == null ? ZoneOffset.UTC : ZoneId.of(schedule.timezone());
      var next =
          new CronSchedule(schedule.cron().strip(), zone, CronStyle.UNIX)
              .getNextExecutionTime(ExecutionComplete.simulatedSuccess(time));
      return Optional.of(next).filter(tick -> tick.isAfter(time) && tick.isBefore(NEVER));
    } catch (DateTimeException | IllegalArgumentException | IllegalStateException e) {
      log.warn("the schedule {} does not fire: {}", schedule.name(), e.getMessage());
      return Optional.empty();
    }
  }
}
