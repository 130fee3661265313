package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The branches of parallels. They run on copies of the variables, so a branch gives back the values
 * of those of its nodes, and of the variables it sets, that are named somewhere else in the graph;
 * after the parallel they are set again.
 */
final class Branches {

  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");

  private final Wiring wiring;
  private final LoopBodies loops;
  private final List<Set<String>> mentions = new ArrayList<>();
  private final Map<String, Integer> mentioned = new HashMap<>();
  private final Set<String> variables = new HashSet<>();
  private final Set<String> set = new LinkedHashSet<>();

  Branches(Wiring wiring, LoopBodies loops) {
    this.wiring = wiring;
    this.loops = loops;
    wiring
        .graph
        .variables()
        .forEach(variable -> variables.add(String.valueOf(variable.get("name"))));
    boolean any = wiring.nodes.stream().anyMatch(n -> n.kind() == NodeKind.LOGIC_PARALLEL);
    for (int i = 0; any && i < wiring.size(); i++) {
      var words = new HashSet<String>();
      collect(wiring.node(i).config(), words);
      for (var link : wiring.out(i)) {
        collect(link.edge().condition(), words);
      }
      for (var link : wiring.in(i)) {
        if (link.isData()) {
          words.add(Names.bare(wiring.id(link.from())));
        }
      }
      mentions.add(words);
      words.forEach(word -> mentioned.merge(word, 1, Integer::sum));
    }
  }

  /**
   * A branch.
   *
   * @param kept the names whose values it gives back
   * @param unset the nodes among them, which have no value before
   */
  record Branch(
      String name,
      List<String> kept,
      List<String> unset,
      List<Map<String, @Nullable Object>> steps) {

    Branch with(List<Map<String, @Nullable Object>> steps) {
      return new Branch(name, kept, unset, List.copyOf(steps));
    }

    /** What it begins with. */
    List<Map<String, @Nullable Object>> before() {
      if (unset.isEmpty()) {
        return List.of();
      }
      var set = new LinkedHashMap<String, @Nullable Object>();
      unset.forEach(name -> set.put(name, null));
      return List.of(Map.of("set", set));
    }

    /** What it ends with. */
    List<Map<String, @Nullable Object>> after() {
      return kept.isEmpty() ? List.of() : List.of(Map.of("return", map(kept)));
    }
  }

  /** An expression for the values of some names. */
  static String map(List<String> names) {
    return "{" + String.join(", ", names.stream().map(name -> name + ": " + name).toList()) + "}";
  }

  /** The names that branches so far gave back because a node sets them. */
  Set<String> set() {
    return set;
  }

  Branch of(int parallel, int start, int[] stops, int number) {
    var nodes = nodes(parallel, start, stops);
    var inside = new HashMap<String, Integer>();
    nodes.stream()
        .forEach(node -> mentions.get(node).forEach(word -> inside.merge(word, 1, Integer::sum)));
    var names = new LinkedHashSet<String>();
    var unset = new LinkedHashSet<String>();
    for (int node : nodes.stream().toArray()) {
      var id = wiring.id(node);
      if (Names.isWritable(id) && isNamedOutside(Names.bare(id), inside)) {
        names.add(id);
        unset.add(id);
      }
      if (wiring.kind(node) == NodeKind.DATA_VARIABLE_SET
          && wiring.node(node).config().get("name") instanceof String path) {
        var name = path.split("\\.", 2)[0];
        if (Names.isWritable(name)
            && (isVariable(name) || isNamedOutside(Names.bare(name), inside))) {
          names.add(name);
          set.add(name);
        }
      }
    }
    unset.removeIf(name -> isVariable(name) || set.contains(name));
    var slug = Names.slug(wiring.id(start), "branch");
    // An expression names it.
    var writable = Character.isDigit(slug.charAt(0)) ? "branch_" + slug : slug;
    return new Branch(
        writable + "_" + (number + 1), List.copyOf(names), List.copyOf(unset), List.of());
  }

  private boolean isVariable(String name) {
    return variables.contains(name);
  }

  private boolean isNamedOutside(String bare, Map<String, Integer> inside) {
    return mentioned.getOrDefault(bare, 0) > inside.getOrDefault(bare, 0);
  }

  /**
   * The nodes of a branch, up to the join; those of the rounds of a foreach are not seen outside.
   */
  private BitSet nodes(int parallel, int start, int[] stops) {
    var nodes = new BitSet();
    var queue = new ArrayList<Integer>();
    queue.add(start);
    for (int i = 0; i < queue.size(); i++) {
      int node = queue.get(i);
      if (node == parallel || stops[node] > 0 || nodes.get(node)) {
        continue;
      }
      nodes.set(node);
      boolean each = NodeSteps.isForeach(wiring.node(node));
      (each ? loops.after(node) : wiring.next(node))
          .forEach(
              link -> {
                if (!loops.isBack(link)) {
                  queue.add(link.to());
                }
              });
    }
    return nodes;
  }

  private static void collect(@Nullable Object value, Set<String> words) {
    switch (value) {
      case String text -> {
        var matcher = WORD.matcher(text);
        while (matcher.find()) {
          words.add(Names.bare(matcher.group()));
        }
      }
      case Map<?, ?> map -> map.values().forEach(each -> collect(each, words));
      case List<?> list -> list.forEach(each -> collect(each, words));
      case null, default -> {}
    }
  }
}
