package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.compiler.Course.Ending;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a graph draws as steps inside steps. Source: {@code docs/scaiflow-graphs.md}, "How a
 * graph is compiled". What cannot be written so is reported.
 */
final class Structure {

  /** A manifest has 100 levels, and a decision or parallel takes five. */
  static final int MAX_NESTED = 15;

  static final int MAX_FORKS = 100;

  private final Wiring wiring;
  private final LoopBodies loops;
  private final NodeSteps nodeSteps;
  private final Branches branches;
  private final Said said;
  private final int[] stops;
  private int budget;
  private final Tangles tangles;

  Structure(Wiring wiring, LoopBodies loops, NodeSteps nodeSteps, Branches branches, Said said) {
    this.wiring = wiring;
    this.loops = loops;
    this.nodeSteps = nodeSteps;
    this.branches = branches;
    this.said = said;
    this.stops = new int[wiring.size()];
    this.tangles = new Tangles(said);
    this.budget = 3 * wiring.size() + 100;
  }

  /** Whether something could not be written as steps; it was reported. */
  boolean failed() {
    return tangles.any();
  }

  /** The steps of a flow that begins with some nodes. */
  List<Map<String, @Nullable Object>> flow(List<Link> starts) {
    var region = new Region(wiring, loops, LoopBodies.targets(starts), null);
    tangles.check(region, wiring, loops);
    var steps = new ArrayList<Map<String, @Nullable Object>>();
    ways(starts, Region.NONE, Course.ofFlow(region), steps);
    return steps;
  }

  /** All of some ways: one, or several one after another and then what follows where they join. */
  private void ways(
      List<Link> links, int owner, Course course, List<Map<String, @Nullable Object>> steps) {
    if (links.isEmpty()) {
      end(owner, course, steps);
      return;
    }
    var inside =
        links.stream().filter(link -> isInside(link, course)).map(Link::to).distinct().toList();
    if (links.size() == 1
        || (inside.size() == 1 && links.stream().allMatch(l -> isInside(l, course)))) {
      along(links.getFirst(), course, steps);
      return;
    }
    if (!course.region().joins(inside)) {
      tangles.ofJoin(owner, inside);
      return;
    }
    if (course.forks() >= MAX_FORKS) {
      tangles.ofDepth(inside.isEmpty() ? links.getFirst().to() : inside.getFirst());
      return;
    }
    for (var link : links) {
      if (!isInside(link, course) && !loops.isBack(link)) {
        tangles.of(
            link, "leaves a loop from a node that also leads elsewhere; decide between them first");
        return;
      }
    }
    int join = course.region().joinOf(inside);
    mark(join, 1);
    for (int way : inside) {
      sequence(way, course.ofWay(), steps);
    }
    mark(join, -1);
    if (join != Region.NONE) {
      sequence(join, course, steps);
    } else {
      endAll(inside, owner, course, steps);
    }
  }

  /** Where ways that are all taken do not join: they end, or one goes on to what is further out. */
  private void endAll(
      List<Integer> ways, int owner, Course course, List<Map<String, @Nullable Object>> steps) {
    var reached = course.region().reached(ways, stops);
    if (reached.isEmpty()) {
      end(owner, course, steps);
    } else if (reached.size() > 1 || !course.region().anySure(ways, reached.getFirst())) {
      tangles.ofJoin(owner, ways);
    }
  }

  private void mark(int node, int by) {
    if (node != Region.NONE) {
      stops[node] += by;
    }
  }

  private static boolean isInside(Link link, Course course) {
    return course.region().has(link.to()) && link.to() != course.loop();
  }

  /** Along one edge: on, to the end of a round, or out of a loop. */
  private void along(Link link, Course course, List<Map<String, @Nullable Object>> steps) {
    if (loops.isBack(link)) {
      if (link.to() == course.loop()) {
        end(link.from(), course, steps);
      } else {
        tangles.of(
            link,
            "goes back to loop %s from inside another loop or around it"
                .formatted(said.quoted(link.to())));
      }
    } else if (isInside(link, course)) {
      sequence(link.to(), course, steps);
    } else if (course.breaks() && link.to() == course.exit()) {
      var step = new LinkedHashMap<String, @Nullable Object>();
      step.put("break", true);
      steps.add(step);
    } else {
      tangles.of(
          link,
          course.loop() == Region.NONE
              ? "cannot be structured: it leads to node %s out of turn"
                  .formatted(said.quoted(link.to()))
              : "leaves loop %s for node %s; a loop is left to the one node after it, and not from within a branch of a parallel"
                  .formatted(said.quoted(course.loop()), said.quoted(link.to())));
    }
  }

  /** From a node to where its way ends, or to a join that is written further out. */
  private void sequence(int start, Course course, List<Map<String, @Nullable Object>> steps) {
    int at = start;
    while (at != Region.NONE && stops[at] == 0) {
      if (tangles.any() || --budget < 0) {
        if (!tangles.any()) {
          tangles.of(
              at,
              "cannot be structured: too many ways lead to node %s and never join; let them meet in one node, or use a subflow"
                  .formatted(said.quoted(at)));
        }
        return;
      }
      if (course.nested() > MAX_NESTED) {
        tangles.ofDepth(at);
        return;
      }
      at = step(at, course, steps);
    }
  }

