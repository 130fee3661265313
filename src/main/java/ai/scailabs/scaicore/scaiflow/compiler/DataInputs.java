package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.program.Shown;
import ai.scailabs.scaicore.scaiflow.graph.Node;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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
  private final Map<Integer, BitSet> passed = new HashMap<>();
  private final Set<String> unsure = new LinkedHashSet<>();
  private final List<Integer> foreachs;

  /**
   * @param acyclic whether the order of the nodes can be told
   */
  DataInputs(Wiring wiring, LoopBodies loops, Said said, boolean acyclic) {
    this.wiring = wiring;
    this.loops = loops;
    this.said = said;
    this.foreachs =
        IntStream.range(0, wiring.size())
            .filter(node -> NodeSteps.isForeach(wiring.node(node)))
            .boxed()
            .toList();
    for (var link : wiring.links) {
      if (link.isData() && wiring.kind(link.from()) != null) {
        add(link);
        if (acyclic) {
          order(link);
        }
      }
    }
  }

  private void order(Link link) {
    if (!comesBefore(link)) {
      said.edge(
          link,
          "node %s does not come before node %s; a data edge brings a value along the flow"
              .formatted(said.quoted(link.from()), said.quoted(link.to())));
      return;
    }
    foreachs.stream()
        .filter(each -> loops.body(each).get(link.from()) && !loops.body(each).get(link.to()))
        .findFirst()
        .ifPresent(
            each ->
                said.edge(
                    link,
                    "node %s is inside foreach %s, whose rounds keep their values"
                        .formatted(said.quoted(link.from()), said.quoted(each))));
  }

  /** The names that data edges bind for a node, each with its expression. */
  Map<String, String> of(int node) {
    return inputs.getOrDefault(node, Map.of());
  }

  /** The expression of the one value that data edges bring for a field; else null. */
  @Nullable String only(int node, String name) {
    var given = of(node);
    return given.size() == 1 ? given.values().iterator().next() : given.get(name);
  }

  /** The nodes whose values are brought to nodes that the flow can come to without them. */
  Set<String> unsure() {
    return unsure;
  }

  private void add(Link link) {
    if (wiring.kind(link.from()) == NodeKind.LOGIC_DECISION) {
      said.edge(
          link, "data edge out of decision " + said.quoted(link.from()) + ", which has no value");
      return;
    }
    if (loops.leadsInside(link) && !NodeSteps.isForeach(wiring.node(link.from()))) {
      said.edge(link, "while loop %s has no item to bring".formatted(said.quoted(link.from())));
      return;
    }
    var value = value(link);
    if (value == null) {
      said.edge(
          link,
          "the value of node %s cannot be named in an expression; call the node by letters, digits and _"
              .formatted(said.quoted(link.from())));
      return;
    }
    if (!hasPlace(wiring.kind(link.to()))) {
      said.warn(
          link,
          "node %s has no place for a value; name %s in its template or condition"
              .formatted(said.quoted(link.to()), Names.quoted(value)));
    }
    inputs
        .computeIfAbsent(link.to(), _ -> new LinkedHashMap<>())
        .merge(name(link), value, (x, y) -> x.equals(y) ? x : x + " ?? " + y);
  }

  private static boolean hasPlace(@Nullable NodeKind kind) {
    return switch (kind) {
      case LLM_RIGID, LOGIC_DECISION, LOGIC_PARALLEL, QUEUE_CONSUME -> false;
      case null, default -> true;
    };
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
      return port == null || port.startsWith("out") ? "input" : member("input", port, true);
    }
    if (loops.leadsInside(link)) {
      var variable = NodeSteps.variable(source);
      return Names.isWritable(variable) ? variable : null;
    }
    if (!Names.isWritable(source.id())) {
      return null;
    }
    boolean sure = surelyPassed(link);
    if (!sure) {
      unsure.add(source.id());
    }
    for (var key : port == null ? List.<String>of() : List.of(port, unprefixed(port))) {
      if (declares(source, key)) {
        return member(source.id(), key, sure);
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

  /**
   * @param sure whether it is no null of which the member is asked
   */
  private static String member(String of, String key, boolean sure) {
    return Names.isWritable(key)
        ? of + (sure ? "." : "?.") + key
        : of + (sure ? "[" : "?.[") + Shown.text(key) + "]";
  }

  /** Whether the flow comes to the target by the source only. */
  private boolean surelyPassed(Link link) {
    return !passed
        .computeIfAbsent(link.from(), from -> wiring.reach(wiring.entries(), from, wiring::leadsOn))
        .get(link.to());
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
