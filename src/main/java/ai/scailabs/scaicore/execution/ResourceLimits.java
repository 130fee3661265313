package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Invocation;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.program.type.DurationText;
import ai.scailabs.scaicore.web.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of a Core's {@code resource_limits} that are enforced: {@code max_executions}, {@code
 * max_duration} (such as {@code 2h}, or seconds), {@code max_llm_calls}, {@code max_tokens} and
 * {@code max_memory_bytes}. Others are kept and have no effect. Source: the HTTP contract, "Where
 * the seeds leave a choice".
 */
final class ResourceLimits {

  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final RawJson NONE = new RawJson("{}");

  private ResourceLimits() {}

  /** What an execution keeps of them. */
  static RawJson kept(String limits) {
    return limits.length() <= 2 ? NONE : new RawJson(limits);
  }

  static Invocation.Limits of(RawJson limits, Instant began) {
    if (limits.text().length() <= 2) {
      return Invocation.Limits.NONE;
    }
    var members = Json.object(limits.text());
    return new Invocation.Limits(
        duration(members.get("max_duration")).map(began::plus).orElse(null),
        number(members.get("max_llm_calls")),
        number(members.get("max_tokens")));
  }

  /** How many executions may be in flight; null for as many as the quota allows. */
  static @Nullable Long executions(String limits) {
    return limits.length() <= 2 ? null : number(Json.object(limits).get("max_executions"));
  }

  static @Nullable Long memoryBytes(RawJson limits) {
    return limits.text().length() <= 2
        ? null
        : number(Json.object(limits.text()).get("max_memory_bytes"));
  }

  private static Optional<Duration> duration(@Nullable Object value) {
    return (value instanceof Number seconds
            ? Optional.of(Duration.ofSeconds(seconds.longValue()))
            : Optional.ofNullable(value).map(String::valueOf).flatMap(DurationText::parse))
        .map(ResourceLimits::sensible);
  }

  /** A time that can be counted with. */
  static Duration sensible(Duration given) {
    return given.compareTo(LONGEST) > 0 ? LONGEST : given;
  }

  private static @Nullable Long number(@Nullable Object value) {
    return value instanceof Number number ? Long.valueOf(number.longValue()) : null;
  }
}
