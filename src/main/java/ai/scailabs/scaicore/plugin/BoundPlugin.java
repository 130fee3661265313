package ai.scailabs.scaicore.plugin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plugin as it is called: where it is and with which config, opened.
 *
 * @param userId whom the Core acts as; null where it acts as itself
 * @param token of that user; null where there is none
 */
record BoundPlugin(
    CallingCore core,
    PluginEndpoint endpoint,
    Map<String, @Nullable Object> config,
    Redaction redaction,
    @Nullable String userId,
    @Nullable DelegatedToken token) {

  /** What is to stand in {@code Authorization}; null where the Core acts as itself. */
  @Nullable String authorization() throws CallFailed {
    if (token == null) {
      return null;
    }
    var issued = token.issued();
    redaction.add(issued);
    return "Bearer " + issued;
  }

  @Override
  public String toString() {
    return "BoundPlugin[" + endpoint + "]";
  }
}
