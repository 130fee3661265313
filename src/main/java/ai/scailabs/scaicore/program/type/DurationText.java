package ai.scailabs.scaicore.program.type;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Durations as the fields {@code timeout}, {@code reminder_interval}, {@code idle_timeout} and
 * {@code max_duration} give them: {@code 30s}, {@code 5m}, {@code 1h}, {@code 7d}, also several in
 * a row ({@code 1h30m}), {@code ms} and {@code w}.
 */
public final class DurationText {

  private static final Pattern PART = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d|w)\\s*");

  private DurationText() {}

  /** The duration a text stands for, if it stands for one. */
  public static Optional<Duration> parse(String text) {
    var rest = text.strip();
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    var sum = Duration.ZERO;
    var part = PART.matcher(rest);
    for (var at = 0; at < rest.length(); at = part.end()) {
      if (!part.region(at, rest.length()).lookingAt()) {
        return iso(rest);
      }
      sum = sum.plus(of(Long.parseLong(part.group(1)), part.group(2)));
    }
    return Optional.of(sum);
  }

  private static Duration of(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofDays(7 * amount);
    };
  }

  private static Optional<Duration> iso(String text) {
    try {
      return Optional.of(Duration.parse(text)).filter(d -> !d.isNegative());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
