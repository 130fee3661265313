package ai.scailabs.scaicore.trigger;

import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The tasks of db-scheduler that schedules are. Their data is the tick that it is to fire, whenever
 * that is tried, so that a tick which a replica did not come to the end of is the same tick for the
 * next one.
 */
@Configuration(proxyBeanMethods = false)
class SchedulerConfiguration {

  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final int MOST_DOUBLINGS = 4;

  @Bean
  com.github.kagkarlsson.scheduler.Clock schedulerClock(Clock clock) {
    return clock::instant;
  }

  @Bean
  DbSchedulerCustomizer schedulerCustomizer() {
    return new DbSchedulerCustomizer() {
      @Override
      public Optional<Serializer> serializer() {
        return Optional.of(new Texts());
      }
    };
  }

  @Bean
  Task<String> scheduleTask(ScheduleFiring firing, Clock clock) {
    return task(Schedules.TASK, firing::fire, clock);
  }

  @Bean
  Task<String> registeredScheduleTask(ScheduleFiring firing, Clock clock) {
    return task(Schedules.REGISTERED, firing::fireRegistered, clock);
  }

  private interface Firing {
    Optional<Instant> fire(ScheduleAddress address, Instant tick);
  }

  private static Task<String> task(String name, Firing firing, Clock clock) {
    return Tasks.custom(name, String.class)
        .onFailure(
            (complete, operations) ->
                operations.reschedule(complete, clock.instant().plus(pause(complete))))
        .onDeadExecution((complete, operations) -> operations.reschedule(complete, clock.instant()))
        .execute(
            (task, context) ->
                completion(
                    firing.fire(ScheduleAddress.of(task.getId()), Instant.parse(task.getData()))));
  }

  private static Duration pause(ExecutionComplete complete) {
    int failures = Math.min(complete.getExecution().consecutiveFailures, MOST_DOUBLINGS);
    return FIRST_RETRY.multipliedBy(1L << failures);
  }

  private static CompletionHandler<String> completion(Optional<Instant> next) {
    return (complete, operations) -> complete(complete, operations, next.orElse(null));
  }

  private static void complete(
      ExecutionComplete complete, ExecutionOperations<String> operations, @Nullable Instant next) {
    if (next == null) {
      operations.remove();
    } else {
      operations.reschedule(complete, next, next.toString());
    }
  }

  /** Data of tasks is text. */
  private static final class Texts implements Serializer {

    @Override
    public byte[] serialize(@Nullable Object data) {
      return data == null ? new byte[0] : data.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <T> T deserialize(Class<T> type, byte @Nullable [] data) {
      return type.cast(data == null ? "" : new String(data, StandardCharsets.UTF_8));
    }
  }
}
