package ai.scailabs.scaicore.execution.log;

import ai.scailabs.scaicore.core.CoreConnections;
import ai.scailabs.scaicore.plugin.Redaction;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What must not be shown of what Cores say: every secret that they have. */
@Component
public class SecretsOfCores {

  private final CoreConnections connections;

  SecretsOfCores(CoreConnections connections) {
    this.connections = connections;
  }

  /** What takes the secrets out of texts, of those of these Cores that have any. */
  Map<String, Redaction> of(Map<String, String> tenantOfCore) {
    var redactions = new HashMap<String, Redaction>();
    connections
        .secretsOf(tenantOfCore)
        .forEach((core, values) -> redactions.put(core, new Redaction(values)));
    return redactions;
  }

  /** A value of a Core that people are shown, without its secrets. */
  public @Nullable Object shown(String tenantId, String coreId, @Nullable Object value) {
    var redaction = of(Map.of(coreId, tenantId)).get(coreId);
    return redaction == null ? value : redaction.of(value);
  }
}
