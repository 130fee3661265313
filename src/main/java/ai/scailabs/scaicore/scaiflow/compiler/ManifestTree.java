package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.FlowConfig;
import ai.scailabs.scaicore.scaiflow.graph.GraphWriter;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a graph, keys in a fixed order. {@code scaiflow_meta.graph} is the graph in the
 * form of {@link GraphWriter}, its nodes without {@code config} where the {@code meta} of a step or
 * trigger holds it as {@code node_config}: putting these back gives the graph.
 */
final class ManifestTree {

  /** Names that have a value of their own, which a variable would hide. */
  private static final Set<String> FIXED =
      Set.of("input", "config", "trigger", "identity", "reference", "memory");

  private final Wiring wiring;

  ManifestTree(Wiring wiring) {
    this.wiring = wiring;
  }

  /**
   * The manifest.
   *
   * @param written the nodes whose configuration stands in a step or trigger
   * @param begun names that are null until a step gives them a value, besides the variables
   */
  Map<String, @Nullable Object> of(
      List<Map<String, @Nullable Object>> flows, Set<String> written, Set<String> begun) {
    var core = head(usedAliases(false), begun);
    core.put("flows", flows);
    core.put("scaiflow_meta", meta(written));
    return Map.of("core", core);
  }

  /** As a manifest of its own for the steps of every node, which need not be reached. */
  Map<String, @Nullable Object> probe(List<Map<String, @Nullable Object>> flows) {
    var core = head(usedAliases(true), Set.of());
    core.put("flows", flows);
    var target = wiring.graph.scaicoreTarget();
    if (target != null) {
      core.put("scaiflow_meta", Map.of("scaicore_target", target));
    }
    return Map.of("core", core);
  }

  private Map<String, @Nullable Object> head(Set<String> aliases, Set<String> begun) {
    var config = wiring.graph.config();
    var core = new LinkedHashMap<String, @Nullable Object>();
    core.put("name", name());
    core.put("mode", mode());
    core.put("runtime_version", Objects.requireNonNullElse(wiring.graph.scaicoreTarget(), "0.2"));
    var identity = new LinkedHashMap<String, @Nullable Object>(config.identity());
    identity.remove("name");
    identity.remove("models");
    if (!identity.isEmpty()) {
      core.put("identity", identity);
    }
    if (!config.models().isEmpty()) {
      core.put("models", models());
    }
    core.put("plugins", plugins(aliases));
    for (var key : List.of("capabilities", "bunker", "scaiqueue")) {
      if (config.members().get(key) != null) {
        core.put(key, config.members().get(key));
      }
    }
    var variables = variables(begun);
    if (!variables.isEmpty()) {
      core.put("variables", variables);
    }
    return core;
  }

  /** The Core's name: the identity's, else the graph's. */
  private String name() {
    var own = wiring.graph.config().coreName();
    var name = own == null ? wiring.graph.name() : own;
    return name == null || name.isBlank() ? "Flow" : name;
  }

  private String mode() {
    return wiring.nodes.stream().anyMatch(node -> node.kind() == NodeKind.ENTRY_API)
        ? "api"
        : "event_driven";
  }

  private List<Object> models() {
    var models = new ArrayList<Object>();
    for (var model : wiring.graph.config().models()) {
      var one = new LinkedHashMap<String, @Nullable Object>();
      one.put("role", model.role());
      one.putAll(model.members());
      models.add(one);
    }
    return models;
  }

  private Set<String> usedAliases(boolean anyTool) {
    var used = new LinkedHashSet<String>();
    for (var node : wiring.nodes) {
      var kind = node.kind();
      if (kind != null && kind.isCompute()) {
        used.add(CallSteps.COMPUTE);
      } else if (kind == NodeKind.TOOL_PLUGIN) {
        var alias =
            node.config().get("plugin") == null
                ? node.config().get("alias")
                : node.config().get("plugin");
        if (alias instanceof String text && (anyTool || text.equals(CallSteps.COMPUTE))) {
          used.add(text);
        } else if (anyTool) {
          used.add("missing");
        }
      }
    }
    return used;
  }

  private List<Object> plugins(Set<String> used) {
    var plugins = new ArrayList<Object>();
    var known = new HashSet<String>();
    for (FlowConfig.Plugin plugin : wiring.graph.config().plugins()) {
      known.add(plugin.alias());
      var one = new LinkedHashMap<String, @Nullable Object>();
      one.put("alias", plugin.alias());
      one.put(
          "endpoint", plugin.endpoint() == null ? "plugin://" + plugin.alias() : plugin.endpoint());
      one.putAll(plugin.members());
      plugins.add(one);
    }
    used.stream()
        .filter(alias -> !known.contains(alias))
        .forEach(alias -> plugins.add(plugin(alias)));
    return plugins;
  }

  private static Map<String, @Nullable Object> plugin(String alias) {
    var one = new LinkedHashMap<String, @Nullable Object>();
    one.put("alias", alias);
    one.put("endpoint", "plugin://" + alias);
    return one;
  }

  private List<Object> variables(Set<String> begun) {
    var variables = new ArrayList<Object>();
    var known = new HashSet<@Nullable Object>(FIXED);
    for (var given : wiring.graph.variables()) {
      known.add(given.get("name"));
      variables.add(variable(given));
    }
    begun.stream().filter(known::add).forEach(name -> variables.add(Map.of("name", name)));
    return variables;
  }

  private static Map<String, @Nullable Object> variable(Map<String, @Nullable Object> given) {
    var one = new LinkedHashMap<String, @Nullable Object>();
    CallSteps.copy(given, one, "name", "type", "default");
    return one;
  }

  private Map<String, @Nullable Object> meta(Set<String> written) {
    var graph = wiring.graph;
    var meta = new LinkedHashMap<String, @Nullable Object>();
    if (graph.id() != null) {
      meta.put("source_id", graph.id());
    }
    if (graph.version() != null) {
      meta.put("source_version", graph.version());
    }
    meta.put("scaicore_target", Objects.requireNonNullElse(graph.scaicoreTarget(), "0.2"));
    meta.put("publish_as_model", graph.config().publishAsModel());
    meta.put("model_visibility_group_ids", graph.config().visibilityGroups());
    meta.put("models", models());
    var whole = new LinkedHashMap<String, @Nullable Object>(GraphWriter.write(graph));
    whole.put(
        "nodes",
        graph.nodes().stream()
            .map(
                node -> {
                  var kept = new LinkedHashMap<String, @Nullable Object>(GraphWriter.node(node));
                  if (written.contains(node.id())) {
                    kept.remove("config");
                  }
                  return kept;
                })
            .toList());
    meta.put("graph", whole);
    return meta;
  }
}
