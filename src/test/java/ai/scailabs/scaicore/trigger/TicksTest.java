package ai.scailabs.scaicore.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TicksTest {

  @Test
  void aTickIsAtItsHourInItsTimeZone() {
    var schedule = schedule("30 9 * * mon-fri", "America/New_York");
    assertThat(Ticks.after(schedule, Instant.parse("2026-01-16T15:00:00Z")))
        .contains(Instant.parse("2026-01-19T14:30:00Z"));
    assertThat(Ticks.after(schedule, Instant.parse("2026-07-01T12:00:00Z")))
        .contains(Instant.parse("2026-07-01T13:30:00Z"));
  }

  @Test
  void anHourThatComesTwiceWhenClocksAreSetBackHasOneTick() {
    assertThat(ticks(schedule("30 2 * * *", "Europe/Amsterdam"), "2026-10-24T12:00:00Z", 3))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z", "2026-10-27T01:30:00Z");
  }

  @Test
  void daysOnWhichClocksAreSetForwardHaveATickWhereTheirHourIs() {
    assertThat(ticks(schedule("30 4 * * *", "Europe/Amsterdam"), "2026-03-28T12:00:00Z", 2))
        .containsExactly("2026-03-29T02:30:00Z", "2026-03-30T02:30:00Z");
  }

  @Test
  void anHourThatIsLeftOutWhenClocksAreSetForwardHasNone() {
    assertThat(ticks(schedule("30 2 * * *", "Europe/Amsterdam"), "2026-03-28T00:00:00Z", 2))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z");
  }

  @Test
  void aTimeIsATickOrNot() {
    var schedule = schedule("0 3 * * *", null);
    assertThat(Ticks.isTick(schedule, Instant.parse("2026-01-16T03:00:00Z"))).isTrue();
    assertThat(Ticks.isTick(schedule, Instant.parse("2026-01-16T03:00:01Z"))).isFalse();
    assertThat(Ticks.isTick(schedule, Instant.parse("2026-01-16T04:00:00Z"))).isFalse();
  }

  @Test
  void whatNeverComesHasNoTick() {
    assertThat(Ticks.after(schedule("0 0 30 2 *", null), Instant.parse("2026-01-16T03:00:00Z")))
        .isEmpty();
  }

  private static List<String> ticks(Schedule schedule, String from, int many) {
    var ticks = new ArrayList<String>();
    var time = Instant.parse(from);
    for (int i = 0; i < many; i++) {
      time = Ticks.after(schedule, time).orElseThrow();
      ticks.add(time.toString());
    }
    return ticks;
  }

  private static Schedule schedule(
      String cron, @org.jspecify.annotations.Nullable String timezone) {
    return new Schedule("s", null, "flow", cron, timezone, Map.of());
  }
}
