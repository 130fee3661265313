package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.manifest.Steps.Step;
import ai.scailabs.scaicore.program.manifest.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code checkpoint}. With a {@code queue} the question also goes there. The {@code sections} of a
 * review are kept for the queue's consumers; where the step has no prompt or options of its own,
 * the context sections are the prompt and the decision sections the options.
 */
final class CheckpointSteps {

  private static final Set<String> TAKEN =
      Set.of(
          "type",
          "checkpoint_type",
          "prompt",
          "assignee",
          "options",
          "scope",
          "queue",
          "hitl_spec",
          "hitl_target",
          "sections",
          "on_response",
          "kind",
          "result_binding",
          "source_location",
          "meta",
          "step");

  private final Origins origins;
  private final Steps steps;
  private final @Nullable String scope;

  CheckpointSteps(Origins origins, Steps steps, @Nullable String scope) {
    this.origins = origins;
    this.steps = steps;
    this.scope = scope;
  }

  Target checkpoint(Step step) {
    var given = step.body("its type, and what is asked");
    var block =
        step.block(origins, "checkpoint")
            .takeText(given, "checkpoint_type", "type", "checkpoint_type")
            .takeText(given, "assignee", "assignee");
    if (given.has("prompt") || given.has("present")) {
      block.takeText(given, "prompt", "prompt");
    } else {
      block.put("prompt", prompt(given), ".checkpoint.sections");
    }
    if (given.has("options")) {
      block.put("options", options(given));
    } else {
      block.put("options", decisions(given), ".checkpoint.sections");
    }
    block.put("hitl_target", target(given), ".checkpoint");
    if (!given.has("queue")) {
      block.put("sections", given.plain("sections"));
    }
    if (given.has("on_response")) {
      var arms = new ControlSteps(origins, steps);
      block.put(
          "on_response",
          given.named("on_response", "pattern", "steps").stream().map(arms::arm).toList());
    }
    return block.rest(given, TAKEN);
  }

  private @Nullable Map<String, @Nullable Object> target(Part given) {
    var kept = given.part("hitl_target");
    if (!given.has("queue")) {
      return kept == null ? null : Target.of(origins, kept).rest(kept, Set.of()).members();
    }
    var target =
        new Target(origins, given.place(), given.line(), "")
            .put("scope", given.has("scope") ? given.text("scope") : scope)
            .takeText(given, "queue", "queue");
    var spec = new LinkedHashMap<String, @Nullable Object>();
    var own = given.plainMap("hitl_spec");
    if (own != null) {
      spec.putAll(own);
    }
    if (given.has("sections")) {
      spec.putIfAbsent("sections", given.plain("sections"));
    }
    return target.put("hitl_spec", spec.isEmpty() ? null : spec, ".hitl_spec").members();
  }

  /** Options are words; a number or a truth among them is one as it was written. */
  private static @Nullable Object options(Part given) {
    if (!(given.node("options") instanceof YamlNode.Sequence sequence)) {
      return given.plain("options");
    }
    var options = new ArrayList<@Nullable Object>();
    sequence
        .items()
        .forEach(item -> options.add(item instanceof Scalar s ? s.text() : item.plain()));
    return options;
  }

  private static List<Part> sections(Part given, String type) {
    return given.parts("sections").stream()
        .filter(section -> type.equals(section.plain("type")))
        .toList();
  }

  private static @Nullable String prompt(Part given) {
    var parts = new ArrayList<String>();
    for (var section : sections(given, "context")) {
      for (var key : List.of("title", "content")) {
        if (section.node(key) instanceof Scalar text) {
          parts.add(text.text());
        }
      }
    }
    return parts.isEmpty() ? null : String.join("\n\n", parts);
  }

  private static @Nullable List<@Nullable Object> decisions(Part given) {
    var all = new ArrayList<@Nullable Object>();
    for (var section : sections(given, "decision")) {
      if (options(section) instanceof List<?> options) {
        all.addAll(options);
      }
    }
    return all.isEmpty() ? null : all;
  }
}
