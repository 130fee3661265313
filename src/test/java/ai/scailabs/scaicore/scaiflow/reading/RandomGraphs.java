package ai.scailabs.scaicore.scaiflow.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random graphs that compile: all kinds of node and edge, decisions, parallels and loops inside
 * each other, loops that are left early, several ways and several entries, with names and members
 * that nobody would think of.
 */
public final class RandomGraphs {

  private static final List<String> ODD =
      List.of(
          "yes",
          "1e3",
          "~",
          "",
          " padded ",
          "a: b # c",
          "- {{x}}",
          "line\nbreak",
          "tab\tand \"quotes\"",
          "Grüße \u2028 \ud83d\ude00",
          "0x1F",
          "null",
          "<<",
          "? key",
          "2026-11-22",
          "'");

  private static final List<String> LEAVES =
      List.of(
          "llm_rigid",
          "llm_flexible",
          "llm_guarded",
          "tool_plugin",
          "tool_http",
          "data_variable_set",
          "checkpoint",
          "hitl_decision",
          "hitl_review",
          "queue_publish",
          "queue_consume",
          "queue_escalation",
          "compute_provision",
          "compute_exec",
          "compute_file_upload",
          "compute_file_download",
          "compute_destroy",
          "subflow_call");

  private final Random random;
  private final boolean plain;
  private final List<Map<String, @Nullable Object>> nodes = new ArrayList<>();
  private final List<Map<String, @Nullable Object>> edges = new ArrayList<>();
  private int number;

  /** An edge that has its beginning. */
  private record Out(String node, String port, @Nullable String condition) {}

  /**
   * What was drawn so far.
   *
   * @param known ids that have a value for sure, and can be named
   */
  private record Way(List<Out> opens, List<String> known) {}

  /**
   * @param plain whether names are plain and nothing waits for another Core or a queue, so that the
   *     program can run by itself
   */
  public RandomGraphs(long seed, boolean plain) {
    this.random = new Random(seed);
    this.plain = plain;
  }

  /** The content of a flow. */
  public Map<String, @Nullable Object> content() {
    var entry = entry();
    var opens = new ArrayList<>(List.of(entry));
    while (random.nextInt(3) == 0) {
      opens.add(entry());
    }
    var first = chain(new Way(opens, List.of()), 3);
    if (random.nextInt(5) == 0) {
      chain(new Way(List.of(entry()), List.of()), 1);
    }
    if (!plain && random.nextInt(6) == 0) {
      // Reached from nowhere.
      leaf(new Way(List.of(), first.known.subList(0, 0)));
    }
    var content = map("$schema", "https://scailabs.com/schemas/scaiflow/v2.json");
    content.put("id", "flow_" + number);
    content.put("name", plain ? "main" : text("Flow"));
    content.put("version", "1.0." + number);
    content.put("scaicore_target", "0.2");
    content.put("metadata", metadata());
    content.put("nodes", nodes);
    content.put("edges", edges);
    content.put("variables", variables());
    content.put("config", config());
    content.put("tests", random.nextBoolean() ? List.of() : List.of(map("input", value(2))));
    others(content);
    return content;
  }

  private Map<String, @Nullable Object> metadata() {
    var metadata = new LinkedHashMap<String, @Nullable Object>();
    if (random.nextBoolean()) {
      metadata.put("description", text("What it does"));
    }
    others(metadata);
    return metadata;
  }

  private List<Object> variables() {
    var count = map("name", "n");
    count.put("type", "int");
    count.put("default", 0);
    var tone = map("name", "tone");
    tone.put("default", plain ? "calm" : value(1));
    others(tone);
    return List.of(count, tone);
  }

