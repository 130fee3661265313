package ai.scailabs.scaicore.scaiflow.reading;

import ai.scailabs.scaicore.scaiflow.graph.Edge;
import ai.scailabs.scaicore.scaiflow.graph.EdgeKind;
import ai.scailabs.scaicore.scaiflow.graph.End;
import ai.scailabs.scaicore.scaiflow.graph.FlowGraph;
import ai.scailabs.scaicore.scaiflow.graph.Node;
import ai.scailabs.scaicore.scaiflow.graph.Port;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The edges of {@link Merging}: those of the graph that the manifest still has or never had, and
 * those that are new. A new one goes by a port that its node has in the graph.
 *
 * @param nodes of the merged graph by id
 */
record EdgeMerging(FlowGraph graph, FlowGraph was, FlowGraph is, Map<String, Node> nodes) {

  List<Edge> merged() {
    var before = was.edges().stream().map(EdgeMerging::way).collect(Collectors.toSet());
    var now = is.edges().stream().map(EdgeMerging::way).collect(Collectors.toSet());
    if (before.equals(now) && was.nodes().size() == is.nodes().size()) {
      return graph.edges();
    }
    var fresh = new ArrayList<Edge>();
    is.edges().stream()
        .filter(edge -> stands(edge) && !before.contains(way(edge)))
        .forEach(fresh::add);
    var drawn = Merging.byId(was.nodes());
    var edges = new ArrayList<Edge>();
    var ids = new HashSet<String>();
    for (var edge : graph.edges()) {
      boolean undrawn =
          edge.type() == EdgeKind.DATA
              || !drawn.containsKey(edge.source().node())
              || !drawn.containsKey(edge.target().node());
      if (stands(edge) && (undrawn || now.contains(way(edge)) || !before.contains(way(edge)))) {
        edges.add(edge);
        ids.add(edge.id());
        fresh.removeIf(other -> way(other).equals(way(edge)));
      } else {
        fresh.stream()
            .filter(other -> other.id().equals(edge.id()) && ids.add(edge.id()))
            .findFirst()
            .ifPresent(other -> edges.add(changed(edge, other)));
        fresh.removeIf(other -> ids.contains(edge.id()) && other.id().equals(edge.id()));
      }
    }
    var ports = ports();
    fresh.forEach(edge -> edges.add(named(edge, ports, ids)));
    return edges;
  }

  private boolean stands(Edge edge) {
    return nodes.containsKey(edge.source().node()) && nodes.containsKey(edge.target().node());
  }

  private static List<@Nullable String> way(Edge edge) {
    return Arrays.asList(edge.source().node(), edge.target().node(), edge.condition());
  }

  /** An edge of the graph with another end or condition. */
  private Edge changed(Edge edge, Edge now) {
    return new Edge(
        edge.id(),
        now.type(),
        edge.source().node().equals(now.source().node())
            ? edge.source()
            : end(now.source(), null, true),
        edge.target().node().equals(now.target().node())
            ? edge.target()
            : end(now.target(), null, false),
        now.condition(),
        edge.others());
  }

  /** What the drawn output ports are in the graph. */
  private Map<End, @Nullable String> ports() {
    var drawn = new HashMap<List<@Nullable String>, End>();
    was.edges().forEach(edge -> drawn.putIfAbsent(way(edge), edge.source()));
    var ports = new HashMap<End, @Nullable String>();
    for (var edge : graph.edges()) {
      var source = drawn.get(way(edge));
      if (source != null && edge.type() != EdgeKind.DATA) {
        ports.putIfAbsent(source, edge.source().port());
      }
    }
    return ports;
  }

  private Edge named(Edge edge, Map<End, @Nullable String> ports, HashSet<String> ids) {
    var id = edge.id();
    for (int i = 2; !ids.add(id); i++) {
      id = edge.id() + "_" + i;
    }
    return new Edge(
        id,
        edge.type(),
        end(edge.source(), ports.get(edge.source()), true),
        end(edge.target(), null, false),
        edge.condition(),
        edge.others());
  }

  /** An end at a port that its node has; at any, where it has none of the name. */
  private End end(End drawn, @Nullable String port, boolean output) {
    var node = nodes.get(drawn.node());
    var wanted = port == null ? drawn.port() : port;
    List<Port> has = node == null ? List.of() : output ? node.outputs() : node.inputs();
    return has.stream().anyMatch(each -> Objects.equals(each.id(), wanted))
        ? new End(drawn.node(), wanted, Map.of())
        : new End(drawn.node(), null, Map.of());
  }
}
