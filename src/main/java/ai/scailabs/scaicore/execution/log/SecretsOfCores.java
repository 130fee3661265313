package ai.scailabs.scaicore.execution.log;

import ai.scailabs.scaicore.core.CoreConnections;
import ai.scailabs.scaicore.plugin.Redaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** What takes the secrets of one Core out of what people are shown. */
  public Redaction of(String tenantId, String coreId) {
    var redaction = of(Map.of(coreId, tenantId)).get(coreId);
    return redaction == null ? new Redaction(List.of()) : redaction;
  }
}
