package ai.scailabs.scaicore.scaiflow.reading;

import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import ai.scailabs.scaicore.scaiflow.reading.Sketch.Drawn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws steps one after the other. A step that no node can say is kept with its place, and the
 * drawing goes on around it.
 */
final class StepDrawing {

  private static final Set<String> BESIDE = Set.of("bind", "meta");
  private static final Set<String> OF_NODES =
      Set.of("id", "type", "label", "position", "config", "inputs", "outputs");

  private final Sketch sketch;
  private final ControlDrawing control;

  StepDrawing(Sketch sketch) {
    this.sketch = sketch;
    this.control = new ControlDrawing(sketch, this);
  }

  /**
   * Where steps stand.
   *
   * @param place their path
   * @param lane where they are drawn
   * @param mayReturn whether {@code return} at the end of them ends no more than a node that leads
   *     nowhere does
   * @param leaving what breaks out of the loop around them; null where there is none to break
   */
  record Course(String place, int lane, boolean mayReturn, @Nullable List<Open> leaving) {

    static Course ofFlow(String place, int lane) {
      return new Course(place, lane, true, null);
    }

    Course at(int index) {
      return new Course(place + "[" + index + "]", lane, mayReturn, leaving);
    }

    Course in(String more, int otherLane) {
      return new Course(place + more, otherLane, mayReturn, leaving);
    }

    /** In a loop; of a foreach, a return ends one round. */
    Course repeated(boolean each) {
      return new Course(place, lane, each, new ArrayList<>());
    }

    /** What has broken out so far. */
    List<Open> left() {
      return leaving == null ? List.of() : leaving;
    }

    /** In a branch of a parallel. */
    Course apart() {
      return new Course(place, lane, true, null);
    }
  }

  /** Draws steps after what leads to them, and answers what leads on. */
  List<Open> steps(@Nullable Object given, List<Open> before, Course course) {
    var steps = given instanceof Map<?, ?> map ? map.get("steps") : given;
    if (!(steps instanceof List<?> list)) {
      if (steps != null) {
        sketch.keep(course.place(), before, steps);
      }
      return before;
    }
    var opens = before;
    for (int i = 0; i < list.size(); i++) {
      opens = step(list.get(i), opens, course.at(i), i == list.size() - 1);
    }
    return opens;
  }

  private List<Open> step(@Nullable Object given, List<Open> opens, Course course, boolean last) {
    var step = Tree.of(given);
    var keywords =
        ManifestReader.STEP_KEYWORDS.stream().filter(step.members()::containsKey).toList();
    if (opens.isEmpty() || keywords.size() != 1) {
      sketch.keep(course.place(), opens, given);
      return opens;
    }
    var keyword = keywords.getFirst();
    var value = step.get(keyword);
    if (keyword.equals("return") && last && course.mayReturn()) {
      set(step, "result", value, opens, course);
      return List.of();
    }
    if (keyword.equals("break") && last && course.leaving() != null) {
      course.leaving().addAll(opens);
      return List.of();
    }
    if (keyword.equals("continue") && last && course.leaving() != null) {
      end(opens, course);
      return List.of();
    }
    if (keyword.equals("set") && value instanceof Map<?, ?> map && !map.isEmpty()) {
      return assignments(step, Tree.of(value), opens, course);
    }
    return switch (keyword) {
      case "decision" -> control.decision(step, Tree.of(value), opens, course);
      case "loop" -> control.loop(step, Tree.of(value), opens, course);
      case "parallel" -> control.parallel(step, Tree.of(value), opens, course);
      default -> leaf(step, keyword, opens, course);
    };
  }

  private List<Open> leaf(Tree step, String keyword, List<Open> opens, Course course) {
    var leaf = LeafSteps.of(keyword, step.get(keyword), step.tree("meta"));
    if (leaf == null) {
      sketch.keep(course.place(), opens, step.members());
      return opens;
    }
    var id =
        sketch.add(
            drawn(step, keyword, leaf.kind(), leaf.config(), List.of(Sketch.OUT)),
            opens,
            course.lane());
    var after = bound(step, id, List.of(Open.after(id, Sketch.OUT)), course);
    var answers = Tree.of(step.get(keyword)).named("on_response", "pattern", "steps");
    return answers.isEmpty() ? after : control.answers(id, answers, after, course);
  }

  private List<Open> assignments(Tree step, Tree set, List<Open> before, Course course) {
    var opens = before;
    var names = List.copyOf(set.members().keySet());
    for (var name : names) {
      boolean last = name.equals(names.getLast());
      opens = set(last ? step : Tree.EMPTY, name, set.get(name), opens, course);
    }
    return opens;
  }

  private List<Open> set(
      Tree step, String name, @Nullable Object value, List<Open> opens, Course course) {
    var config = new LinkedHashMap<String, @Nullable Object>();
    config.put("name", name);
    config.put("value", value);
    var drawn = drawn(step, "set", NodeKind.DATA_VARIABLE_SET, config, List.of(Sketch.OUT));
    var made = sketch.add(drawn, opens, course.lane());
    return bound(step, made, List.of(Open.after(made, Sketch.OUT)), course);
  }

  /** A node of a step, under the name that the step binds where it does not come from a node. */
  Drawn drawn(
      Tree step,
      String keyword,
      NodeKind kind,
      Map<String, @Nullable Object> config,
      List<String> outputs) {
    var meta = step.tree("meta");
    var id = meta.text("node_id") == null ? step.text("bind") : meta.text("node_id");
    var others = new LinkedHashMap<String, @Nullable Object>();
    step.members()
        .forEach(
            (key, value) -> {
              if (!BESIDE.contains(key) && !ManifestReader.STEP_KEYWORDS.contains(key)) {
                others.put(OF_NODES.contains(key) ? "step_" + key : key, value);
              }
            });
    return new Drawn(kind, id, config, outputs, meta, others);
  }

  /** Where a step binds another name than that of its node, a node sets it. */
  List<Open> bound(Tree step, String id, List<Open> opens, Course course) {
    var name = step.text("bind");
    return name == null || name.equals(id) || ("node_" + name).equals(id)
        ? opens
        : set(Tree.EMPTY, name, id, opens, course);
  }

  /**
   * Ends a branch, a body or a flow: a condition that leads nowhere would be lost, so it leads to a
   * node that does nothing.
   */
  void end(List<Open> opens, Course course) {
    var lost =
        opens.stream()
            .filter(open -> open.condition() != null && !open.condition().equals("else"))
            .toList();
    if (!lost.isEmpty()) {
      nothing(lost, course);
    }
  }

  /** A node that does nothing. */
  List<Open> nothing(List<Open> opens, Course course) {
    return set(Tree.EMPTY, "nothing", null, opens, course);
  }
}
