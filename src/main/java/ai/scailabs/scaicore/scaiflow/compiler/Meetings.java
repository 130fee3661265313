package ai.scailabs.scaicore.scaiflow.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/** Where several ways enter what more than one of them reaches. */
final class Meetings {

  private static final int NOBODY = -1;

  private final IntFunction<List<Integer>> targets;
  private final int[] owner;

  Meetings(int size, IntFunction<List<Integer>> targets) {
    this.targets = targets;
    this.owner = new int[size];
    Arrays.fill(owner, NOBODY);
  }

  /**
   * @param end a node that is not gone past; -1 where there is none
   */
  BitSet of(List<Integer> ways, int end) {
    var seen = new ArrayList<Integer>();
    var shared = new BitSet();
    for (int i = 0; i < ways.size(); i++) {
      walk(ways.get(i), i, end, seen, shared);
    }
    spread(shared, end);
    var entries = new BitSet();
    ways.stream().filter(shared::get).forEach(entries::set);
    for (int node : seen) {
      if (node != end && !shared.get(node)) {
        targets.apply(node).stream().filter(shared::get).forEach(entries::set);
      }
      owner[node] = NOBODY;
    }
    return entries;
  }

  private void walk(int start, int way, int end, List<Integer> seen, BitSet shared) {
    var queue = new ArrayList<Integer>();
    queue.add(start);
    for (int i = 0; i < queue.size(); i++) {
      int node = queue.get(i);
      if (owner[node] == NOBODY) {
        owner[node] = way;
        seen.add(node);
        if (node != end) {
          queue.addAll(targets.apply(node));
        }
      } else if (owner[node] != way) {
        shared.set(node);
      }
    }
  }

  private void spread(BitSet shared, int end) {
    var queue = new ArrayList<Integer>();
    shared.stream().forEach(queue::add);
    for (int i = 0; i < queue.size(); i++) {
      var next = queue.get(i) == end ? List.<Integer>of() : targets.apply(queue.get(i));
      for (int target : next) {
        if (!shared.get(target)) {
          shared.set(target);
          queue.add(target);
        }
      }
    }
  }
}