  private Map<String, @Nullable Object> config() {
    var model = map("role", "primary");
    model.put("ref", "scaigrid");
    model.put("model", "offline/echo");
    model.put("modalities", List.of("text", "structured_output"));
    var identity = map("name", plain ? "Random" : "Core " + number);
    identity.put("models", List.of(model));
    if (random.nextBoolean()) {
      identity.put("persona", text("You help."));
    }
    var plugin = map("alias", "erp");
    plugin.put("endpoint", "https://erp.example/plugin");
    var queues = map("scope", "desk");
    queues.put("queues", List.of(map("slug", "inbox"), map("slug", "outbox")));
    var config = map("core_identity", identity);
    config.put("plugins", List.of(plugin));
    config.put("capabilities", List.of("web"));
    config.put("scaiqueue", queues);
    config.put("publish_as_model", random.nextBoolean());
    config.put("model_visibility_group_ids", random.nextBoolean() ? List.of() : List.of("mg_qa"));
    others(config);
    return config;
  }

  private Out entry() {
    var kind = one(List.of("entry_api", "entry_webhook", "entry_schedule"));
    var config = new LinkedHashMap<String, @Nullable Object>();
    switch (kind) {
      case "entry_api" -> {
        config.put("method", "POST");
        config.put("path", "/p" + number);
      }
      case "entry_webhook" -> config.put("path", "/hooks/" + number);
      default -> {
        config.put("cron", random.nextInt(60) + " 2 * * *");
        config.put("timezone", "Europe/Amsterdam");
      }
    }
    return new Out(node(kind, config, List.of(), List.of("out_request")), "out_request", null);
  }

  /** Some nodes one after another. */
  private Way chain(Way before, int depth) {
    var way = before;
    for (int i = random.nextInt(3) + 1; i > 0; i--) {
      way =
          switch (depth == 0 ? 9 : random.nextInt(10)) {
            case 0, 1 -> decision(way, depth - 1, i > 1);
            case 2 -> loop(way, depth - 1);
            case 3 -> parallel(way, depth - 1);
            case 4 -> fork(way, depth - 1);
            default -> leaf(way);
          };
    }
    return way;
  }

  private Way decision(Way before, int depth, boolean followed) {
    boolean match = random.nextInt(3) == 0;
    var ports = List.of("out_a", "out_b", "out_else");
    var config = map("style", match ? "match" : "if");
    config.put("subject", "n");
    var id = node("logic_decision", config, before.opens, List.of("in"), ports, before.known);
    var opens = new ArrayList<Out>();
    int ways = random.nextInt(2) + 1;
    for (int i = 0; i < ways; i++) {
      var condition = match ? String.valueOf(i) : one(List.of("n > 1", "n == 0", "n < " + i));
      var out = new Out(id, ports.get(i), condition);
      opens.addAll(
          random.nextInt(5) == 0 && (i > 0 || followed)
              ? List.of(out)
              : chain(new Way(List.of(out), before.known), depth).opens);
    }
    var rest = new Out(id, "out_else", "else");
    opens.addAll(
        random.nextBoolean()
            ? List.of(rest)
            : chain(new Way(List.of(rest), before.known), depth).opens);
    return new Way(opens, before.known);
  }

  private Way loop(Way before, int depth) {
    boolean each = random.nextBoolean();
    var config = map("style", each ? "foreach" : "while");
    if (each) {
      config.put("items", one(List.of("[1, 2]", "[\"a\", \"b\", \"c\"]", "[]")));
      if (random.nextBoolean()) {
        config.put("variable", "thing");
      }
    } else {
      config.put("condition", "n < 2");
      config.put("max_iterations", 9);
    }
    var id =
        node(
            "logic_loop",
            config,
            before.opens,
            List.of("in"),
            List.of("out_body", "out_done"),
            before.known);
    Way body = new Way(List.of(new Out(id, "out_body", null)), before.known);
    if (!each) {
      var next = map("name", "n");
      next.put("value", "n + 1");
      var set =
          node("data_variable_set", next, body.opens, List.of("in"), List.of("out"), List.of());
      body = new Way(List.of(new Out(set, "out", null)), before.known);
    }
    body = chain(body, depth);
    var after = new ArrayList<>(List.of(new Out(id, "out_done", null)));
    if (random.nextInt(3) == 0 && body.opens.size() == 1) {
      var style = map("style", "if");
      var ports = List.of("out_stop", "out_on");
      var decision = node("logic_decision", style, body.opens, List.of("in"), ports, List.of());
      after.add(new Out(decision, "out_stop", "n > 5"));
      edge("conditional", new Out(decision, "out_on", "else"), id, "in");
      return leaf(new Way(after, before.known));
    }
    if (random.nextBoolean()) {
      body.opens.forEach(out -> edge(null, out, id, "in"));
    }
    return new Way(after, before.known);
  }

