package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.FlowConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether nodes call plugins that are declared, and bring what the methods require that a plugin
 * declares: {@code methods [{name, input_schema {required[]}}]}, or a map of them by name.
 */
final class PluginCallCheck {

  private final Wiring wiring;
  private final DataInputs inputs;
  private final Said said;
  private final Map<String, Map<String, List<String>>> methods = new HashMap<>();

  PluginCallCheck(Wiring wiring, DataInputs inputs, Said said) {
    this.wiring = wiring;
    this.inputs = inputs;
    this.said = said;
    wiring.graph.config().plugins().forEach(plugin -> methods.put(plugin.alias(), methods(plugin)));
    methods.putIfAbsent(CallSteps.COMPUTE, Map.of());
  }

  void check(int node) {
    var config = wiring.node(node).config();
    var given = config.get("plugin") == null ? config.get("alias") : config.get("plugin");
    if (!(given instanceof String alias) || alias.isBlank()) {
      return;
    }
    var method = config.get("method") instanceof String text ? text : "";
    var call = "plugin call '%s.%s': ".formatted(Names.shown(alias), Names.shown(method));
    var declared = methods.get(alias);
    if (declared == null) {
      said.node(node, ".config.plugin", call + "unknown plugin alias " + Names.quoted(alias));
      return;
    }
    if (method.isBlank() || declared.isEmpty()) {
      return;
    }
    var required = declared.get(method);
    if (required == null) {
      said.node(
          node,
          ".config.method",
          "%splugin %s declares no method %s"
              .formatted(call, Names.quoted(alias), Names.quoted(method)));
      return;
    }
    var args = config.get("args");
    if (args == null || args instanceof Map<?, ?>) {
      for (var name : required) {
        boolean there =
            (args instanceof Map<?, ?> map && map.containsKey(name))
                || inputs.of(node).containsKey(name);
        if (!there) {
          said.node(node, ".config.args", call + "missing required arg " + Names.quoted(name));
        }
      }
    }
  }

  private static Map<String, List<String>> methods(FlowConfig.Plugin plugin) {
    var methods = new HashMap<String, List<String>>();
    switch (plugin.members().get("methods")) {
      case List<?> list ->
          list.forEach(
              each -> {
                if (each instanceof Map<?, ?> method && method.get("name") instanceof String name) {
                  methods.put(name, required(method));
                } else if (each instanceof String name) {
                  methods.put(name, List.of());
                }
              });
      case Map<?, ?> map ->
          map.forEach(
              (name, each) ->
                  methods.put(
                      String.valueOf(name),
                      each instanceof Map<?, ?> method ? required(method) : List.of()));
      case null, default -> {}
    }
    return methods;
  }

  private static List<String> required(Map<?, ?> method) {
    return method.get("input_schema") instanceof Map<?, ?> schema
            && schema.get("required") instanceof List<?> names
        ? names.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
