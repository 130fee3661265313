package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.Edge;
import ai.scailabs.scaicore.scaiflow.graph.EdgeKind;

/**
 * An edge between two nodes that are there.
 *
 * @param at its index in the graph's edges
 * @param from index of a node in the {@link Wiring}
 * @param to index of a node in the {@link Wiring}
 */
record Link(Edge edge, int at, int from, int to) {

  boolean isData() {
    return edge.type() == EdgeKind.DATA;
  }

  /** Whether it has a condition, or is marked to have one. */
  boolean isConditional() {
    return edge.type() == EdgeKind.CONDITIONAL || edge.condition() != null;
  }
}
