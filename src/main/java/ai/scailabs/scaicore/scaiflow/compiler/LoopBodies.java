package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which nodes a loop repeats, and which edges go back to it.
 *
 * <p>A loop's output port whose id is {@code body}, {@code loop}, {@code each}, {@code item},
 * {@code iteration}, {@code iterate} or {@code do}, with or without {@code out_} before it, leads
 * to its body; every other one to what comes after. Where no port of a loop is called so, those
 * lead to the body from which the loop can be reached again. The body are the nodes that can be
 * reached there and not from what comes after. An edge from the body to the loop ends a round, and
 * is no cycle; a node of the body that leads nowhere ends it just as well.
 */
final class LoopBodies {

  private static final Set<String> BODY =
      Set.of("body", "loop", "each", "item", "iteration", "iterate", "do");

  private final Wiring wiring;
  private final Map<Integer, List<Link>> into = new HashMap<>();
  private final Map<Integer, List<Link>> after = new HashMap<>();
  private final Map<Integer, BitSet> bodies = new HashMap<>();
  private final BitSet back = new BitSet();

  LoopBodies(Wiring wiring) {
    this.wiring = wiring;
    var loops = new ArrayList<Integer>();
    for (int i = 0; i < wiring.size(); i++) {
      if (wiring.kind(i) == NodeKind.LOGIC_LOOP) {
        loops.add(i);
      }
    }
    for (int loop : loops) {
      sort(loop);
      var body = body(loop);
      wiring.in(loop).stream()
          .filter(link -> body.get(link.from()) && wiring.leadsOn(link))
          .forEach(link -> back.set(link.at()));
    }
    var found = new HashMap<Integer, BitSet>();
    loops.forEach(loop -> found.put(loop, body(loop)));
    bodies.putAll(found);
  }

  private void sort(int loop) {
    var next = wiring.next(loop);
    boolean named = next.stream().anyMatch(LoopBodies::isCalledBody);
    var body = new ArrayList<Link>();
    var rest = new ArrayList<Link>();
    for (var link : next) {
      boolean inside = named ? isCalledBody(link) : comesBack(link, loop);
      (inside ? body : rest).add(link);
    }
    into.put(loop, body);
    after.put(loop, rest);
  }

  /** Whether an edge leaves a loop by a port that is called a body's. */
  private static boolean isCalledBody(Link link) {
    var port = link.edge().source().port();
    if (port == null) {
      return false;
    }
    var name = port.toLowerCase(Locale.ROOT);
    return BODY.contains(name.startsWith("out_") ? name.substring(4) : name);
  }

  private boolean comesBack(Link link, int loop) {
    var reached = wiring.reach(List.of(link.to()), loop, wiring::leadsOn);
    return wiring.in(loop).stream().anyMatch(in -> reached.get(in.from()) && wiring.leadsOn(in));
  }

  /** The nodes that a loop repeats, those of loops inside it among them. */
  BitSet body(int loop) {
    var known = bodies.get(loop);
    if (known != null) {
      return known;
    }
    Predicate<Link> forward = link -> wiring.leadsOn(link) && !isBack(link);
    var body = wiring.reach(targets(into(loop)), loop, forward);
    body.andNot(wiring.reach(targets(after(loop)), loop, forward));
    return body;
  }

  static List<Integer> targets(List<Link> links) {
    return links.stream().map(Link::to).distinct().toList();
  }

  /** The edges into a loop's body. */
  List<Link> into(int loop) {
    return into.getOrDefault(loop, List.of());
  }

  /** The edges to what comes after a loop. */
  List<Link> after(int loop) {
    return after.getOrDefault(loop, List.of());
  }

  /** Whether an edge ends a round of the loop that it leads to. */
  boolean isBack(Link link) {
    return back.get(link.at());
  }

  /** What comes next outside the bodies of loops: of a loop, what comes after it. */
  List<Link> onward(int number) {
    return wiring.kind(number) == NodeKind.LOGIC_LOOP ? after(number) : wiring.next(number);
  }

  /** Whether a data edge leaves a loop into its body. */
  boolean leadsInside(Link link) {
    return wiring.kind(link.from()) == NodeKind.LOGIC_LOOP
        && (isCalledBody(link)
            || into(link.from()).stream()
                .anyMatch(
                    in -> Objects.equals(in.edge().source().port(), link.edge().source().port())));
  }
}
