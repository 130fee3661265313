package ai.scailabs.scaicore.scaiflow.reading;

import ai.scailabs.scaicore.scaiflow.graph.FlowConfig;
import ai.scailabs.scaicore.scaiflow.graph.FlowGraph;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws a whole manifest. What has no place in a graph is kept in its {@code metadata}: steps and
 * triggers under {@code unknown_steps}, other members under {@code unknown_members}.
 */
final class CoreDrawing {

  static final String UNKNOWN_STEPS = "unknown_steps";
  static final String UNKNOWN_MEMBERS = "unknown_members";

  private static final String SCHEMA = "https://scailabs.com/schemas/scaiflow/v2.json";

  /** What of a core becomes something else in the graph. */
  private static final Set<String> TAKEN =
      Set.of(
          "name",
          "description",
          "runtime_version",
          "identity",
          "model",
          "models",
          "plugins",
          "capabilities",
          "bunker",
          "scaiqueue",
          "variables",
          "flows",
          "triggers",
          "scaiflow_meta");

  private static final Set<String> OF_FLOWS = Set.of("description", "trigger", "triggers", "steps");

  private CoreDrawing() {}

  static FlowGraph draw(Tree core) {
    var sketch = new Sketch();
    new FlowDrawing(sketch, core).draw();
    var meta = core.tree("scaiflow_meta");
    return new FlowGraph(
        meta.text("source_id"),
        core.text("name"),
        meta.has("source_version") ? meta.text("source_version") : "1.0.0",
        meta.has("scaicore_target") ? meta.text("scaicore_target") : "0.2",
        metadata(core, sketch),
        sketch.nodes(),
        sketch.edges(),
        core.named("variables", "name", "default").stream().map(Tree::members).toList(),
        new FlowConfig(config(core, meta)),
        List.of(),
        LeafSteps.one("$schema", SCHEMA));
  }

  private static Map<String, @Nullable Object> metadata(Tree core, Sketch sketch) {
    var metadata = new LinkedHashMap<String, @Nullable Object>();
    var flows = core.named("flows", "name", "steps");
    var description =
        core.has("description") ? core.get("description") : flows.getFirst().get("description");
    if (description != null) {
      metadata.put("description", description);
    }
    if (!sketch.unknown().isEmpty()) {
      metadata.put(UNKNOWN_STEPS, sketch.unknown());
    }
    var members = core.without(TAKEN);
    boolean api = sketch.nodes().stream().anyMatch(node -> node.kind() == NodeKind.ENTRY_API);
    members.remove("mode", api ? "api" : "event_driven");
    if (core.tree("identity").has("name")) {
      members.put("identity", Map.of("name", core.tree("identity").get("name")));
    }
    for (int i = 0; i < flows.size(); i++) {
      var rest = flows.get(i).without(OF_FLOWS);
      var own = flows.get(i).get("description");
      if (own != null && !own.equals(description)) {
        rest.put("description", own);
      }
      if (rest.size() > 1 || flows.size() > 1) {
        members.put("flows[" + i + "]", rest);
      }
    }
    if (!members.isEmpty()) {
      metadata.put(UNKNOWN_MEMBERS, members);
    }
    return metadata;
  }

  private static Map<String, @Nullable Object> config(Tree core, Tree meta) {
    var identity = new LinkedHashMap<String, @Nullable Object>();
    identity.putAll(core.tree("identity").members());
    identity.put("name", core.get("name"));
    identity.put("models", models(core));
    var config = new LinkedHashMap<String, @Nullable Object>();
    config.put("core_identity", identity);
    config.put("plugins", maps(core.named("plugins", "alias", "endpoint")));
    config.put("capabilities", core.list("capabilities"));
    for (var key : List.of("bunker", "scaiqueue")) {
      if (core.has(key)) {
        config.put(key, core.get(key));
      }
    }
    config.put("publish_as_model", Boolean.TRUE.equals(meta.get("publish_as_model")));
    config.put("model_visibility_group_ids", meta.list("model_visibility_group_ids"));
    return config;
  }

  private static List<Map<String, @Nullable Object>> models(Tree core) {
    if (core.has("models")) {
      return maps(core.named("models", "role", "model"));
    }
    var text = core.text("model");
    int slash = text == null ? -1 : text.indexOf('/');
    if (text == null) {
      return List.of();
    }
    var model = new LinkedHashMap<String, @Nullable Object>();
    model.put("role", "primary");
    model.put("ref", slash < 0 ? text : text.substring(0, slash));
    if (slash >= 0) {
      model.put("model", text.substring(slash + 1));
    }
    return List.of(model);
  }

  private static List<Map<String, @Nullable Object>> maps(List<Tree> trees) {
    return trees.stream().map(Tree::members).toList();
  }
}
