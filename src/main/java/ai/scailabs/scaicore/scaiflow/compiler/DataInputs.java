package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.program.Shown;
import ai.scailabs.scaicore.scaiflow.graph.Node;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What data edges bring: for each node the names that they bind, and the expression of each. The
 * name is the input port's without {@code in_}; a port that is called just {@code in} or {@code
 * input} binds the source node's id without {@code node_}. The value is that of the source node, or
 * its member where the output port, with or without {@code out_}, is a key of its {@code
 * output_schema}; of an entry the input, or its member where the port does not begin with {@code
 * out}; of a port into a loop's body the loop's variable.
 */
final class DataInputs {

  private final Wiring wiring;
  private final LoopBodies loops;
  private final Said said;
  private final Map<Integer, Map<String, String>> inputs = new HashMap<>();
  private final Map<Integer, BitSet> reached = new HashMap<>();

  /**
   * @param acyclic whether the order of the nodes can be told
   */
  DataInputs(Wiring wiring, LoopBodies loops, Said said, boolean acyclic) {
    this.wiring = wiring;
    this.loops = loops;
    this.said = said;
    for (var link : wiring.links) {
      if (link.isData() && wiring.kind(link.from()) != null) {
        add(link);
        if (acyclic && !comesBefore(link)) {
          said.edge(
              link,
              "node %s does not come before node %s; a data edge brings a value along the flow"
                  .formatted(said.quoted(link.from()), said.quoted(link.to())));
        }
      }
    }
  }

  /** The names that data edges bind for a node, each with its expression. */
  Map<String, String> of(int node) {
    return inputs.getOrDefault(node, Map.of());
  }

  private void add(Link link) {
    if (wiring.kind(link.from()) == NodeKind.LOGIC_DECISION) {
      said.edge(
          link, "data edge out of decision " + said.quoted(link.from()) + ", which has no value");
      return;
    }
    var value = value(link);
    if (value == null) {
      said.edge(
          link,
          "the value of node %s cannot be named in an expression; call the node by letters, digits and _"
              .formatted(said.quoted(link.from())));
    } else {
      inputs.computeIfAbsent(link.to(), _ -> new LinkedHashMap<>()).putIfAbsent(name(link), value);
    }
  }

  private String name(Link link) {
    var port = link.edge().target().port();
    var name = port == null ? "in" : port.startsWith("in_") ? port.substring(3) : port;
    return name.equals("in") || name.equals("input") || name.isEmpty()
        ? wiring.isEntry(link.from()) ? "input" : Names.bare(wiring.id(link.from()))
        : name;
  }

  private @Nullable String value(Link link) {
    var source = wiring.node(link.from());
    var port = link.edge().source().port();
    if (wiring.isEntry(link.from())) {
      return port == null || port.startsWith("out") ? "input" : member("input", port);
    }
    if (loops.leadsInside(link)) {
      var variable = NodeSteps.variable(source);
      return Names.isWritable(variable) ? variable : null;
    }
    if (!Names.isWritable(source.id())) {
      return null;
    }
    for (var key : port == null ? List.<String>of() : List.of(port, unprefixed(port))) {
      if (declares(source, key)) {
        return member(source.id(), key);
      }
    }
    return source.id();
  }

  private static String unprefixed(String port) {
    return port.startsWith("out_") ? port.substring(4) : port;
  }

  private static boolean declares(Node source, String key) {
    return source.config().get("output_schema") instanceof Map<?, ?> schema
        && schema.containsKey(key);
  }

  private static String member(String of, String key) {
    return Names.isWritable(key) ? of + "." + key : of + "[" + Shown.text(key) + "]";
  }

  private boolean comesBefore(Link link) {
    return wiring.leadsOn(link)
        || reached
            .computeIfAbsent(
                link.from(),
                from ->
                    wiring.reach(
                        List.of(from), -1, next -> wiring.leadsOn(next) && !loops.isBack(next)))
            .get(link.to());
  }
}
