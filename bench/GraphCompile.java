import ai.scailabs.scaicore.scaiflow.compiler.FlowCompiler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a flow graph of 1,000 nodes takes to compile, in milliseconds: the first time in a
 * process, and the median and the 99th percentile once it is warm. A quarter of the nodes are
 * decisions whose ways join.
 */
final class GraphCompile {

  static final int NODES = 1_000;

  private static final int WARM_UP = 200;
  private static final int ROUNDS = 200;

  /** What was measured, in milliseconds. */
  record Figures(double first, double median, double p99) {}

  private GraphCompile() {}

  static Figures measure() {
    var graph = graph();
    double first = millis(graph);
    for (int i = 0; i < WARM_UP; i++) {
      millis(graph);
    }
    var times = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      times[i] = millis(graph);
    }
    Arrays.sort(times);
    return new Figures(first, times[ROUNDS / 2], times[ROUNDS * 99 / 100]);
  }

  public static void main(String[] args) {
    var figures = measure();
    System.out.printf(
        "compile of %,d nodes: first %.0f ms, then median %.1f ms, p99 %.1f ms%n",
        NODES, figures.first, figures.median, figures.p99);
  }

  private static double millis(Map<String, Object> graph) {
    long start = System.nanoTime();
    var compiled = FlowCompiler.compile(graph);
    long end = System.nanoTime();
    if (!compiled.succeeded()) {
      throw new IllegalStateException(compiled.diagnostics().toString());
    }
    return (end - start) / 1e6;
  }

  private static Map<String, Object> graph() {
    var nodes = new ArrayList<Map<String, Object>>();
    var edges = new ArrayList<Map<String, Object>>();
    nodes.add(node("in", "entry_api", Map.of("method", "POST", "path", "/"), "out"));
    var last = "in";
    for (int i = 1; nodes.size() + 4 <= NODES; i++) {
      nodes.add(node("d" + i, "logic_decision", Map.of("style", "if"), "yes", "no"));
      for (var way : List.of("a", "b")) {
        var say = Map.<String, Object>of("template", "Step " + i + " of {{message}}");
        nodes.add(node(way + i, "llm_rigid", say, "out"));
      }
      var set = Map.<String, Object>of("name", "count", "value", "input.n + " + i);
      nodes.add(node("s" + i, "data_variable_set", set, "out"));
      edges.add(edge(edges.size(), last, "out", "d" + i, null));
      edges.add(edge(edges.size(), "d" + i, "yes", "a" + i, "input.n > " + i));
      edges.add(edge(edges.size(), "d" + i, "no", "b" + i, "else"));
      edges.add(edge(edges.size(), "a" + i, "out", "s" + i, null));
      edges.add(edge(edges.size(), "b" + i, "out", "s" + i, null));
      last = "s" + i;
    }
    return Map.of(
        "id", "flow_bench", "name", "Bench", "version", "1.0.0", "nodes", nodes, "edges", edges);
  }

  private static Map<String, Object> node(
      String id, String type, Map<String, Object> config, String... outputs) {
    return Map.of(
        "id",
        id,
        "type",
        type,
        "label",
        "Node " + id,
        "position",
        Map.of("x", 100, "y", 200),
        "config",
        config,
        "inputs",
        type.startsWith("entry") ? List.of() : List.of(Map.of("id", "in")),
        "outputs",
        Arrays.stream(outputs).map(port -> Map.of("id", port)).toList());
  }

  private static Map<String, Object> edge(
      int id, String from, String port, String to, String condition) {
    var ends =
        Map.<String, Object>of(
            "id",
            "e" + id,
            "type",
            condition == null ? "sequential" : "conditional",
            "source",
            Map.of("node", from, "port", port),
            "target",
            Map.of("node", to, "port", "in"));
    if (condition == null) {
      return ends;
    }
    var conditional = new LinkedHashMap<>(ends);
    conditional.put("condition", condition);
    return conditional;
  }
}
