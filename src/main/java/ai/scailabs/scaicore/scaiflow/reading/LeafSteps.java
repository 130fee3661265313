package ai.scailabs.scaicore.scaiflow.reading;

import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps that are one node each: which kind of node, and with which config. */
final class LeafSteps {

  /** The kinds of node that become a step, by its keyword; the first where it does not say. */
  private static final Map<String, List<NodeKind>> KINDS =
      Map.of(
          "llm_turn", List.of(NodeKind.LLM_FLEXIBLE, NodeKind.LLM_GUARDED),
          "template", List.of(NodeKind.LLM_RIGID),
          "plugin_call",
              List.of(
                  NodeKind.TOOL_PLUGIN,
                  NodeKind.COMPUTE_PROVISION,
                  NodeKind.COMPUTE_EXEC,
                  NodeKind.COMPUTE_FILE_UPLOAD,
                  NodeKind.COMPUTE_FILE_DOWNLOAD,
                  NodeKind.COMPUTE_DESTROY),
          "http", List.of(NodeKind.TOOL_HTTP),
          "queue_publish", List.of(NodeKind.QUEUE_PUBLISH, NodeKind.QUEUE_ESCALATION),
          "queue_consume", List.of(NodeKind.QUEUE_CONSUME),
          "checkpoint", List.of(NodeKind.CHECKPOINT, NodeKind.HITL_DECISION, NodeKind.HITL_REVIEW),
          "core_call", List.of(NodeKind.SUBFLOW_CALL));

  private static final Set<String> GUARDS = Set.of("guard", "validate", "on_validation_failure");

  private LeafSteps() {}

  /**
   * A node.
   *
   * @param config in the words of nodes
   */
  record Leaf(NodeKind kind, Map<String, @Nullable Object> config) {}

  /** Null when the step is more than one node, or none. */
  static @Nullable Leaf of(String keyword, @Nullable Object value, Tree meta) {
    var kinds = KINDS.get(keyword);
    if (kinds == null) {
      return null;
    }
    var word = meta.text("node_kind");
    var named = word == null ? null : NodeKind.of(word);
    var body = Tree.of(value);
    if (keyword.equals("template")) {
      return new Leaf(NodeKind.LLM_RIGID, one("template", value));
    }
    if (keyword.equals("llm_turn")) {
      boolean guarded =
          Boolean.TRUE.equals(body.get("guarded")) || GUARDS.stream().anyMatch(body::has);
      return new Leaf(
          guarded ? NodeKind.LLM_GUARDED : NodeKind.LLM_FLEXIBLE,
          value instanceof Map ? turn(body) : one("goal", value));
    }
    if (!(value instanceof Map)) {
      return null;
    }
    var kind = named != null && kinds.contains(named) ? named : guessed(kinds.getFirst(), body);
    return new Leaf(kind, config(kind, body));
  }

  private static NodeKind guessed(NodeKind usual, Tree body) {
    return usual == NodeKind.CHECKPOINT && body.has("queue") ? NodeKind.HITL_REVIEW : usual;
  }

  private static Map<String, @Nullable Object> config(NodeKind kind, Tree body) {
    if (kind.isCompute()) {
      return new LinkedHashMap<>(body.tree("args").members());
    }
    return switch (kind) {
      case TOOL_PLUGIN -> renamed(body, Map.of("alias", "plugin", "plugin", "plugin"), Set.of());
      case SUBFLOW_CALL ->
          renamed(body, Map.of("flow", "flow_name", "input", "input_bindings"), Set.of());
      case CHECKPOINT, HITL_DECISION, HITL_REVIEW ->
          renamed(body, Map.of("checkpoint_type", "type"), Set.of("on_response"));
      default -> renamed(body, Map.of(), Set.of());
    };
  }

  private static Map<String, @Nullable Object> turn(Tree body) {
    return renamed(
        body,
        Map.of(
            "role", "llm_role",
            "output", "output_schema",
            "output_type", "output_schema",
            "input", "input_bindings",
            "context", "context_bindings"),
        Set.of("guarded"));
  }

  private static Map<String, @Nullable Object> renamed(
      Tree body, Map<String, String> names, Set<String> left) {
    var config = new LinkedHashMap<String, @Nullable Object>();
    body.members()
        .forEach(
            (key, value) -> {
              if (!left.contains(key)) {
                config.putIfAbsent(names.getOrDefault(key, key), value);
              }
            });
    return config;
  }

  static Map<String, @Nullable Object> one(String key, @Nullable Object value) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put(key, value);
    return map;
  }
}
