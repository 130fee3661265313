package ai.scailabs.scaicore.program;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a Core adds to its program, as far as the verifier looks at it.
 *
 * @param concurrencyMode the Core's own mode, which wins over the program's; null to leave it
 * @param entityKeyField the Core's own key, which wins over the program's; null to leave it
 * @param pluginAliases aliases of the Core's own plugin entries
 */
public record VerifyOptions(
    @Nullable String concurrencyMode, @Nullable String entityKeyField, Set<String> pluginAliases) {

  /** A program by itself. */
  public static final VerifyOptions NONE = new VerifyOptions(null, null, Set.of());

  public VerifyOptions {
    pluginAliases = Set.copyOf(pluginAliases);
  }
}
