package ai.scailabs.scaicore.scaiflow.reading;

import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import ai.scailabs.scaicore.scaiflow.reading.StepDrawing.Course;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Draws decisions, loops and parallels with what is in them. */
final class ControlDrawing {

  private static final String ELSE_PORT = "out_else";
  private static final String BODY = "out_body";
  private static final String DONE = "out_done";
  private static final String ELSE = "else";

  private final Sketch sketch;
  private final StepDrawing steps;

  ControlDrawing(Sketch sketch, StepDrawing steps) {
    this.sketch = sketch;
    this.steps = steps;
  }

  /**
   * One way out of a decision.
   *
   * @param condition {@code else} for what remains
   * @param edge id of the edge that it had in a graph
   * @param steps of the branch
   */
  private record Way(
      String condition, @Nullable String edge, @Nullable Object steps, String place) {}

  List<Open> decision(Tree step, Tree decision, List<Open> before, Course course) {
    var ways = new ArrayList<Way>();
    var branches = decision.trees("branches", "when");
    var subject = decision.text("subject");
    for (int i = 0; i < branches.size(); i++) {
      var branch = branches.get(i);
      var condition = condition(branch, subject);
      var place = ".decision.branches[" + i + "]";
      if (condition == null) {
        sketch.keep(course.place() + place, before, branch.members());
      } else {
        ways.add(new Way(condition, branch.text("edge_id"), branch.get("steps"), place + ".steps"));
      }
    }
    if (decision.members().containsKey(ELSE)) {
      ways.add(new Way(ELSE, decision.text("else_edge_id"), decision.get(ELSE), ".decision.else"));
    }
    var config = new LinkedHashMap<String, @Nullable Object>();
    boolean patterns =
        branches.stream().anyMatch(branch -> branch.members().containsKey("pattern"));
    config.put("style", patterns ? "match" : "if");
    config.putAll(decision.without(Set.of("branches", ELSE, "else_edge_id")));
    var drawn = steps.drawn(step, "decision", NodeKind.LOGIC_DECISION, config, ports(ways.size()));
    var id = sketch.add(drawn, before, course.lane());
    return steps.bound(step, id, ways(id, ways, course), course);
  }

  /** What {@code on_response} of a checkpoint does: a decision by its answer. */
  List<Open> answers(String checkpoint, List<Tree> arms, List<Open> before, Course course) {
    var ways = new ArrayList<Way>();
    for (int i = 0; i < arms.size(); i++) {
      var place = ".checkpoint.on_response[" + i + "]";
      var condition = condition(arms.get(i), checkpoint);
      if (condition == null) {
        sketch.keep(course.place() + place, before, arms.get(i).members());
      } else {
        ways.add(new Way(condition, null, arms.get(i).get("steps"), place + ".steps"));
      }
    }
    var config = new LinkedHashMap<String, @Nullable Object>();
    config.put("style", "match");
    config.put("subject", checkpoint);
    var drawn =
        steps.drawn(Tree.EMPTY, "decision", NodeKind.LOGIC_DECISION, config, ports(ways.size()));
    return ways(sketch.add(drawn, before, course.lane()), ways, course);
  }

  private static List<String> ports(int ways) {
    var ports =
        IntStream.rangeClosed(1, ways).mapToObj(i -> "out_" + i).collect(Collectors.toList());
    ports.add(ELSE_PORT);
    return ports;
  }

  private List<Open> ways(String id, List<Way> ways, Course course) {
    var after = new ArrayList<Open>();
    boolean complete = false;
    for (int i = 0; i < ways.size(); i++) {
      var way = ways.get(i);
      boolean rest = way.condition.equals(ELSE);
      var open = Open.when(id, rest ? ELSE_PORT : "out_" + (i + 1), way.condition, way.edge);
      int lane = i == 0 ? course.lane() : sketch.newLane();
      complete |= rest;
      after.addAll(steps.steps(way.steps, List.of(open), course.in(way.place, lane)));
    }
    if (!complete) {
      after.add(Open.when(id, ELSE_PORT, ELSE, null));
    }
    return after;
  }

