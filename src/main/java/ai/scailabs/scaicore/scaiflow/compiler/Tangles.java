package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.BitSet;
import java.util.List;

/** What of a graph cannot be written as steps. */
final class Tangles {

  private final Said said;
  private boolean any;

  Tangles(Said said) {
    this.said = said;
  }

  boolean any() {
    return any;
  }

  void of(int node, String message) {
    any = true;
    said.node(node, message);
  }

  void of(Link link, String message) {
    any = true;
    said.edge(link, message);
  }

  void ofJoin(int owner, List<Integer> ways) {
    var names = String.join(", ", ways.stream().limit(10).map(said::quoted).toList());
    of(
        owner == Region.NONE ? ways.getFirst() : owner,
        "cannot be structured: the ways %s%s do not join in one node that each of them surely comes to"
            .formatted(names, owner == Region.NONE ? "" : " out of node " + said.quoted(owner)));
  }

  void ofDepth(int node) {
    of(
        node,
        "node %s is nested deeper than %d decisions, loops and branches; move a part into a subflow"
            .formatted(said.quoted(node), Structure.MAX_NESTED));
  }

  /** What a loop repeats is not also reached past its head. */
  void check(Region region, Wiring wiring, LoopBodies loops) {
    region.nodes().stream()
        .filter(node -> wiring.kind(node) == NodeKind.LOGIC_LOOP)
        .forEach(loop -> separate(region, loop, loops.body(loop)));
  }

  private void separate(Region region, int loop, BitSet body) {
    body.stream()
        .filter(region::has)
        .findFirst()
        .ifPresent(
            node ->
                of(
                    loop,
                    "cannot be structured: node %s is in the body of loop %s and is also reached without it"
                        .formatted(said.quoted(node), said.quoted(loop))));
  }
}
