package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.Edge;
import ai.scailabs.scaicore.scaiflow.graph.FlowGraph;
import ai.scailabs.scaicore.scaiflow.graph.Node;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a graph by number, and the edges between them. Of several nodes with one id the
 * first counts; an edge with an end that is not there is left out; one with a bad port counts.
 *
 * <p>What comes next after a node are its sequential and conditional edges. A data edge is one of
 * them where nothing else leads to its target.
 */
final class Wiring {

  final FlowGraph graph;
  final List<Node> nodes = new ArrayList<>();
  final List<Link> links = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final Map<String, Integer> byId = new HashMap<>();
  private final List<List<Link>> out = new ArrayList<>();
  private final List<List<Link>> in = new ArrayList<>();
  private final List<List<Link>> next = new ArrayList<>();
  private final BitSet leading = new BitSet();

  Wiring(FlowGraph graph) {
    this.graph = graph;
    for (int i = 0; i < graph.nodes().size(); i++) {
      var node = graph.nodes().get(i);
      if (byId.putIfAbsent(node.id(), nodes.size()) == null) {
        nodes.add(node);
        places.add(i);
        out.add(new ArrayList<>());
        in.add(new ArrayList<>());
        next.add(new ArrayList<>());
      }
    }
    for (int i = 0; i < graph.edges().size(); i++) {
      add(graph.edges().get(i), i);
    }
    for (var link : links) {
      if (!link.isData() || in.get(link.to()).stream().allMatch(Link::isData)) {
        leading.set(link.at());
        next.get(link.from()).add(link);
      }
    }
  }

  private void add(Edge edge, int at) {
    var from = byId.get(edge.source().node());
    var to = byId.get(edge.target().node());
    if (from != null && to != null) {
      var link = new Link(edge, at, from, to);
      links.add(link);
      out.get(from).add(link);
      in.get(to).add(link);
    }
  }

  /** Whether an edge leads to what comes next. */
  boolean leadsOn(Link link) {
    return leading.get(link.at());
  }

  int size() {
    return nodes.size();
  }

  Node node(int number) {
    return nodes.get(number);
  }

  String id(int number) {
    return nodes.get(number).id();
  }

  @Nullable NodeKind kind(int number) {
    return nodes.get(number).kind();
  }

  boolean isEntry(int number) {
    var kind = kind(number);
    return kind != null && kind.isEntry();
  }

  /** The number of an id, or null. */
  @Nullable Integer number(String id) {
    return byId.get(id);
  }

  /** Where a node stands in the graph's JSON. */
  String path(int number) {
    return "nodes[" + places.get(number) + "]";
  }

  List<Link> out(int number) {
    return out.get(number);
  }

  List<Link> in(int number) {
    return in.get(number);
  }

  /** The edges to what comes next, in the order of the graph. */
  List<Link> next(int number) {
    return next.get(number);
  }

  List<Integer> entries() {
    var entries = new ArrayList<Integer>();
    for (int i = 0; i < size(); i++) {
      if (isEntry(i)) {
        entries.add(i);
      }
    }
    return entries;
  }

  /** What can be reached from some nodes, themselves among it, without going through one. */
  BitSet reach(Iterable<Integer> starts, int without, Predicate<Link> by) {
    var reached = new BitSet(size());
    var queue = new ArrayList<Integer>();
    for (var start : starts) {
      if (start != without && !reached.get(start)) {
        reached.set(start);
        queue.add(start);
      }
    }
    for (int i = 0; i < queue.size(); i++) {
      for (var link : out.get(queue.get(i))) {
        if (link.to() != without && !reached.get(link.to()) && by.test(link)) {
          reached.set(link.to());
          queue.add(link.to());
        }
      }
    }
    return reached;
  }
}
