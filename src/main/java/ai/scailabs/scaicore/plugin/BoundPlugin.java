package ai.scailabs.scaicore.plugin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plugin as it is called: where it is and with which config, opened.
 *
 * @param userId whom the Core acts as; null where it acts as itself
 */
record BoundPlugin(
    CallingCore core,
    PluginEndpoint endpoint,
    Map<String, @Nullable Object> config,
    Redaction redaction,
    @Nullable String userId) {

  @Override
  public String toString() {
    return "BoundPlugin[" + endpoint + "]";
  }
}
