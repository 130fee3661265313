package ai.scailabs.scaicore.scaiflow.reading;

import ai.scailabs.scaicore.scaiflow.graph.Edge;
import ai.scailabs.scaicore.scaiflow.graph.End;
import ai.scailabs.scaicore.scaiflow.graph.Node;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import ai.scailabs.scaicore.scaiflow.graph.Port;
import ai.scailabs.scaicore.scaiflow.graph.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nodes and edges as they are drawn. A node stands to the right of what leads to it; each branch
 * has a lane of its own, from top to bottom.
 */
final class Sketch {

  static final String IN = "in";
  static final String OUT = "out";

  private static final long COLUMN = 240;
  private static final long LANE = 140;
  private static final long MARGIN = 100;

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private final Set<String> edgeIds = new HashSet<>();
  private final Set<List<@Nullable String>> drawn = new HashSet<>();
  private final Map<String, Set<String>> leads = new HashMap<>();
  private final Map<String, Long> columns = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Map<String, @Nullable Object>> unknown = new ArrayList<>();
  private int lanes;

  /**
   * A node that is to be drawn.
   *
   * @param meta what the step says of the node that it comes from
   * @param others what stands in the step beside all that is known
   */
  record Drawn(
      NodeKind kind,
      @Nullable String id,
      Map<String, @Nullable Object> config,
      List<String> outputs,
      Tree meta,
      Map<String, @Nullable Object> others) {}

  /** The nodes, without ports that turned out to lead nowhere. */
  List<Node> nodes() {
    var used = new HashSet<End>();
    edges.forEach(edge -> used.add(edge.source()));
    return nodes.values().stream()
        .map(node -> node.kind() == NodeKind.LOGIC_DECISION ? withUsedPorts(node, used) : node)
        .toList();
  }

  private static Node withUsedPorts(Node node, Set<End> used) {
    return new Node(
        node.id(),
        node.type(),
        node.label(),
        node.position(),
        node.config(),
        node.inputs(),
        node.outputs().stream()
            .filter(port -> used.contains(new End(node.id(), port.id(), Map.of())))
            .toList(),
        node.others());
  }

  List<Edge> edges() {
    return List.copyOf(edges);
  }

  List<Map<String, @Nullable Object>> unknown() {
    return List.copyOf(unknown);
  }

  int newLane() {
    return lanes++;
  }

  /** Keeps what no node can say, with its place. */
  void keep(String place, List<Open> after, @Nullable Object what) {
    var kept = new LinkedHashMap<String, @Nullable Object>();
    kept.put("place", place);
    kept.put("after", after.stream().map(Open::node).distinct().toList());
    kept.put("step", what);
    unknown.add(kept);
  }

  boolean isFree(String id) {
    return !nodes.containsKey(id);
  }

  /** Draws a node after what leads to it, and answers its id. */
  String add(Drawn drawn, List<Open> opens, int lane) {
    var known = drawn.id == null ? null : nodes.get(drawn.id);
    if (known != null && isAgain(known, drawn) && !leadsToAny(known.id(), opens)) {
      // A join that the manifest has to write out in each of its branches.
      opens.forEach(open -> connect(open, known.id()));
      return known.id();
    }
    var id = free(drawn.id == null ? "node_" + drawn.kind.word() : drawn.id);
    long column =
        opens.stream().mapToLong(open -> columns.getOrDefault(open.node(), 0L)).max().orElse(-1)
            + 1;
    columns.put(id, column);
    nodes.put(
        id,
        new Node(
            id,
            drawn.kind.word(),
            drawn.meta.text("node_label") == null ? id : drawn.meta.text("node_label"),
            new Position(MARGIN + COLUMN * column, MARGIN + LANE * lane, Map.of()),
            drawn.config,
            drawn.kind.isEntry() ? List.of() : List.of(port(IN)),
            drawn.outputs.stream().map(Sketch::port).toList(),
            drawn.others));
    opens.forEach(open -> connect(open, id));
    return id;
  }

  private static boolean isAgain(Node known, Drawn drawn) {
    return drawn.meta.has("node_id")
        && known.type().equals(drawn.kind.word())
        && known.config().equals(drawn.config);
  }

  private boolean leadsToAny(String from, List<Open> opens) {
    var ends = new HashSet<String>();
    opens.forEach(open -> ends.add(open.node()));
    var seen = new HashSet<String>();
    var next = new ArrayDeque<>(List.of(from));
    while (!next.isEmpty()) {
      var node = next.pop();
      if (ends.contains(node)) {
        return true;
      }
      if (seen.add(node)) {
        next.addAll(leads.getOrDefault(node, Set.of()));
      }
    }
    return false;
  }

  void connect(Open open, String target) {
    if (!drawn.add(Arrays.asList(open.node(), open.port(), open.condition(), target))) {
      return;
    }
    edges.add(
        new Edge(
            edgeId(open),
            open.type(),
            new End(open.node(), open.port(), Map.of()),
            new End(target, IN, Map.of()),
            open.condition(),
            Map.of()));
    leads.computeIfAbsent(open.node(), _ -> new HashSet<>()).add(target);
  }

  private String edgeId(Open open) {
    var id = open.id() == null ? "edge_" + (edges.size() + 1) : open.id();
    for (int i = 2; !edgeIds.add(id); i++) {
      id = "edge_" + (edges.size() + i);
    }
    return id;
  }

  private String free(String wanted) {
    var id = wanted;
    while (nodes.containsKey(id)) {
      id = wanted + "_" + numbers.merge(wanted, 2, (last, _) -> last + 1);
    }
    return id;
  }

  private static Port port(String id) {
    return new Port(id, id, "object", Map.of());
  }
}
