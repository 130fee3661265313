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

  BitSet of(List<Integer> ways) {
    var seen = new ArrayList<Integer>();
    var shared = new BitSet();
    for (int i = 0; i < ways.size(); i++) {
      walk(ways.get(i), i, seen, shared);
    }
    spread(shared);
    var entries = new BitSet();
    ways.stream().filter(shared::get).forEach(entries::set);
    for (int node : seen) {
      if (!shared.get(node)) {
        targets.apply(node).stream().filter(shared::get).forEach(entries::set);
      }
      owner[node] = NOBODY;
    }
    return entries;
  }

  private void walk(int start, int way, List<Integer> seen, BitSet shared) {
    var queue = new ArrayList<Integer>();
    queue.add(start);
    for (int i = 0; i < queue.size(); i++) {
      int node = queue.get(i);
      if (owner[node] == NOBODY) {
        owner[node] = way;
        seen.add(node);
        queue.addAll(targets.apply(node));
      } else if (owner[node] != way) {
        shared.set(node);
      }
    }
  }

  private void spread(BitSet shared) {
    var queue = new ArrayList<Integer>();
    shared.stream().forEach(queue::add);
    for (int i = 0; i < queue.size(); i++) {
      for (int target : targets.apply(queue.get(i))) {
        if (!shared.get(target)) {
          shared.set(target);
          queue.add(target);
        }
      }
    }
  }
}
