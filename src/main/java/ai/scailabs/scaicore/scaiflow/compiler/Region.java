package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a flow, or of a loop's body, without those that loops inside it repeat: no cycle is
 * among them. Knows of each that leads to several where its ways join.
 *
 * <p>The join is the one node by which the ways enter what more than one of them reaches; where
 * they enter it at several nodes, the first that all of these lead to. The ways of a parallel, and
 * of a node with several edges that is no decision, are all taken: there must be one join at most,
 * and a way that leads to it must do so whatever is decided on it. Of the ways of a decision one is
 * taken; some may end before the join.
 */
final class Region {

  static final int NONE = -1;

  private final Wiring wiring;
  private final LoopBodies loops;
  private final BitSet within;
  private final int[] place;
  private final int[] join;
  private final int[] sure;
  private final int[] depth;
  private final Meetings meetings;
  private final Map<Integer, List<Integer>> targets = new HashMap<>();
  private final BitSet leaking = new BitSet();
  private final BitSet tangled = new BitSet();

  /**
   * @param allowed the nodes of a loop's body; null in a flow
   */
  Region(Wiring wiring, LoopBodies loops, List<Integer> starts, @Nullable BitSet allowed) {
    this.wiring = wiring;
    this.loops = loops;
    this.within = new BitSet(wiring.size());
    this.place = new int[wiring.size()];
    this.join = filled();
    this.sure = filled();
    this.meetings = new Meetings(wiring.size(), this::targets);
    this.depth = new int[wiring.size()];
    var order = order(starts, allowed);
    for (int i = 0; i < order.size(); i++) {
      int node = order.get(i);
      place[node] = order.size() - i;
      analyse(node);
      depth[node] = sure[node] == NONE ? 1 : depth[sure[node]] + 1;
    }
  }

  private int[] filled() {
    var numbers = new int[wiring.size()];
    Arrays.fill(numbers, NONE);
    return numbers;
  }

  /** Each node after all that it leads to. */
  private List<Integer> order(List<Integer> starts, @Nullable BitSet allowed) {
    var order = new ArrayList<Integer>();
    var path = new ArrayList<Integer>();
    var tried = new ArrayList<Integer>();
    for (int start : starts) {
      if ((allowed == null || allowed.get(start)) && !within.get(start)) {
        within.set(start);
        path.add(start);
        tried.add(0);
      }
      while (!path.isEmpty()) {
        int at = path.getLast();
        int edge = tried.removeLast();
        var next = loops.onward(at);
        if (edge == next.size()) {
          order.add(path.removeLast());
          continue;
        }
        tried.add(edge + 1);
        var link = next.get(edge);
        if (!loops.isBack(link)
            && (allowed == null || allowed.get(link.to()))
            && !within.get(link.to())) {
          within.set(link.to());
          path.add(link.to());
          tried.add(0);
        }
      }
    }
    return order;
  }

  boolean has(int node) {
    return within.get(node);
  }

  BitSet nodes() {
    return within;
  }

  /** The nodes that a node leads to within the region, as often as it does. */
  List<Integer> targets(int node) {
    var known = targets.get(node);
    if (known != null) {
      return known;
    }
    var found =
        loops.onward(node).stream()
            .filter(link -> !loops.isBack(link) && within.get(link.to()))
            .map(Link::to)
            .toList();
    targets.put(node, found);
    return found;
  }

  /** Where the ways of a node join, or {@link #NONE}. */
  int join(int node) {
    return join[node];
  }

  /** Whether some way of a decision ends before the join. */
  boolean leaks(int node) {
    return leaking.get(node);
  }

  /** Whether the ways of a node, all of which are taken, do not join as they must. */
  boolean isTangled(int node) {
    return tangled.get(node);
  }

