package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.Node;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The step of each node, with {@code meta {node_id, node_kind, node_label, node_config}}; each
 * branch of a decision names its edge in {@code edge_id}, and the else in {@code else_edge_id}.
 * Steps without {@code meta} stand for no node: {@code break}, {@code continue}, {@code return},
 * and {@code set}s around a parallel.
 */
final class NodeSteps {

  private static final Pattern LITERAL =
      Pattern.compile(
          "-?\\d+(\\.\\d+)?|true|false|null|\"[^\"\\\\]*\"|'[^'\\\\]*'|[\\p{L}_][\\p{L}\\p{Nd}_-]*");

  /** One way out of a decision, with its steps. */
  record Arm(Link link, List<Map<String, @Nullable Object>> steps) {}

  private final Wiring wiring;
  private final CallSteps calls;

  NodeSteps(Wiring wiring, CallSteps calls) {
    this.wiring = wiring;
    this.calls = calls;
  }

  /** Whether a loop goes through items; else it repeats while a condition holds. */
  static boolean isForeach(Node node) {
    return node.kind() == NodeKind.LOGIC_LOOP
        && switch (node.config().get("style")) {
          case String style -> style.equals("foreach");
          case null, default -> !node.config().containsKey("condition");
        };
  }

  /** The variable of a foreach. */
  static String variable(Node node) {
    return node.config().get("variable") instanceof String name && !name.isBlank() ? name : "item";
  }

  /** The steps of a node that has nothing inside. */
  List<Map<String, @Nullable Object>> of(int number) {
    var node = wiring.node(number);
    var body = calls.body(number);
    return body == null ? List.of() : List.of(step(node, body.keyword(), body.value()));
  }

  private static Map<String, @Nullable Object> step(
      Node node, String keyword, @Nullable Object body) {
    var step = new LinkedHashMap<String, @Nullable Object>();
    step.put(keyword, body);
    step.put("meta", meta(node));
    return step;
  }

  /** What a step or a trigger says of its node. */
  static Map<String, @Nullable Object> meta(Node node) {
    var meta = new LinkedHashMap<String, @Nullable Object>();
    meta.put("node_id", node.id());
    meta.put("node_kind", node.type());
    if (node.label() != null) {
      meta.put("node_label", node.label());
    }
    meta.put("node_config", node.config());
    return meta;
  }

  /**
   * @param otherwise what happens when no condition holds and no edge is the else
   */
  Map<String, @Nullable Object> decision(
      int number, List<Arm> arms, @Nullable List<Map<String, @Nullable Object>> otherwise) {
    var node = wiring.node(number);
    var body = new LinkedHashMap<String, @Nullable Object>();
    CallSteps.copy(node.config(), body, "subject");
    boolean patterns = isMatch(node) && body.containsKey("subject");
    var branches = new ArrayList<Map<String, @Nullable Object>>();
    Arm rest = null;
    for (var arm : arms) {
      var condition = arm.link.edge().condition();
      if (!arm.link.isConditional() || arm.link.edge().isElse()) {
        rest = rest == null ? arm : rest;
        continue;
      }
      var branch = new LinkedHashMap<String, @Nullable Object>();
      var text = condition == null || condition.isBlank() ? "false" : condition;
      if (patterns && LITERAL.matcher(text.strip()).matches()) {
        branch.put("pattern", literal(text.strip()));
      } else {
        branch.put("when", text);
      }
      branch.put("edge_id", arm.link.edge().id());
      branch.put("steps", arm.steps);
      branches.add(branch);
    }
    body.put("branches", branches);
    if (rest != null) {
      body.put("else_edge_id", rest.link.edge().id());
      body.put("else", rest.steps);
    } else if (otherwise != null) {
      body.put("else", otherwise);
    }
    return step(node, "decision", body);
  }

  private static boolean isMatch(Node node) {
    return "match".equals(node.config().get("style"))
        || "switch".equals(node.config().get("style"));
  }

  /** A word stands for itself. */
  private static @Nullable Object literal(String text) {
    char first = text.charAt(0);
    if (first == '"' || first == '\'') {
      return text.substring(1, text.length() - 1);
    }
    if (first == '-' || (first >= '0' && first <= '9')) {
      return text.contains(".") || text.length() > 18
          ? (Object) Double.valueOf(text)
          : Long.valueOf(text);
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> null;
      default -> text;
    };
  }

  Map<String, @Nullable Object> loop(int number, List<Map<String, @Nullable Object>> steps) {
    var node = wiring.node(number);
    var config = node.config();
    var body = new LinkedHashMap<String, @Nullable Object>();
    if (isForeach(node)) {
      body.put("foreach", variable(node));
      body.put(
          "in", config.get("items") == null ? calls.only(number, "items") : config.get("items"));
      CallSteps.copy(config, body, "max_concurrent");
    } else {
      body.put(
          "while",
          config.get("condition") == null
              ? calls.only(number, "condition")
              : config.get("condition"));
      body.put(
          "max_iterations",
          config.get("max_iterations") == null ? 1L : config.get("max_iterations"));
    }
    body.put("steps", steps);
    return step(node, "loop", body);
  }

  /** The value of the last of some branches that changed it. */
  private static String either(String name, String value, Object before, Branches.Branch branch) {
    return branch.unset().contains(name)
        ? value + " ?? (" + before + ")"
        : value + " != " + name + " ? " + value + " : " + before;
  }

  /** A parallel, and what gives the names of its branches their values again. */
  List<Map<String, @Nullable Object>> parallel(int number, List<Branches.Branch> branches) {
    var node = wiring.node(number);
    var body = new LinkedHashMap<String, @Nullable Object>();
    CallSteps.copy(node.config(), body, "max_concurrent", "fail_fast");
    var made = new ArrayList<Map<String, @Nullable Object>>();
    var set = new LinkedHashMap<String, @Nullable Object>();
    var name = Names.isWritable(node.id()) ? node.id() : "parallel_" + number;
    for (var branch : branches) {
      var one = new LinkedHashMap<String, @Nullable Object>();
      one.put("name", branch.name());
      one.put("steps", branch.steps());
      made.add(one);
      for (var kept : branch.kept()) {
        var value = name + "." + branch.name() + "." + kept;
        var before = set.get(kept);
        set.put(kept, before == null ? value : either(kept, value, before, branch));
      }
    }
    body.put("branches", made);
    var step = step(node, "parallel", body);
    if (set.isEmpty()) {
      return List.of(step);
    }
    if (!name.equals(node.id())) {
      step.put("bind", name);
    }
    return List.of(step, Map.of("set", set));
  }
}
