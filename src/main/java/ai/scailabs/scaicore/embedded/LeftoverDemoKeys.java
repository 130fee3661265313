package ai.scailabs.scaicore.embedded;

import ai.scailabs.scaicore.embedded.DemoDirectory.DemoUser;
import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.operations.AllowedRisks;
import ai.scailabs.scaicore.operations.CannotStart;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Refuses to start in production where the demo is off, but its keys are still in the database. */
@Component
@ConditionalOnWebApplication
@ConditionalOnBooleanProperty(name = "scaicore.demo", havingValue = false, matchIfMissing = true)
class LeftoverDemoKeys implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(LeftoverDemoKeys.class);

  private final Directory directory;
  private final Environment environment;

  LeftoverDemoKeys(Directory directory, Environment environment) {
    this.directory = directory;
    this.environment = environment;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (environment.getProperty(ModeDefaults.ENABLED, Boolean.class, false)) {
      return;
    }
    var left =
        directory.liveKeys(Arrays.stream(DemoUser.values()).map(DemoUser::key).toList()).stream()
            .sorted()
            .toList();
    if (left.isEmpty()) {
      return;
    }
    var sentence =
        "the database has keys of the demo, which everybody knows (%s): revoke them, or delete their rows of scaigrid_api_keys"
            .formatted(String.join(", ", left));
    if (!AllowedRisks.in(environment).contains("demo")) {
      throw new CannotStart(sentence + ".");
    }
    log.warn("Unsafe, and allowed as demo: {}", sentence);
  }
}
