package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.program.Shown;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import ai.scailabs.scaicore.scaiflow.graph.Edge;
import ai.scailabs.scaicore.scaiflow.graph.End;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import ai.scailabs.scaicore.scaiflow.graph.Port;
import ai.scailabs.scaicore.scaiflow.graph.Severity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with how a graph is wired: ids, ends, ports, entries, conditions, what is unused.
 */
final class WiringCheck {

  private final Wiring wiring;
  private final Said said;
  private final Map<Integer, Set<String>> outputs = new HashMap<>();
  private final Map<Integer, Set<String>> inputs = new HashMap<>();

  WiringCheck(Wiring wiring, Said said) {
    this.wiring = wiring;
    this.said = said;
  }

  void run() {
    duplicates();
    ports();
    ends();
    for (var link : wiring.links) {
      link(link);
    }
    entries();
    for (int i = 0; i < wiring.size(); i++) {
      if (wiring.kind(i) == NodeKind.LOGIC_DECISION) {
        decision(i);
      }
    }
  }

  private void duplicates() {
    var seen = new HashSet<String>();
    for (int i = 0; i < wiring.graph.nodes().size(); i++) {
      var id = wiring.graph.nodes().get(i).id();
      if (!seen.add(id) && !id.isBlank()) {
        error("nodes[" + i + "].id", "duplicate node id " + Names.quoted(id), id, null);
      }
    }
    seen.clear();
    for (int i = 0; i < wiring.graph.edges().size(); i++) {
      var id = wiring.graph.edges().get(i).id();
      if (!seen.add(id) && !id.isBlank()) {
        error("edges[" + i + "].id", "duplicate edge id " + Names.quoted(id), null, id);
      }
    }
  }

  private void ports() {
    for (int i = 0; i < wiring.size(); i++) {
      outputs.put(i, ports(i, wiring.node(i).outputs(), "outputs"));
      inputs.put(i, ports(i, wiring.node(i).inputs(), "inputs"));
      if (wiring.kind(i) == null && !wiring.node(i).type().isBlank()) {
        said.node(
            i,
            ".type",
            "node %s: unknown node kind %s"
                .formatted(said.quoted(i), Names.quoted(wiring.node(i).type())));
      }
    }
  }

  private Set<String> ports(int node, List<Port> ports, String key) {
    var ids = new HashSet<String>();
    for (int i = 0; i < ports.size(); i++) {
      var id = ports.get(i).id();
      if (!ids.add(id) && !id.isBlank()) {
        said.node(
            node,
            "." + key + "[" + i + "].id",
            "node %s: duplicate port id %s".formatted(said.quoted(node), Names.quoted(id)));
      }
    }
    return ids;
  }

  private void ends() {
    for (int i = 0; i < wiring.graph.edges().size(); i++) {
      var edge = wiring.graph.edges().get(i);
      end(edge, edge.source(), "edges[" + i + "].source", "source", "output", outputs);
      end(edge, edge.target(), "edges[" + i + "].target", "target", "input", inputs);
    }
  }

  private void end(
      Edge edge, End end, String path, String side, String put, Map<Integer, Set<String>> ports) {
    if (end.node().isBlank()) {
      return;
    }
    var number = wiring.number(end.node());
    if (number == null) {
      error(
          path + ".node",
          "edge %s: unknown %s node %s"
              .formatted(Names.quoted(edge.id()), side, Names.quoted(end.node())),
          end.node(),
          edge.id());
    } else if (end.port() != null && !ports.getOrDefault(number, Set.of()).contains(end.port())) {
      error(
          path + ".port",
          "edge %s: %s node %s has no %s port %s"
              .formatted(
                  Names.quoted(edge.id()),
                  side,
                  Names.quoted(end.node()),
                  put,
                  Names.quoted(end.port())),
          end.node(),
          edge.id());
    }
  }

  private void link(Link link) {
    if (wiring.isEntry(link.to())) {
      said.edge(link, "leads into the entry point " + said.quoted(link.to()));
    }
    boolean decides = wiring.kind(link.from()) == NodeKind.LOGIC_DECISION;
    if (link.isData()) {
      if (link.edge().condition() != null) {
        said.edge(link, ".condition", "a data edge has no condition");
      }
    } else if (!decides && link.isConditional() && wiring.kind(link.from()) != null) {
      said.edge(
          link,
          "conditional edge out of node %s, which is no decision"
              .formatted(said.quoted(link.from())));
    } else if (decides
        && link.isConditional()
        && (link.edge().condition() == null || link.edge().condition().isBlank())) {
      said.edge(
          link,
          ".condition",
          "out of decision %s without a condition".formatted(said.quoted(link.from())));
    }
  }

  private void entries() {
    var entries = wiring.entries();
    if (entries.isEmpty()) {
      said.found().error("nodes", "flow has no entry-point node");
    }
    var reached = wiring.reach(entries, -1, link -> true);
    for (int i = 0; i < wiring.size(); i++) {
      if (!entries.isEmpty() && !reached.get(i)) {
        said.warn(i, "unreachable node " + said.quoted(i));
      }
      var used = new HashSet<@Nullable String>();
      wiring.out(i).forEach(link -> used.add(link.edge().source().port()));
      for (var port : wiring.node(i).outputs()) {
        if (!used.contains(port.id()) && !used.contains(null)) {
          said.warn(
              i,
              "node %s: unused output port %s".formatted(said.quoted(i), Names.quoted(port.id())));
        }
      }
    }
  }

  private void decision(int node) {
    var edges = wiring.out(node).stream().filter(link -> !link.isData()).toList();
    if (edges.stream().noneMatch(link -> link.isConditional() && !link.edge().isElse())) {
      said.node(node, "decision %s has no condition".formatted(said.quoted(node)));
    }
    var others =
        edges.stream().filter(link -> !link.isConditional() || link.edge().isElse()).toList();
    if (others.size() > 1) {
      said.node(
          node,
          "decision %s has more than one else: edges %s"
              .formatted(
                  said.quoted(node),
                  Shown.text(
                          String.join(", ", others.stream().map(link -> link.edge().id()).toList()))
                      .replace("\"", "")));
    }
  }

  private void error(
      String path, String message, @Nullable String nodeId, @Nullable String edgeId) {
    said.found().add(new Diagnostic(Severity.ERROR, message, path, nodeId, edgeId));
  }
}
