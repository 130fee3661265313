package ai.scailabs.scaicore;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The packages as modules: nothing crosses a wall or runs in a circle. */
class ModularityTests {

  @Test
  void noModuleReachesBehindAnotherOrInACircle() {
    ApplicationModules.of(ScaiCoreApplication.class).verify();
  }
}