  private Way parallel(Way before, int depth) {
    var config = new LinkedHashMap<String, @Nullable Object>();
    if (random.nextBoolean()) {
      config.put("max_concurrent", 2);
    }
    var ports = List.of("out_1", "out_2", "out_3");
    var id = node("logic_parallel", config, before.opens, List.of("in"), ports, before.known);
    var opens = new ArrayList<Out>();
    var known = new ArrayList<>(before.known);
    for (int i = random.nextInt(2) + 2; i > 0; i--) {
      var start = leaf(new Way(List.of(new Out(id, "out_" + i, null)), before.known));
      var way = random.nextBoolean() ? start : chain(start, depth);
      opens.addAll(way.opens);
      way.known.stream().filter(name -> !known.contains(name)).forEach(known::add);
    }
    return leaf(new Way(opens, known));
  }

  /** Two ways out of one node, taken one after the other. */
  private Way fork(Way before, int depth) {
    var start = leaf(before);
    var out = start.opens.getFirst();
    var one = leaf(start);
    var other = chain(leaf(new Way(List.of(out), start.known)), Math.min(depth, 0));
    var opens = new ArrayList<>(one.opens);
    opens.addAll(other.opens);
    return leaf(new Way(opens, start.known));
  }

  private Way leaf(Way before) {
    var kind = one(LEAVES);
    if (plain && kind.equals("queue_consume")) {
      kind = "llm_rigid";
    }
    var id =
        node(
            kind,
            leafConfig(kind, before.known),
            before.opens,
            List.of("in", "in_extra"),
            List.of("out"),
            before.known);
    var known = new ArrayList<>(before.known);
    if (id.matches("[a-z_0-9]+")) {
      known.add(id);
    }
    return new Way(List.of(new Out(id, "out", null)), known);
  }

  private Map<String, @Nullable Object> leafConfig(String kind, List<String> known) {
    var name = known.isEmpty() ? "input" : one(known);
    var said = "About {{" + name + "}} " + (plain ? "" : text("x").replace("{{", ""));
    var config = new LinkedHashMap<String, @Nullable Object>();
    switch (kind) {
      case "llm_rigid" -> config.put("template", said);
      case "llm_flexible", "llm_guarded" -> {
        config.put("goal", said);
        config.put("input_bindings", map("about", name));
        if (random.nextBoolean()) {
          config.put("llm_role", "primary");
          config.put("output_schema", map("answer", "string"));
          config.put("guidance", "Be brief.");
        }
        if (kind.equals("llm_guarded")) {
          config.put("guard", "1 < 2");
          config.put("on_validation_failure", "Something went wrong.");
        }
      }
      case "tool_plugin" -> {
        config.put("plugin", "erp");
        config.put("method", "post");
        config.put("args", map("about", name));
      }
      case "tool_http" -> {
        config.put("method", "POST");
        config.put("url", "https://erp.example/{{n}}");
        config.put("headers", map("Content-Type", "application/json"));
        config.put("body", said);
      }
      case "data_variable_set" -> {
        config.put("name", one(List.of("tone", "other")));
        config.put("value", name);
      }
      case "checkpoint", "hitl_decision" -> {
        config.put("type", "approval");
        config.put("prompt", said);
        config.put("options", List.of("approve", "reject", "yes"));
      }
      case "hitl_review" -> {
        config.put("queue", "inbox");
        config.put("sections", List.of(section("context"), section("decision"), section("input")));
      }
      case "queue_publish", "queue_escalation" -> {
        config.put("queue", "outbox");
        config.put("message_type", "note");
        config.put("payload", map("about", name));
      }
      case "queue_consume" -> {
        config.put("queue", "inbox");
        config.put("timeout", "5s");
      }
      case "subflow_call" -> {
        config.put("target", "core://acme/other");
        config.put("input_bindings", map("about", name));
        config.put("is_async", plain || random.nextBoolean());
      }
      default -> config.put("command", "python3 run.py --fast");
    }
    if (!plain) {
      others(config);
    }
    return config;
  }

