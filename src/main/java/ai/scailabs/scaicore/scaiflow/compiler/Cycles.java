package ai.scailabs.scaicore.scaiflow.compiler;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds cycles: one for each edge that goes back to a node on the way to it, walking from the first
 * node on and along the edges in their order. An edge that ends a round of a loop is none.
 */
final class Cycles {

  private static final int SHOWN = 12;

  private final Wiring wiring;
  private final LoopBodies loops;
  private final Said said;
  private final int[] onPath;
  private final List<Integer> path = new ArrayList<>();
  private final List<Integer> tried = new ArrayList<>();
  private boolean found;

  Cycles(Wiring wiring, LoopBodies loops, Said said) {
    this.wiring = wiring;
    this.loops = loops;
    this.said = said;
    this.onPath = new int[wiring.size()];
  }

  /** Reports all of them; answers whether there is one. */
  boolean report() {
    for (int i = 0; i < wiring.size(); i++) {
      if (onPath[i] == 0) {
        walk(i);
      }
    }
    return found;
  }

  /** A place on the path is its depth from one; minus one is a node that was left. */
  private void walk(int start) {
    enter(start);
    while (!path.isEmpty()) {
      int at = path.getLast();
      int edge = tried.removeLast();
      if (edge == wiring.next(at).size()) {
        onPath[at] = -1;
        path.removeLast();
        continue;
      }
      tried.add(edge + 1);
      var link = wiring.next(at).get(edge);
      if (loops.isBack(link)) {
        continue;
      }
      if (onPath[link.to()] == 0) {
        enter(link.to());
      } else if (onPath[link.to()] > 0) {
        found = true;
        said.cycle(link, text(onPath[link.to()] - 1));
      }
    }
  }

  private void enter(int node) {
    path.add(node);
    tried.add(0);
    onPath[node] = path.size();
  }

  private String text(int from) {
    var text = new StringBuilder("cycle detected: ");
    int length = path.size() - from;
    for (int i = 0; i < length; i++) {
      if (length > SHOWN && i == SHOWN / 2) {
        text.append("… -> ");
        i = length - SHOWN / 2;
      }
      text.append(Names.shown(wiring.id(path.get(from + i)))).append(" -> ");
    }
    return text.append(Names.shown(wiring.id(path.get(from)))).toString();
  }
}
