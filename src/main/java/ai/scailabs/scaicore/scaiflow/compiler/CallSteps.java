package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands below the keyword of a node's step. Source: {@code design/scaiflow.md}, "Graph (v2)".
 * Where the configuration lacks what the step needs, which is found elsewhere, something stands in
 * for it, so that the rest can be checked.
 */
final class CallSteps {

  /** The alias of the plugin that the compute nodes call. */
  static final String COMPUTE = "scaibunker";

  private static final String MISSING = "missing";

  /** The keyword of a step, and what stands below it. */
  record Body(String keyword, @Nullable Object value) {}

  private final Wiring wiring;
  private final Roles roles;
  private final DataInputs inputs;
  private final PlainTexts texts;

  CallSteps(Wiring wiring, Roles roles, DataInputs inputs) {
    this.wiring = wiring;
    this.roles = roles;
    this.inputs = inputs;
    this.texts = new PlainTexts(wiring);
  }

  /** Null for what has no step of its own. */
  @Nullable Body body(int node) {
    var config = wiring.node(node).config();
    return switch (wiring.kind(node)) {
      case LLM_RIGID -> new Body("template", orElse(config.get("template"), ""));
      case LLM_FLEXIBLE, LLM_GUARDED -> new Body("llm_turn", turn(node, config));
      case TOOL_PLUGIN -> new Body("plugin_call", pluginCall(node, config));
      case TOOL_HTTP -> new Body("http", http(node, config));
      case DATA_VARIABLE_SET -> new Body("set", set(node, config));
      case CHECKPOINT, HITL_DECISION, HITL_REVIEW ->
          new Body("checkpoint", new CheckpointConfig(wiring, inputs).body(node));
      case QUEUE_PUBLISH, QUEUE_ESCALATION -> new Body("queue_publish", publish(node, config));
      case QUEUE_CONSUME -> {
        var body = queue(config);
        copy(config, body, "timeout");
        yield new Body("queue_consume", body);
      }
      case COMPUTE_PROVISION,
          COMPUTE_EXEC,
          COMPUTE_FILE_UPLOAD,
          COMPUTE_FILE_DOWNLOAD,
          COMPUTE_DESTROY ->
          new Body("plugin_call", compute(node, config));
      case SUBFLOW_CALL -> new Body("core_call", subflow(node, config));
      case ENTRY_API, ENTRY_WEBHOOK, ENTRY_SCHEDULE, LOGIC_DECISION, LOGIC_LOOP, LOGIC_PARALLEL ->
          null;
      case null -> null;
    };
  }

  /** The expression of a field that a node's configuration leaves to a data edge; else null. */
  @Nullable Object only(int node, String name) {
    return inputs.only(node, name);
  }

  static void copy(
      Map<String, @Nullable Object> from, Map<String, @Nullable Object> to, String... keys) {
    for (var key : keys) {
      if (from.get(key) != null) {
        to.put(key, from.get(key));
      }
    }
  }

  private static Object orElse(@Nullable Object value, Object otherwise) {
    return value == null ? otherwise : value;
  }

  /** A map of bindings with what data edges bring; what the configuration says wins. */
  static @Nullable Object bound(@Nullable Object own, Map<String, String> brought) {
    if (brought.isEmpty() || !(own == null || own instanceof Map<?, ?>)) {
      return own;
    }
    var all = new LinkedHashMap<String, @Nullable Object>(brought);
    if (own instanceof Map<?, ?> map) {
      map.forEach((key, value) -> all.put(String.valueOf(key), value));
    }
    return all;
  }

  private static void put(Map<String, @Nullable Object> body, String key, @Nullable Object value) {
    if (value != null) {
      body.put(key, value);
    }
  }

  private Map<String, @Nullable Object> turn(int node, Map<String, @Nullable Object> config) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("goal", orElse(config.get("goal"), ""));
    put(body, "role", roles.of(config));
    put(body, "output", config.get("output_schema"));
    put(body, "input", bound(config.get("input_bindings"), inputs.of(node)));
    put(body, "context", config.get("context_bindings"));
    copy(config, body, "guidance", "constraints", "examples", "tools", "on_failure", "budget");
    if (wiring.kind(node) == NodeKind.LLM_GUARDED) {
      body.put("guarded", true);
      copy(config, body, "guard", "validate");
      put(body, "on_validation_failure", onInvalid(config.get("on_validation_failure")));
    }
    return body;
  }

  /** Steps as they are; a text is a template for the value in place of the answer. */
  private static @Nullable Object onInvalid(@Nullable Object given) {
    return switch (given) {
      case String text when text.isBlank() || text.equals("fail") -> null;
      case String text -> List.of(Map.of("template", text));
      case Map<?, ?> step when !step.containsKey("steps") -> List.of(step);
      case null, default -> given;
    };
  }

  private Map<String, @Nullable Object> pluginCall(int node, Map<String, @Nullable Object> config) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("alias", orElse(config.get("plugin"), orElse(config.get("alias"), MISSING)));
    body.put("method", orElse(config.get("method"), MISSING));
    put(body, "args", bound(config.get("args"), inputs.of(node)));
    return body;
  }

  private Map<String, @Nullable Object> compute(int node, Map<String, @Nullable Object> config) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("alias", COMPUTE);
    body.put("method", wiring.node(node).type().substring("compute_".length()));
    put(body, "args", bound(texts.of(config), inputs.of(node)));
    return body;
  }

  private Map<String, @Nullable Object> http(int node, Map<String, @Nullable Object> config) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("method", orElse(config.get("method"), "GET"));
    body.put("url", orElse(config.get("url"), ""));
    put(body, "headers", texts.of(config.get("headers")));
    // A body is a template, so that an expression in it needs its braces.
    var brought = new LinkedHashMap<String, String>();
    inputs.of(node).forEach((name, value) -> brought.put(name, "{{" + value + "}}"));
    put(body, "body", bound(config.get("body"), brought));
    return body;
  }

  private Map<String, @Nullable Object> set(int node, Map<String, @Nullable Object> config) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    var name = config.get("name") instanceof String text && !text.isBlank() ? text : MISSING;
    body.put(name, config.get("value") == null ? only(node, "value") : config.get("value"));
    return body;
  }

  private static Map<String, @Nullable Object> queue(Map<String, @Nullable Object> config) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    copy(config, body, "scope");
    body.put("queue", orElse(config.get("queue"), MISSING));
    return body;
  }

  private Map<String, @Nullable Object> publish(int node, Map<String, @Nullable Object> config) {
    var body = queue(config);
    copy(config, body, "message_type", "after");
    if (wiring.kind(node) == NodeKind.QUEUE_ESCALATION) {
      body.putIfAbsent("message_type", "escalation");
    }
    put(body, "payload", bound(config.get("payload"), inputs.of(node)));
    return body;
  }

  private Map<String, @Nullable Object> subflow(int node, Map<String, @Nullable Object> config) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("target", orElse(config.get("target"), MISSING));
    copy(config, body, "flow_name");
    put(body, "input_bindings", bound(config.get("input_bindings"), inputs.of(node)));
    copy(config, body, "instance_key", "version", "timeout", "is_async");
    return body;
  }
}