  private static Map<String, @Nullable Object> section(String type) {
    var section = map("type", type);
    switch (type) {
      case "context" -> section.put("content", "Look at {{n}}.");
      case "decision" -> section.put("options", List.of("approve", "reject"));
      default -> {
        section.put("field", "note");
        section.put("kind", "text");
      }
    }
    return section;
  }

  private String node(
      String kind, Map<String, @Nullable Object> config, List<Out> opens, List<String> outputs) {
    return node(kind, config, opens, List.of(), outputs, List.of());
  }

  private String node(
      String kind,
      Map<String, @Nullable Object> config,
      List<Out> opens,
      List<String> inputs,
      List<String> outputs,
      List<String> known) {
    int own = ++number;
    var id = !plain && random.nextInt(8) == 0 ? own + "-Ünusual id" : "node_" + kind + "_" + own;
    var node = map("id", id);
    node.put("type", kind);
    if (random.nextInt(4) > 0) {
      node.put("label", text("Label"));
    }
    if (random.nextInt(5) > 0) {
      var position = map("x", random.nextInt(2_000) - 500);
      position.put("y", random.nextBoolean() ? random.nextInt(900) : random.nextInt(90) + 0.25);
      others(position);
      node.put("position", position);
    }
    node.put("config", config);
    node.put("inputs", inputs.stream().map(this::port).toList());
    node.put("outputs", outputs.stream().map(this::port).toList());
    others(node);
    nodes.add(node);
    opens.forEach(open -> edge(null, open, id, inputs.isEmpty() ? null : "in"));
    if (inputs.contains("in_extra") && !known.isEmpty() && random.nextInt(4) == 0) {
      edge("data", new Out(one(known), "out", null), id, "in_extra");
    }
    return id;
  }

  private Map<String, @Nullable Object> port(String id) {
    var port = map("id", id);
    port.put("label", text(id));
    if (random.nextBoolean()) {
      port.put("type", "object");
    }
    others(port);
    return port;
  }

  private void edge(@Nullable String type, Out out, String target, @Nullable String port) {
    var edge = map("id", "edge_" + (edges.size() + 1));
    edge.put("type", type != null ? type : out.condition == null ? "sequential" : "conditional");
    var source = map("node", out.node);
    source.put("port", out.port);
    others(source);
    edge.put("source", source);
    var end = map("node", target);
    if (port != null && (type != null || random.nextInt(6) > 0)) {
      end.put("port", port);
    }
    edge.put("target", end);
    if (out.condition != null) {
      edge.put("condition", out.condition);
    }
    others(edge);
    edges.add(edge);
  }

  /** Members that nobody knows. */
  private void others(Map<String, @Nullable Object> map) {
    if (random.nextInt(plain ? 40 : 6) == 0) {
      map.put("x_" + one(ODD), value(2));
    }
  }

  private @Nullable Object value(int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 8)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt();
      case 3 -> random.nextLong();
      case 4 -> random.nextDouble() * 1e6;
      case 5 -> one(ODD);
      case 6 -> {
        var list = new ArrayList<@Nullable Object>();
        for (int i = random.nextInt(3); i > 0; i--) {
          list.add(value(depth - 1));
        }
        yield list;
      }
      default -> {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = random.nextInt(3); i > 0; i--) {
          map.put(one(ODD), value(depth - 1));
        }
        yield map;
      }
    };
  }

  private String text(String usual) {
    return random.nextBoolean() ? usual : one(ODD);
  }

  private <T> T one(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static Map<String, @Nullable Object> map(String key, @Nullable Object value) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put(key, value);
    return map;
  }
}