  /** Null when it cannot be said as an expression. */
  private static @Nullable String condition(Tree branch, @Nullable String subject) {
    var when = branch.text("when");
    if (!branch.members().containsKey("pattern")) {
      return when;
    }
    var pattern = branch.get("pattern");
    if ("_".equals(pattern)) {
      return when == null ? ELSE : when;
    }
    var literal = subject == null ? null : literal(pattern);
    if (literal == null) {
      return null;
    }
    if (when == null && !(pattern instanceof List) && literal.indexOf('\\') < 0) {
      return literal;
    }
    var fits = "(" + subject + ")" + (pattern instanceof List ? " in " : " == ") + literal;
    return when == null ? fits : "(" + fits + ") && (" + when + ")";
  }

  private static @Nullable String literal(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Boolean flag -> flag.toString();
      case Number number -> number.toString();
      case String text -> quoted(text);
      case List<?> items -> {
        var literals = items.stream().map(ControlDrawing::literal).toList();
        yield items.stream().anyMatch(List.class::isInstance) || literals.contains(null)
            ? null
            : "[" + String.join(", ", literals) + "]";
      }
      default -> null;
    };
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c < ' ' || c == '"' || c == '\\' || c == '$' || c == '{') {
                quoted.append(String.format("\\u%04x", c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }

  List<Open> loop(Tree step, Tree loop, List<Open> before, Course course) {
    boolean each = loop.has("foreach");
    if (each == loop.members().containsKey("while")) {
      sketch.keep(course.place(), before, step.members());
      return before;
    }
    var config = new LinkedHashMap<String, @Nullable Object>();
    config.put("style", each ? "foreach" : "while");
    loop.members()
        .forEach(
            (key, value) -> {
              switch (key) {
                case "foreach" -> config.put("variable", value);
                case "in" -> config.put("items", value);
                case "while" -> config.put("condition", value);
                case "steps" -> {}
                default -> config.putIfAbsent(key, value);
              }
            });
    var drawn = steps.drawn(step, "loop", NodeKind.LOGIC_LOOP, config, List.of(BODY, DONE));
    var id = sketch.add(drawn, before, course.lane());
    var inside = course.in(".loop.steps", sketch.newLane()).repeated(each);
    steps.end(filled(loop.get("steps"), Open.after(id, BODY), inside), inside);
    var after = new ArrayList<>(List.of(Open.after(id, DONE)));
    after.addAll(inside.left());
    return steps.bound(step, id, after, course);
  }

  List<Open> parallel(Tree step, Tree parallel, List<Open> before, Course course) {
    var branches = parallel.named("branches", "name", "steps");
    if (branches.isEmpty()) {
      sketch.keep(course.place(), before, step.members());
      return before;
    }
    var names = branches.stream().map(branch -> String.valueOf(branch.get("name"))).toList();
    var drawn =
        steps.drawn(
            step, "parallel", NodeKind.LOGIC_PARALLEL, parallel.without(Set.of("branches")), names);
    var id = sketch.add(drawn, before, course.lane());
    var after = new ArrayList<Open>();
    for (int i = 0; i < branches.size(); i++) {
      int lane = i == 0 ? course.lane() : sketch.newLane();
      var inside = course.in(".parallel.branches[" + i + "].steps", lane).apart();
      var open = Open.after(id, names.get(i));
      after.addAll(filled(branches.get(i).get("steps"), open, inside));
    }
    return steps.bound(step, id, after, course);
  }

  /** Steps that must be at least one node, for without one there would be nothing to repeat. */
  private List<Open> filled(@Nullable Object body, Open open, Course course) {
    var after = steps.steps(body, List.of(open), course);
    return after.contains(open) ? steps.nothing(after, course) : after;
  }
}
