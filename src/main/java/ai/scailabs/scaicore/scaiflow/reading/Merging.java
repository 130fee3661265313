package ai.scailabs.scaicore.scaiflow.reading;

import ai.scailabs.scaicore.scaiflow.graph.FlowConfig;
import ai.scailabs.scaicore.scaiflow.graph.FlowGraph;
import ai.scailabs.scaicore.scaiflow.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings changes that were made in a manifest by hand back into the graph that it came from. Two
 * drawings are compared, of the manifest as it is and of the one that the graph compiles to: what
 * is the same in both stays as the graph has it, and where they differ the manifest wins.
 *
 * @param graph that the manifest came from
 * @param was the drawing of what it compiles to
 * @param is the drawing of the manifest
 */
record Merging(FlowGraph graph, FlowGraph was, FlowGraph is) {

  FlowGraph merged() {
    var nodes = nodes();
    return new FlowGraph(
        changed(FlowGraph::id),
        name(),
        changed(FlowGraph::version),
        changed(FlowGraph::scaicoreTarget),
        metadata(),
        nodes,
        new EdgeMerging(graph, was, is, byId(nodes)).merged(),
        variables(),
        new FlowConfig(members(of -> of.config().members())),
        graph.tests(),
        graph.others());
  }

  /** Those that the compiler adds to the graph's are none of it. */
  private List<Map<String, @Nullable Object>> variables() {
    if (was.variables().equals(is.variables())) {
      return graph.variables();
    }
    var own = graph.variables().stream().map(each -> each.get("name")).toList();
    return is.variables().stream()
        .filter(each -> own.contains(each.get("name")) || !was.variables().contains(each))
        .toList();
  }

  /** Steps that the compiler adds are unknown to the drawings, and not to the graph. */
  private Map<String, @Nullable Object> metadata() {
    var metadata = new LinkedHashMap<String, @Nullable Object>(members(FlowGraph::metadata));
    var known = unknown(was).stream().map(each -> each.get("step")).collect(Collectors.toSet());
    var left = unknown(is).stream().filter(each -> !known.contains(each.get("step"))).toList();
    metadata.remove(CoreDrawing.UNKNOWN_STEPS);
    var all = new ArrayList<Map<?, ?>>(unknown(graph));
    all.addAll(left);
    if (!all.isEmpty()) {
      metadata.put(CoreDrawing.UNKNOWN_STEPS, all);
    }
    return metadata;
  }

  private static List<Map<?, ?>> unknown(FlowGraph graph) {
    var unknown = new ArrayList<Map<?, ?>>();
    if (graph.metadata().get(CoreDrawing.UNKNOWN_STEPS) instanceof List<?> list) {
      list.forEach(each -> unknown.add(Tree.of(each).members()));
    }
    return unknown;
  }

  /** The Core's name, where that is the graph's too. */
  private @Nullable String name() {
    var core = graph.config().coreName();
    return core == null || core.equals(graph.name()) ? changed(FlowGraph::name) : graph.name();
  }

  private @Nullable String changed(Function<FlowGraph, @Nullable String> part) {
    return Objects.equals(part.apply(was), part.apply(is)) ? part.apply(graph) : part.apply(is);
  }

  private Map<String, @Nullable Object> members(
      Function<FlowGraph, Map<String, @Nullable Object>> part) {
    return members(part.apply(graph), part.apply(was), part.apply(is));
  }

  /** The members of a map, those that were changed as they are now. */
  private static Map<String, @Nullable Object> members(
      Map<String, @Nullable Object> graph,
      Map<String, @Nullable Object> was,
      Map<String, @Nullable Object> is) {
    var members = new LinkedHashMap<String, @Nullable Object>(graph);
    is.forEach(
        (key, value) -> {
          if (!was.containsKey(key) || !Objects.equals(was.get(key), value)) {
            members.put(key, merged(graph.get(key), was.get(key), value));
          }
        });
    was.keySet().stream().filter(key -> !is.containsKey(key)).forEach(members::remove);
    return members;
  }

  private static @Nullable Object merged(
      @Nullable Object graph, @Nullable Object was, @Nullable Object is) {
    return graph instanceof Map && was instanceof Map && is instanceof Map
        ? members(Tree.of(graph).members(), Tree.of(was).members(), Tree.of(is).members())
        : is;
  }

  /** Those of the graph that the manifest still has, or never had; then those that are new. */
  private List<Node> nodes() {
    var before = byId(was.nodes());
    var now = byId(is.nodes());
    var nodes = new ArrayList<Node>();
    var taken = new HashSet<String>();
    for (var node : graph.nodes()) {
      var old = before.get(node.id());
      var present = now.get(node.id());
      if (present != null) {
        nodes.add(old == null ? present : node(node, old, present));
        taken.add(node.id());
      } else if (old == null) {
        nodes.add(node);
      }
    }
    is.nodes().stream()
        .filter(node -> !before.containsKey(node.id()) && taken.add(node.id()))
        .forEach(nodes::add);
    return nodes;
  }

  private static Node node(Node node, Node old, Node now) {
    if (!old.type().equals(now.type())) {
      return new Node(
          node.id(),
          now.type(),
          node.label(),
          node.position(),
          now.config(),
          now.inputs(),
          now.outputs(),
          now.others());
    }
    return new Node(
        node.id(),
        node.type(),
        Objects.equals(old.label(), now.label()) ? node.label() : now.label(),
        node.position(),
        members(node.config(), old.config(), now.config()),
        node.inputs(),
        old.outputs().equals(now.outputs()) ? node.outputs() : now.outputs(),
        members(node.others(), old.others(), now.others()));
  }

  static Map<String, Node> byId(List<Node> nodes) {
    var byId = new HashMap<String, Node>();
    nodes.forEach(node -> byId.putIfAbsent(node.id(), node));
    return byId;
  }
}
