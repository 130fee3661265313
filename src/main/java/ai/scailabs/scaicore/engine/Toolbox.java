package ai.scailabs.scaicore.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The methods of plugins that a model may call from one block: all of an alias, or one as {@code
 * alias.method}. A call that fails is told to the model, which may do without.
 */
final class Toolbox {

  static final int MOST_CALLS = 16;

  private static final int LONGEST_NAME = 64;

  private final PluginCalls plugins;
  private final Frame frame;
  private final Steps steps;
  private final List<String> allowed;
  private final Map<String, Method> methods = new LinkedHashMap<>();
  private boolean opened;
  private int calls;

  private record Method(String alias, PluginBridge.Tool tool) {}

  Toolbox(PluginCalls plugins, Frame frame, Steps steps, List<String> allowed) {
    this.plugins = plugins;
    this.frame = frame;
    this.steps = steps;
    this.allowed = allowed;
  }

  /** The functions as a model is told of them. */
  List<ModelProvider.Tool> offered() {
    open();
    return methods.entrySet().stream()
        .map(
            e ->
                new ModelProvider.Tool(
                    e.getKey(),
                    e.getValue().tool().description(),
                    e.getValue().tool().inputSchema()))
        .toList();
  }

  private void open() {
    if (opened) {
      return;
    }
    opened = true;
    var known = new LinkedHashMap<String, List<PluginBridge.Tool>>();
    for (var word : allowed) {
      int dot = word.indexOf('.');
      var alias = dot < 0 ? word : word.substring(0, dot);
      // Not computeIfAbsent: what it asks for may leave the run.
      var all = known.get(alias);
      if (all == null) {
        all = plugins.methods(frame, steps, alias);
        known.put(alias, all);
      }
      if (dot < 0) {
        all.forEach(tool -> add(alias, tool));
      } else {
        var name = word.substring(dot + 1);
        add(
            alias,
            all.stream()
                .filter(tool -> tool.method().equals(name))
                .findFirst()
                .orElseGet(() -> PluginCalls.tool(name, null, null)));
      }
    }
  }

  private void add(String alias, PluginBridge.Tool tool) {
    for (var method : methods.values()) {
      if (method.alias().equals(alias) && method.tool().method().equals(tool.method())) {
        return;
      }
    }
    var plain = (alias + "__" + tool.method()).replaceAll("[^a-zA-Z0-9_-]", "_");
    var name = cut(plain, LONGEST_NAME);
    for (int i = 2; methods.containsKey(name); i++) {
      var end = "_" + i;
      name = cut(plain, LONGEST_NAME - end.length()) + end;
    }
    methods.put(name, new Method(alias, tool));
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  /** Whether there were as many calls as there may be. */
  boolean isUsedUp() {
    return calls >= MOST_CALLS;
  }

  /** What the model is told of a call: its result, or {@code {error: {code, message}}}. */
  @Nullable Object call(ModelProvider.ToolCall call) {
    calls++;
    var method = methods.get(call.name());
    if (method == null) {
      return problem(
          "UNKNOWN_NAME", "there is no tool " + call.name() + "; there are " + methods.keySet());
    }
    var step = steps.next();
    try {
      return plugins.call(frame, step, method.alias(), method.tool().method(), call.args());
    } catch (BlockFailed e) {
      if (!e.failure().catchable()) {
        throw e;
      }
      return problem(e.failure().code(), e.failure().message());
    }
  }

  private static Map<String, @Nullable Object> problem(String code, String message) {
    var error = new LinkedHashMap<String, @Nullable Object>();
    error.put("code", code);
    error.put("message", message);
    var problem = new LinkedHashMap<String, @Nullable Object>();
    problem.put("error", error);
    return problem;
  }
}
