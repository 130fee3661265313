package ai.scailabs.scaicore.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTests {

  private static final Optional<String> DATE = Optional.of("Sun, 06 Nov 1994 08:49:30 GMT");

  @Test
  void isSecondsOrADateByTheServersClock() {
    assertThat(RetryAfter.of(" 7 ", DATE)).contains(Duration.ofSeconds(7));
    assertThat(RetryAfter.of("Sun, 06 Nov 1994 08:49:37 GMT", DATE))
        .contains(Duration.ofSeconds(7));
    assertThat(RetryAfter.of("Sun, 06 Nov 1994 08:49:29 GMT", DATE)).contains(Duration.ZERO);
  }

  @Test
  void withoutTheServersClockOursIsTaken() {
    assertThat(RetryAfter.of("Sun, 06 Nov 1994 08:49:37 GMT", Optional.empty()))
        .contains(Duration.ZERO);
    assertThat(RetryAfter.of("Fri, 31 Dec 2100 23:59:59 GMT", Optional.of("nonsense")))
        .hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(Duration.ofDays(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "12345678", "2030-01-01T00:00:00Z"})
  void anythingElseSaysNothing(String header) {
    assertThat(RetryAfter.of(header, DATE)).isEmpty();
  }
}
