package ai.scailabs.scaicore.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class FailpointsTest {

  @Test
  void nothingHappensWhereNothingIsArmed() {
    var failpoints = new Failpoints(new MockEnvironment());

    for (var point : Failpoint.values()) {
      failpoints.reach(point);
    }
  }

  @Test
  void anActionRunsOnceTheNthTime() {
    var failpoints = new Failpoints(new MockEnvironment());
    var seen = new ArrayList<Integer>();
    failpoints.arm(Failpoint.AFTER_INSERT, 2, () -> seen.add(seen.size()));

    for (int i = 0; i < 5; i++) {
      failpoints.reach(Failpoint.AFTER_INSERT);
      failpoints.reach(Failpoint.AFTER_RECORD);
      assertThat(seen).hasSize(i == 0 ? 0 : 1);
    }
  }

  @Test
  void everyPointCanBeArmedByItsWord() {
    var words =
        List.of(Failpoint.values()).stream().map(point -> point.word() + ":halt:1000").toList();

    var failpoints = new Failpoints(environment(String.join(",", words)));

    failpoints.reach(Failpoint.CLAIM_AFTER_TAKE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"after-insert", "nowhere:halt", "after-insert:sleep", "after-insert:halt:often"})
  void aSettingThatSaysNothingIsRefused(String setting) {
    assertThatThrownBy(() -> new Failpoints(environment(setting)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static MockEnvironment environment(String setting) {
    return new MockEnvironment().withProperty("scaicore.failpoints", setting);
  }
}
