package ai.scailabs.scaicore.scaiflow.graph;

import ai.scailabs.scaicore.program.Shown;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads graphs. Tolerant: what has the wrong shape is reported, and reading goes on with something
 * usable; it never throws because of what it is given. What is unknown is kept, so that {@link
 * GraphWriter} loses nothing. Source: {@code design/scaiflow.md}, "Graph (v2)".
 */
public final class GraphReader {

  /** The most nodes, and the most edges, that are looked at: a body of 2 MB holds no more. */
  public static final int MAX_ITEMS = 200_000;

  private static final Set<String> GRAPH =
      Set.of(
          "id",
          "name",
          "version",
          "scaicore_target",
          "metadata",
          "nodes",
          "edges",
          "variables",
          "config",
          "tests");
  private static final Set<String> NODE =
      Set.of("id", "type", "label", "position", "config", "inputs", "outputs");
  private static final Set<String> EDGE = Set.of("id", "type", "source", "target", "condition");

  private GraphReader() {}

  /** Reads the content of a flow. */
  public static GraphRead read(Map<String, @Nullable Object> content) {
    var found = new Diagnostics();
    var graph = read(content, found);
    return new GraphRead(graph, found.all());
  }

  /** As {@link #read(Map)}; what is wrong is added to what was found before. */
  public static @Nullable FlowGraph read(Map<String, @Nullable Object> content, Diagnostics found) {
    for (var key : List.of("nodes", "edges")) {
      if (content.get(key) instanceof Collection<?> items && items.size() > MAX_ITEMS) {
        found.error(
            key, "%s has %,d items; at most %,d are read".formatted(key, items.size(), MAX_ITEMS));
        return null;
      }
    }
    return graph(new Shape(found, new PlainValues(found), Where.ROOT, content));
  }

  private static FlowGraph graph(Shape graph) {
    if (!graph.has("nodes")) {
      graph.error("nodes", "is required: a list of nodes");
    }
    return new FlowGraph(
        graph.text("id"),
        graph.text("name"),
        graph.version("version"),
        graph.version("scaicore_target"),
        graph.map("metadata"),
        graph.shapes("nodes").stream().map(GraphReader::node).toList(),
        graph.shapes("edges").stream().map(GraphReader::edge).toList(),
        graph.shapes("variables").stream().map(GraphReader::variable).toList(),
        new FlowConfig(graph.map("config")),
        graph.list("tests"),
        graph.others(GRAPH));
  }

  private static Map<String, @Nullable Object> variable(Shape variable) {
    variable.required("name");
    return variable.others(Set.of());
  }

  private static Node node(Shape given) {
    var node = given.at(given.where().ofNode(id(given)));
    return new Node(
        identity(node),
        node.required("type"),
        node.text("label"),
        position(node.shape("position")),
        node.map("config"),
        node.shapes("inputs").stream().map(GraphReader::port).toList(),
        node.shapes("outputs").stream().map(GraphReader::port).toList(),
        node.others(NODE));
  }

  private static String identity(Shape given) {
    var id = given.required("id");
    if (id.length() > Diagnostic.MAX_ID) {
      given.error(
          "id",
          "has %,d characters; at most %d are taken".formatted(id.length(), Diagnostic.MAX_ID));
    }
    return id;
  }

  private static @Nullable String id(Shape given) {
    return given.members().get("id") instanceof String id && !id.isBlank() ? id : null;
  }

  private static @Nullable Position position(@Nullable Shape position) {
    return position == null
        ? null
        : new Position(
            position.number("x"), position.number("y"), position.others(Set.of("x", "y")));
  }

  private static Port port(Shape port) {
    return new Port(
        port.required("id"),
        port.text("label"),
        port.text("type"),
        port.others(Set.of("id", "label", "type")));
  }

  private static Edge edge(Shape given) {
    var edge = given.at(given.where().ofEdge(id(given)));
    return new Edge(
        identity(edge),
        kind(edge),
        end(edge, "source"),
        end(edge, "target"),
        edge.text("condition"),
        edge.others(EDGE));
  }

  private static EdgeKind kind(Shape edge) {
    var type = edge.text("type");
    if (type == null) {
      return edge.has("condition") ? EdgeKind.CONDITIONAL : EdgeKind.SEQUENTIAL;
    }
    for (var kind : EdgeKind.values()) {
      if (kind.word().equals(type)) {
        return kind;
      }
    }
    edge.error("type", "must be one of sequential, conditional, data, got " + Shown.text(type));
    return EdgeKind.SEQUENTIAL;
  }

  private static End end(Shape edge, String key) {
    if (edge.members().get(key) instanceof String node) {
      return new End(edge.values().text(node, edge.where().key(key)), null, Map.of());
    }
    var end = edge.shape(key);
    if (end == null) {
      if (!edge.has(key)) {
        edge.error(key, "is required: {node, port}");
      }
      return new End("", null, Map.of());
    }
    return new End(end.required("node"), end.text("port"), end.others(Set.of("node", "port")));
  }
}
