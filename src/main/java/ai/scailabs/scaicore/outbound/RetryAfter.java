package ai.scailabs.scaicore.outbound;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header with which servers say when they want to be called again. */
public final class RetryAfter {

  private RetryAfter() {}

  /**
   * How long to wait: seconds, or the time until a date, which is never negative; empty where the
   * header says neither.
   *
   * @param header of the answer
   * @param date the answer's {@code Date}, so that the server's clock need not be ours
   */
  public static Optional<Duration> of(String header, Optional<String> date) {
    var text = header.strip();
    if (text.matches("\\d{1,6}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    return instant(text)
        .map(
            then ->
                Duration.between(date.flatMap(RetryAfter::instant).orElseGet(Instant::now), then))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