  private void analyse(int node) {
    var targets = targets(node);
    if (wiring.kind(node) == NodeKind.LOGIC_DECISION) {
      decision(node, targets);
      return;
    }
    var ways = targets.stream().distinct().toList();
    if (ways.size() == 1) {
      sure[node] = ways.getFirst();
    } else if (ways.size() > 1) {
      var entries = entries(ways);
      join[node] = entries.isEmpty() ? NONE : entries.getFirst();
      if (!joins(ways, entries)) {
        tangled.set(node);
      }
      sure[node] = join[node];
    }
  }

  private void decision(int node, List<Integer> targets) {
    boolean hasElse =
        loops.onward(node).stream().anyMatch(link -> !link.isConditional() || link.edge().isElse());
    if (targets.isEmpty() || (targets.size() == 1 && !hasElse)) {
      return;
    }
    if (loops.onward(node).size() > targets.size()) {
      // Some way ends the round, or leaves the loop.
      leaking.set(node);
    }
    var entries = entries(targets);
    int common = entries.isEmpty() ? NONE : entries.getFirst();
    for (int entry : entries) {
      common = common(common, entry);
    }
    join[node] = common;
    for (int target : targets) {
      if (!isSure(target, common)) {
        leaking.set(node);
      }
    }
    sure[node] = leaking.get(node) ? NONE : common;
  }

  /** Where some ways join, all of which are taken, or {@link #NONE}. */
  int joinOf(List<Integer> ways) {
    var entries = entries(ways);
    return entries.isEmpty() ? NONE : entries.getFirst();
  }

  /** Whether some ways join as those must that are all taken. */
  boolean joins(List<Integer> ways) {
    return joins(ways, entries(ways));
  }

  private boolean joins(List<Integer> ways, List<Integer> entries) {
    if (entries.isEmpty()) {
      return true;
    }
    int at = entries.getFirst();
    return entries.size() == 1
        && ways.stream().allMatch(way -> isSure(way, at) || !reaches(way, at));
  }

  private boolean reaches(int from, int to) {
    var reached = new BitSet();
    var queue = new ArrayList<Integer>();
    queue.add(from);
    reached.set(from);
    for (int i = 0; i < queue.size(); i++) {
      for (int target : targets(queue.get(i))) {
        if (!reached.get(target)) {
          reached.set(target);
          queue.add(target);
        }
      }
    }
    return reached.get(to);
  }

  /** Which of the nodes further out that are marked some ways come to first. */
  List<Integer> reached(List<Integer> ways, int[] marks) {
    var found = new ArrayList<Integer>();
    var seen = new BitSet();
    var queue = new ArrayList<Integer>(ways);
    for (int i = 0; i < queue.size(); i++) {
      int node = queue.get(i);
      if (!seen.get(node)) {
        seen.set(node);
        if (marks[node] > 0) {
          found.add(node);
        } else {
          queue.addAll(targets(node));
        }
      }
    }
    return found;
  }

  /** Whether one of some ways surely comes to a node. */
  boolean anySure(List<Integer> ways, int node) {
    return ways.stream().anyMatch(way -> isSure(way, node));
  }

  /** Whether a node is passed, whatever is decided, on the way from another. */
  private boolean isSure(int from, int node) {
    int at = from;
    while (at != NONE && at != node) {
      at = sure[at];
    }
    return node != NONE && at == node;
  }

  /** The first node that is surely passed from both. */
  private int common(int one, int other) {
    int a = one;
    int b = other;
    while (a != b && a != NONE && b != NONE) {
      if (depth[a] >= depth[b]) {
        a = sure[a];
      } else {
        b = sure[b];
      }
    }
    return a == b ? a : NONE;
  }

  /** Where some ways enter what more than one of them reaches, in the order of the flow. */
  private List<Integer> entries(List<Integer> ways) {
    if (ways.isEmpty()) {
      return List.of();
    }
    int common = ways.getFirst();
    for (int way : ways) {
      common = common(common, way);
    }
    // Past a node that all of them surely come to there is nothing to find.
    return meetings.of(ways, common).stream()
        .boxed()
        .sorted((a, b) -> Integer.compare(place[a], place[b]))
        .toList();
  }
}
