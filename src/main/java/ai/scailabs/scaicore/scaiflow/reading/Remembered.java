package ai.scailabs.scaicore.scaiflow.reading;

import ai.scailabs.scaicore.scaiflow.compiler.Compiled;
import ai.scailabs.scaicore.scaiflow.compiler.FlowCompiler;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The graph that a manifest remembers: {@code scaiflow_meta.graph}, with the configurations that
 * stand in the {@code meta} of its steps and triggers.
 */
final class Remembered {

  /** Where steps and triggers can stand. */
  private static final List<String> WAYS =
      List.of(
          "flows",
          "trigger",
          "triggers",
          "steps",
          "decision",
          "branches",
          "else",
          "loop",
          "parallel");

  /** What compiles in place of a node whose configuration went with its step. */
  private static final Map<String, @Nullable Object> GONE = Map.of("name", "gone", "value", "0");

  private static final Map<NodeKind, Map<String, @Nullable Object>> STAND_INS =
      Map.of(
          NodeKind.ENTRY_API, Map.of(),
          NodeKind.ENTRY_WEBHOOK, Map.of(),
          NodeKind.ENTRY_SCHEDULE, Map.of("cron", "0 0 * * *"),
          NodeKind.LOGIC_DECISION, Map.of(),
          NodeKind.LOGIC_PARALLEL, Map.of(),
          NodeKind.LOGIC_LOOP, Map.of("style", "foreach", "items", "[]"));

  private Remembered() {}

  /** The graph, compiled again; null where the manifest remembers none that compiles. */
  static @Nullable Compiled of(Tree core) {
    var graph = core.tree("scaiflow_meta").tree("graph");
    if (!(graph.get("nodes") instanceof List<?> nodes)) {
      return null;
    }
    var configs = new HashMap<String, Object>();
    collect(core, configs);
    var content = new LinkedHashMap<String, @Nullable Object>(graph.members());
    content.put("nodes", nodes.stream().map(node -> whole(Tree.of(node), configs)).toList());
    var compiled = FlowCompiler.compile(content);
    return compiled.succeeded() ? compiled : null;
  }

  private static Map<String, @Nullable Object> whole(Tree node, Map<String, Object> configs) {
    if (node.members().containsKey("config")) {
      return node.members();
    }
    var whole = new LinkedHashMap<String, @Nullable Object>();
    node.members()
        .forEach(
            (key, value) -> {
              whole.put(key, value);
              if (key.equals(node.has("position") ? "position" : "type")) {
                whole.put("config", null);
              }
            });
    var config = configs.get(String.valueOf(node.get("id")));
    if (config == null) {
      var kind = NodeKind.of(String.valueOf(node.get("type")));
      var standIn = kind == null ? null : STAND_INS.get(kind);
      if (standIn == null) {
        whole.put("type", NodeKind.DATA_VARIABLE_SET.word());
      }
      config = standIn == null ? GONE : standIn;
    }
    whole.put("config", config);
    return whole;
  }

  private static void collect(Tree core, Map<String, Object> configs) {
    var queue = new ArrayList<Object>(List.of(core.without(Set.of("scaiflow_meta"))));
    for (int i = 0; i < queue.size(); i++) {
      switch (queue.get(i)) {
        case List<?> list -> list.stream().filter(each -> each != null).forEach(queue::add);
        case Map<?, ?> map -> {
          var meta = Tree.of(map.get("meta"));
          if (meta.text("node_id") != null && meta.get("node_config") instanceof Map<?, ?> config) {
            configs.putIfAbsent(String.valueOf(meta.get("node_id")), config);
          }
          for (var way : WAYS) {
            if (map.get(way) != null) {
              queue.add(map.get(way));
            }
          }
        }
        default -> {}
      }
    }
  }
}
