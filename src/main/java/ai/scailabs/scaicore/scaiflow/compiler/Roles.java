package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.FlowConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The roles of models that a graph declares. */
record Roles(List<FlowConfig.Model> models) {

  /**
   * The role that a node's model plays: its {@code llm_role}, else the one whose name, model or
   * {@code ref/model} is its {@code model}. Null when there is none, which leaves the default.
   */
  @Nullable String of(Map<String, @Nullable Object> config) {
    var wanted = config.get("llm_role") == null ? config.get("model") : config.get("llm_role");
    for (var model : models) {
      if (model.role().equals(wanted)) {
        return model.role();
      }
    }
    return config.get("llm_role") == null ? byModel(wanted) : null;
  }

  private @Nullable String byModel(@Nullable Object wanted) {
    if (wanted == null) {
      return null;
    }
    for (var model : models) {
      if (wanted.equals(model.model()) || wanted.equals(model.ref() + "/" + model.model())) {
        return model.role();
      }
    }
    return null;
  }

  /** What is wrong with what a node's configuration names; null when nothing is. */
  @Nullable String problem(Map<String, @Nullable Object> config) {
    var key = config.get("llm_role") == null ? "model" : "llm_role";
    var wanted = config.get(key);
    if (wanted == null && models.isEmpty()) {
      return "no model is declared in config.core_identity.models";
    }
    return wanted == null || of(config) != null
        ? null
        : "%s=%s is not declared".formatted(key, Names.quoted(String.valueOf(wanted)));
  }
}
