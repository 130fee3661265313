package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks of steps. A step is a map with one keyword; beside it may stand {@code bind} and
 * {@code meta}. Without {@code bind} the block binds the id of the node that it comes from.
 */
final class Steps {

  static final List<String> KEYWORDS =
      List.of(
          "llm_turn",
          "template",
          "set",
          "plugin_call",
          "http",
          "queue_publish",
          "queue_consume",
          "return",
          "checkpoint",
          "decision",
          "loop",
          "parallel",
          "core_call",
          "debug",
          "break",
          "continue");

  private final CodeSteps code;
  private final ControlSteps control;
  private final PromptSteps prompts;
  private final CheckpointSteps checkpoints;

  /**
   * @param scope of the queues where a step names none
   */
  Steps(Origins origins, @Nullable String scope) {
    this.code = new CodeSteps(origins, scope);
    this.control = new ControlSteps(origins, this);
    this.prompts = new PromptSteps(origins, this);
    this.checkpoints = new CheckpointSteps(origins, this, scope);
  }

  /** The blocks of a list of steps, which must be there. */
  List<Object> of(Part owner, String key) {
    if (!owner.has(key)) {
      owner.report(key, "is required: a list of steps");
    }
    return optional(owner, key);
  }

  /** The blocks of a list of steps; a map with {@code steps} will do. None when absent. */
  List<Object> optional(Part owner, String key) {
    if (owner.node(key) instanceof YamlNode.Mapping) {
      var part = owner.part(key);
      return part == null ? List.of() : of(part, "steps");
    }
    var blocks = new ArrayList<Object>();
    for (var step : owner.parts(key)) {
      var block = block(step);
      if (block != null) {
        blocks.add(block);
      }
    }
    return blocks;
  }

  /**
   * A step.
   *
   * @param part all of it
   * @param keyword of it
   */
  record Step(Part part, String keyword) {

    /** What stands below the keyword, which must be a map. */
    Part body(String what) {
      return part.requiredPart(keyword, what);
    }

    /** A block of it, whose members come from below the keyword. */
    Target block(Origins origins, String kind) {
      return new Target(origins, part.place(), part.line(), Shown.segment(keyword))
          .put("kind", kind, "");
    }
  }

  private @Nullable Map<String, @Nullable Object> block(Part part) {
    var found = KEYWORDS.stream().filter(part::mentions).toList();
    if (found.size() != 1) {
      part.findings().report(part.place(), part.line(), complaint(part, found));
      return null;
    }
    var step = new Step(part, found.getFirst());
    return common(part, step.keyword(), converted(step));
  }

  private Target converted(Step step) {
    return switch (step.keyword()) {
      case "llm_turn" -> prompts.turn(step);
      case "checkpoint" -> checkpoints.checkpoint(step);
      case "decision" -> control.decision(step);
      case "loop" -> control.loop(step);
      case "parallel" -> control.parallel(step);
      case "core_call" -> control.coreCall(step);
      case "debug" -> control.debug(step);
      default -> code.block(step);
    };
  }

  private static String complaint(Part part, List<String> found) {
    return found.isEmpty()
        ? "E407 is no step: it needs one of %s, and has %s"
            .formatted(
                String.join(", ", KEYWORDS),
                part.keys().isEmpty()
                    ? "nothing"
                    : part.keys().stream()
                        .limit(5)
                        .map(Shown::text)
                        .collect(Collectors.joining(", ")))
        : "has the keywords %s; make them steps of their own"
            .formatted(String.join(" and ", found));
  }

  /** What every block has. Members of the step that are unknown are kept under {@code step}. */
  private Map<String, @Nullable Object> common(Part part, String keyword, Target block) {
    var meta = part.part("meta");
    var node = meta == null ? null : meta.text("node_id");
    block.atNode(node);
    if (part.has("bind")) {
      block.put("result_binding", part.required("bind", "the name that gets the value"), ".bind");
    } else {
      block.put("result_binding", node, ".meta.node_id");
    }
    var location = new LinkedHashMap<String, @Nullable Object>();
    location.put("line", (long) part.line());
    if (node != null) {
      location.put("node_id", node);
    }
    block.put("source_location", location, "");
    if (meta != null) {
      block.put("meta", meta.map().plain(), ".meta");
    }
    var rest = new LinkedHashMap<String, @Nullable Object>();
    part.keys().stream()
        .filter(key -> !List.of("bind", "meta", keyword).contains(key))
        .forEach(key -> rest.put(key, part.plain(key)));
    return block.put("step", rest.isEmpty() ? null : rest, "").members();
  }
}