  /** Writes a node; answers what follows in the same list, if that is one node. */
  private int step(int node, Course course, List<Map<String, @Nullable Object>> steps) {
    return switch (wiring.kind(node)) {
      case LOGIC_DECISION -> decision(node, course, steps);
      case LOGIC_PARALLEL -> parallel(node, course, steps);
      case LOGIC_LOOP -> {
        loop(node, course, steps);
        yield after(node, course, steps);
      }
      case null, default -> {
        steps.addAll(nodeSteps.of(node));
        yield after(node, course, steps);
      }
    };
  }

  private int after(int node, Course course, List<Map<String, @Nullable Object>> steps) {
    var links = loops.onward(node);
    if (links.size() == 1
        && isInside(links.getFirst(), course)
        && !loops.isBack(links.getFirst())) {
      return links.getFirst().to();
    }
    ways(links, node, course, steps);
    return Region.NONE;
  }

  private int decision(int node, Course course, List<Map<String, @Nullable Object>> steps) {
    int region = course.region().join(node);
    boolean leaks = course.region().leaks(node);
    boolean outer = region != Region.NONE && stops[region] > 0;
    int join = outer || (leaks && course.ending() == Ending.NEVER) ? Region.NONE : region;
    var arm = course.ofArm(join != Region.NONE);
    var arms = new ArrayList<NodeSteps.Arm>();
    boolean hasElse = false;
    mark(join, 1);
    for (var link : loops.onward(node)) {
      var body = new ArrayList<Map<String, @Nullable Object>>();
      along(link, arm, body);
      arms.add(new NodeSteps.Arm(link, body));
      hasElse |= !link.isConditional() || link.edge().isElse();
    }
    mark(join, -1);
    List<Map<String, @Nullable Object>> otherwise = null;
    if (!hasElse && region == Region.NONE && course.isFollowed()) {
      otherwise = new ArrayList<>();
      end(node, course, otherwise);
    } else if (!hasElse && join != region && !outer) {
      otherwise = new ArrayList<>();
      sequence(region, arm, otherwise);
    }
    steps.add(nodeSteps.decision(node, arms, otherwise));
    return join;
  }

  private int parallel(int node, Course course, List<Map<String, @Nullable Object>> steps) {
    var links = loops.onward(node);
    for (var link : links) {
      if (!isInside(link, course) && !loops.isBack(link)) {
        tangles.of(link, "leaves a loop from within a parallel");
      }
    }
    if (course.region().isTangled(node)) {
      tangles.ofJoin(node, course.region().targets(node));
      return Region.NONE;
    }
    var ways = course.region().targets(node).stream().distinct().toList();
    if (ways.size() == 1 && links.size() == 1) {
      steps.addAll(nodeSteps.parallel(node, List.of()));
      return ways.getFirst();
    }
    int join = course.region().join(node);
    mark(join, 1);
    var made = new ArrayList<Branches.Branch>();
    for (int way : ways) {
      if (stops[way] == 0) {
        var branch = branches.of(node, way, stops, made.size());
        var body = new ArrayList<>(branch.before());
        sequence(way, course.ofBranch(branch.kept()), body);
        body.addAll(branch.after());
        made.add(branch.with(body));
      }
    }
    mark(join, -1);
    steps.addAll(nodeSteps.parallel(node, made));
    if (join == Region.NONE) {
      endAll(ways, node, course, steps);
    }
    return join;
  }

  private void loop(int node, Course course, List<Map<String, @Nullable Object>> steps) {
    var into = loops.into(node);
    var region = new Region(wiring, loops, LoopBodies.targets(into), loops.body(node));
    tangles.check(region, wiring, loops);
    var after = LoopBodies.targets(loops.after(node));
    int exit = after.size() == 1 ? after.getFirst() : Region.NONE;
    var body = new ArrayList<Map<String, @Nullable Object>>();
    if (!into.isEmpty()) {
      ways(
          into,
          Region.NONE,
          course.ofLoop(region, node, exit, NodeSteps.isForeach(wiring.node(node))),
          body);
    }
    steps.add(nodeSteps.loop(node, body));
  }

  /** Ends a way here, where steps follow that it must not come to. */
  private void end(int node, Course course, List<Map<String, @Nullable Object>> steps) {
    if (!course.isFollowed() || course.ending() == Ending.NEVER) {
      return;
    }
    var step = new LinkedHashMap<String, @Nullable Object>();
    if (course.ending() == Ending.CONTINUE) {
      step.put("continue", true);
    } else {
      step.put("return", course.kept().isEmpty() ? value(node) : Branches.map(course.kept()));
    }
    steps.add(step);
  }

  private @Nullable String value(int node) {
    return node != Region.NONE
            && Names.isWritable(wiring.id(node))
            && wiring.kind(node) != NodeKind.LOGIC_DECISION
        ? wiring.id(node)
        : null;
  }
}
