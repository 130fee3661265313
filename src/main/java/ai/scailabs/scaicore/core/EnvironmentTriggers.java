package ai.scailabs.scaicore.core;

import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads the triggers that are registered with Cores out of their environments. */
@Component
public class EnvironmentTriggers {

  private final JsonMapper json;

  EnvironmentTriggers(JsonMapper json) {
    this.json = json;
  }

  /**
   * Those of an environment, in the order in which they were registered.
   *
   * @param environment JSON text
   */
  public List<CoreTrigger> of(String environment) {
    return TriggerEntries.all(json.readTree(environment).path("triggers"));
  }
}
