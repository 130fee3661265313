package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code checkpoint} of a node that asks a person. The sections of a review that take input
 * become its {@code response_schema}, unless it has one.
 */
record CheckpointConfig(Wiring wiring, DataInputs inputs) {

  Map<String, @Nullable Object> body(int node) {
    var config = wiring.node(node).config();
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("type", config.get("type") == null ? type(node) : config.get("type"));
    CallSteps.copy(config, body, "scope", "queue", "prompt");
    if (config.get("options") instanceof List<?> options) {
      body.put("options", options(options));
    } else {
      CallSteps.copy(config, body, "options");
    }
    CallSteps.copy(
        config,
        body,
        "sections",
        "assignee",
        "priority",
        "timeout",
        "on_timeout",
        "escalation_target",
        "reminder_interval",
        "response_schema",
        "hitl_spec");
    var context = CallSteps.bound(config.get("context"), inputs.of(node));
    if (context != null) {
      body.put("context", context);
    }
    if (!body.containsKey("response_schema") && config.get("sections") instanceof List<?> list) {
      var schema = schema(list);
      if (schema != null) {
        body.put("response_schema", schema);
      }
    }
    return body;
  }

  private String type(int node) {
    var kind = wiring.kind(node);
    return kind == NodeKind.CHECKPOINT ? "approval" : wiring.node(node).type();
  }

  /** Words; of an option with a label, what it stands for. */
  private static List<@Nullable Object> options(List<?> options) {
    var words = new ArrayList<@Nullable Object>();
    for (var option : options) {
      words.add(
          option instanceof Map<?, ?> map
              ? map.get("value") != null
                  ? map.get("value")
                  : map.get("id") != null ? map.get("id") : map.get("label")
              : option);
    }
    return words;
  }

  private static @Nullable Map<String, @Nullable Object> schema(List<?> sections) {
    var properties = new LinkedHashMap<String, @Nullable Object>();
    var required = new ArrayList<String>();
    for (var section : sections) {
      if (section instanceof Map<?, ?> map
          && "input".equals(map.get("type"))
          && map.get("field") instanceof String field) {
        var type = jsonType(map.get("kind"));
        properties.put(field, type == null ? Map.of() : Map.of("type", type));
        if (Boolean.TRUE.equals(map.get("required"))) {
          required.add(field);
        }
      }
    }
    if (properties.isEmpty()) {
      return null;
    }
    var schema = new LinkedHashMap<String, @Nullable Object>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }

  private static @Nullable String jsonType(@Nullable Object kind) {
    return switch (kind instanceof String word ? word : "") {
      case "text", "textarea", "string" -> "string";
      case "number" -> "number";
      case "boolean", "checkbox" -> "boolean";
      default -> null;
    };
  }
}
