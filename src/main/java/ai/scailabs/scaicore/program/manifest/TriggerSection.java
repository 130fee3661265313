package ai.scailabs.scaicore.program.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The triggers of a manifest: the {@code trigger} and {@code triggers} of each flow, and those
 * beside the flows. One without a name is named after its flow.
 */
final class TriggerSection {

  private final Part core;
  private final Origins origins;
  private final Set<String> names = new HashSet<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  TriggerSection(Part core, Origins origins) {
    this.core = core;
    this.origins = origins;
  }

  List<Object> triggers() {
    var parts = new ArrayList<OfFlow>();
    for (var flow : core.named("flows", "name", "steps")) {
      var name = flow.node("name") instanceof YamlNode.Scalar scalar ? scalar.text() : null;
      var first = flow.part("trigger");
      if (first != null) {
        parts.add(new OfFlow(first, name));
      }
      flow.parts("triggers").forEach(part -> parts.add(new OfFlow(part, name)));
    }
    core.parts("triggers").forEach(part -> parts.add(new OfFlow(part, null)));
    parts.forEach(
        each -> {
          if (each.part.has("name")) {
            names.add(String.valueOf(each.part.text("name")));
          }
        });
    return parts.stream().<Object>map(this::trigger).toList();
  }

  private record OfFlow(Part part, @Nullable String flow) {}

  private Map<String, @Nullable Object> trigger(OfFlow of) {
    var part = of.part;
    var target = Target.of(origins, part).takeText(part, "kind", "type", "kind");
    if (part.has("name")) {
      target.takeText(part, "name", "name");
    } else {
      target.put("name", free(of), "");
    }
    if (of.flow != null) {
      target.put("target_flow", of.flow, "");
    } else {
      target.takeText(part, "target_flow", "target_flow", "flow");
    }
    return target.rest(part, Set.of("type", "kind", "name", "target_flow", "flow")).members();
  }

  private String free(OfFlow of) {
    var base = of.flow == null || of.flow.isBlank() ? "trigger" : of.flow;
    var name = base;
    while (!names.add(name)) {
      name = base + "_" + numbers.merge(base, 2, (last, first) -> last + 1);
    }
    return name;
  }
}
