package ai.scailabs.scaicore.core;

import java.util.Optional;

/** Where plugin entries may lead. Implemented by whoever calls plugins. */
public interface PluginEndpoints {

  /** What is wrong with an endpoint, completing "plugins[0].endpoint …"; empty for nothing. */
  Optional<String> problem(String tenantId, String endpoint);
}
