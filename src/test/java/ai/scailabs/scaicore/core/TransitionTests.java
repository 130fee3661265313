package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.core.CoreStatus.CONFIGURING;
import static ai.scailabs.scaicore.core.CoreStatus.CREATED;
import static ai.scailabs.scaicore.core.CoreStatus.ERROR;
import static ai.scailabs.scaicore.core.CoreStatus.PAUSED;
import static ai.scailabs.scaicore.core.CoreStatus.RUNNING;
import static ai.scailabs.scaicore.core.CoreStatus.STOPPED;
import static ai.scailabs.scaicore.core.CoreStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code seeds/api-reference.md}, "Lifecycle transitions", row by row. */
class TransitionTests {

  private static final Map<Transition, Set<CoreStatus>> PAGE =
      Map.of(
          Transition.START, Set.of(CREATED, CONFIGURING, STOPPED, ERROR),
          Transition.STOP, Set.of(RUNNING),
          Transition.PAUSE, Set.of(RUNNING),
          Transition.RESUME, Set.of(PAUSED, SUSPENDED));

  @ParameterizedTest
  @EnumSource(names = {"START", "STOP", "PAUSE", "RESUME"})
  void eachTransitionIsLegalFromWhatThePageSays(Transition transition) {
    assertThat(transition.from()).isEqualTo(PAGE.get(transition));
  }

  @Test
  void startingPassesThroughStartingAndStoppingThroughStopping() {
    assertThat(Transition.START.during()).isEqualTo(CoreStatus.STARTING);
    assertThat(Transition.START.after()).isEqualTo(RUNNING);
    assertThat(Transition.STOP.during()).isEqualTo(CoreStatus.STOPPING);
    assertThat(Transition.STOP.after()).isEqualTo(STOPPED);
  }
}
