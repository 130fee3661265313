package ai.scailabs.scaicore.scaiflow.reading;

import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import ai.scailabs.scaicore.scaiflow.reading.Sketch.Drawn;
import ai.scailabs.scaicore.scaiflow.reading.StepDrawing.Course;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws the flows of a manifest below each other: their triggers as entries, then their steps. A
 * flow without a trigger gets an entry, for in a graph every flow has one.
 */
final class FlowDrawing {

  private static final Map<String, NodeKind> ENTRIES =
      Map.of(
          "api", NodeKind.ENTRY_API,
          "webhook", NodeKind.ENTRY_WEBHOOK,
          "schedule", NodeKind.ENTRY_SCHEDULE);

  private static final Map<NodeKind, String> PORTS =
      Map.of(
          NodeKind.ENTRY_API, "out_request",
          NodeKind.ENTRY_WEBHOOK, "out_event",
          NodeKind.ENTRY_SCHEDULE, "out_tick");

  private final Sketch sketch;
  private final Tree core;

  FlowDrawing(Sketch sketch, Tree core) {
    this.sketch = sketch;
    this.core = core;
  }

  void draw() {
    var flows = core.named("flows", "name", "steps");
    for (int i = 0; i < flows.size(); i++) {
      flow(flows.get(i), "core.flows[" + i + "]", i == 0);
    }
    var beside = core.trees("triggers", "type");
    for (int i = 0; i < beside.size(); i++) {
      var target = target(beside.get(i));
      if (flows.stream().noneMatch(flow -> target != null && target.equals(flow.text("name")))) {
        sketch.keep("core.triggers[" + i + "]", List.of(), beside.get(i).members());
      }
    }
  }

  private static @Nullable String target(Tree trigger) {
    return trigger.text(trigger.oneOf("target_flow", "flow"));
  }

  private void flow(Tree flow, String place, boolean first) {
    var opens = new ArrayList<Open>();
    int lane = sketch.newLane();
    if (flow.has("trigger")) {
      entry(flow.tree("trigger"), place + ".trigger", lane, opens);
    }
    int number = 0;
    for (var trigger : flow.trees("triggers", "type")) {
      entry(
          trigger,
          place + ".triggers[" + number++ + "]",
          opens.isEmpty() ? lane : sketch.newLane(),
          opens);
    }
    number = 0;
    for (var trigger : core.trees("triggers", "type")) {
      var at = "core.triggers[" + number++ + "]";
      if (flow.text("name") != null && flow.text("name").equals(target(trigger))) {
        entry(
            new Tree(trigger.without(Set.of("target_flow", "flow"))),
            at,
            opens.isEmpty() ? lane : sketch.newLane(),
            opens);
      }
    }
    if (opens.isEmpty()) {
      var config = new LinkedHashMap<String, @Nullable Object>();
      config.put("method", "POST");
      config.put("path", first ? "/" : "/" + flow.text("name"));
      add(NodeKind.ENTRY_API, config, Tree.EMPTY, lane, opens);
    }
    var steps = new StepDrawing(sketch);
    var course = Course.ofFlow(place + ".steps", lane);
    steps.end(steps.steps(flow.get("steps"), List.copyOf(opens), course), course);
  }

  private void entry(Tree trigger, String place, int lane, List<Open> opens) {
    var word = trigger.text(trigger.oneOf("type", "kind"));
    var kind = word == null ? null : ENTRIES.get(word);
    if (kind == null) {
      sketch.keep(place, List.of(), trigger.members());
      return;
    }
    var config = trigger.without(Set.of("type", "kind", "meta"));
    add(kind, config, trigger.tree("meta"), lane, opens);
  }

  private void add(
      NodeKind kind, Map<String, @Nullable Object> config, Tree meta, int lane, List<Open> opens) {
    var port = String.valueOf(PORTS.get(kind));
    var drawn = new Drawn(kind, meta.text("node_id"), config, List.of(port), meta, Map.of());
    opens.add(Open.after(sketch.add(drawn, List.of(), lane), port));
  }
}
