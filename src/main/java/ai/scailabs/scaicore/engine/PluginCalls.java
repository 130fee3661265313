package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.program.expression.Scope;
import ai.scailabs.scaicore.program.expression.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls methods of plugins. */
final class PluginCalls {

  private final Effects effects;
  private final Program program;

  PluginCalls(Effects effects, Program program) {
    this.effects = effects;
    this.program = program;
  }

  /** The result of a method, from the journal or from the plugin. */
  @Nullable Object call(
      Frame frame, String step, String alias, String method, Map<String, @Nullable Object> args) {
    return effects.outside(
        frame.course(),
        step,
        EffectKind.PLUGIN_CALL,
        List.of(alias, method, args),
        () ->
            effects
                .host()
                .plugins()
                .call(
                    new PluginBridge.Call(
                        target(alias, frame), method, args, effects.idempotencyKey(step))));
  }

  /** The methods of a plugin: those that the program declares, else those that it says it has. */
  List<PluginBridge.Tool> methods(Frame frame, Steps steps, String alias) {
    var declared = declared(alias);
    if (declared != null && !declared.methods().isEmpty()) {
      return declared.methods().stream()
          .map(m -> tool(m.name(), m.description(), m.inputSchema()))
          .toList();
    }
    var told =
        effects.outside(
            frame.course(),
            steps.next(),
            EffectKind.PLUGIN_METHODS,
            alias,
            () ->
                effects.host().plugins().methods(target(alias, frame)).stream()
                    .map(PluginCalls::written)
                    .toList());
    return ((List<?>) Objects.requireNonNull(told))
        .stream().map(m -> read((Map<?, ?>) Objects.requireNonNull(m))).toList();
  }

  private static Map<String, @Nullable Object> written(PluginBridge.Tool tool) {
    var written = new LinkedHashMap<String, @Nullable Object>();
    written.put("method", tool.method());
    written.put("description", tool.description());
    written.put("input_schema", tool.inputSchema());
    return written;
  }

  private static PluginBridge.Tool read(Map<?, ?> written) {
    var description = written.get("description");
    return tool(
        Values.text(written.get("method")),
        description == null ? null : Values.text(description),
        written.get("input_schema") instanceof Map<?, ?> schema ? members(schema) : null);
  }

  static PluginBridge.Tool tool(
      String method,
      @Nullable String description,
      @Nullable Map<String, @Nullable Object> inputSchema) {
    return new PluginBridge.Tool(
        method, description, inputSchema == null ? Map.of("type", "object") : inputSchema);
  }

  private static Map<String, @Nullable Object> members(Map<?, ?> map) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((key, value) -> members.put(String.valueOf(key), value));
    return members;
  }

  private Program.@Nullable Plugin declared(String alias) {
    for (var plugin : program.plugins()) {
      if (plugin.alias().equals(alias)) {
        return plugin;
      }
    }
    return null;
  }

  private PluginBridge.Target target(String alias, Frame frame) {
    var declared = declared(alias);
    if (declared == null) {
      return new PluginBridge.Target(alias, null, Map.of());
    }
    var scope = frame.variables().fixed();
    var config = new LinkedHashMap<String, @Nullable Object>();
    declared.config().forEach((key, value) -> config.put(key, filled(value, scope)));
    return new PluginBridge.Target(alias, declared.endpoint(), config);
  }

  /** A member of the config, its templates filled; what they hold of secrets stays closed. */
  private static @Nullable Object filled(@Nullable Object value, Scope scope) {
    return switch (value) {
      case String text when text.contains("${") || text.contains("{{") ->
          Expression.template(text).evaluateForSending(scope);
      case Map<?, ?> map -> {
        var members = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, inner) -> members.put(String.valueOf(key), filled(inner, scope)));
        yield members;
      }
      case List<?> list -> {
        var items = new java.util.ArrayList<@Nullable Object>();
        list.forEach(inner -> items.add(filled(inner, scope)));
        yield items;
      }
      case null, default -> value;
    };
  }

  /** The arguments of a call, as JSON has them. */
  static Map<String, @Nullable Object> arguments(
      String what, @Nullable Expression given, Scope scope) {
    return switch (given == null ? null : Values.plain(given.evaluate(scope))) {
      case null -> Map.of();
      case Map<?, ?> map -> members(Allowance.fitting(what, map));
      case Object other ->
          throw new BlockFailed(
              Failure.MISMATCH, what + " must be an object, not " + Values.kind(other));
    };
  }
}
