package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.Node;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The flows of a graph: entries that lead to the same nodes are the triggers of one flow, in the
 * order of the nodes; others begin flows of their own. The first is called after the graph, the
 * others after their first entry.
 */
final class Flows {

  private final Wiring wiring;
  private final Set<String> flowNames = new HashSet<>();
  private final Set<String> triggerNames = new HashSet<>();

  Flows(Wiring wiring) {
    this.wiring = wiring;
  }

  /** A flow to be: its entries, and the edges by which it begins. */
  record Group(List<Integer> entries, List<Link> starts) {}

  List<Group> groups() {
    var groups = new LinkedHashMap<List<Integer>, Group>();
    for (int entry : wiring.entries()) {
      var starts = new LinkedHashMap<Integer, Link>();
      wiring.next(entry).forEach(link -> starts.putIfAbsent(link.to(), link));
      var key = starts.keySet().stream().sorted().toList();
      groups
          .computeIfAbsent(key, _ -> new Group(new ArrayList<>(), List.copyOf(starts.values())))
          .entries()
          .add(entry);
    }
    return List.copyOf(groups.values());
  }

  Map<String, @Nullable Object> flow(Group group, List<Map<String, @Nullable Object>> steps) {
    var first = wiring.node(group.entries().getFirst());
    var name =
        flowNames.isEmpty()
            ? Names.slug(wiring.graph.name() == null ? "main" : wiring.graph.name(), "main")
            : Names.slug(first.id(), "flow");
    var flow = new LinkedHashMap<String, @Nullable Object>();
    flow.put("name", free(name, flowNames));
    if (wiring.graph.metadata().get("description") instanceof String text && !text.isBlank()) {
      flow.put("description", text);
    }
    var triggers = group.entries().stream().map(wiring::node).map(this::trigger).toList();
    flow.put("trigger", triggers.getFirst());
    if (triggers.size() > 1) {
      flow.put("triggers", triggers.subList(1, triggers.size()));
    }
    flow.put("steps", steps);
    return flow;
  }

  private Map<String, @Nullable Object> trigger(Node node) {
    var trigger = new LinkedHashMap<String, @Nullable Object>();
    trigger.put("type", kind(node.kind()));
    trigger.put("name", free(Names.slug(node.id(), "entry"), triggerNames));
    CallSteps.copy(node.config(), trigger, "method", "path", "auth", "cron", "timezone");
    trigger.put("meta", NodeSteps.meta(node));
    return trigger;
  }

  private static String kind(@Nullable NodeKind kind) {
    return switch (kind) {
      case ENTRY_WEBHOOK -> "webhook";
      case ENTRY_SCHEDULE -> "schedule";
      case null, default -> "api";
    };
  }

  private static String free(String base, Set<String> taken) {
    var name = base;
    for (int i = 2; !taken.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }
}
