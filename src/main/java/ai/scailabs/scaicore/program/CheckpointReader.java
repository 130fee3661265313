package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.expression.Expression;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads checkpoint blocks. */
final class CheckpointReader {

  private static final List<String> PRIORITIES = List.of("normal", "low", "high", "critical");
  private static final Set<String> TIMEOUTS = Set.of("expire", "escalate", "cancel");
  private static final String DEFAULT_OPTION = "default:";

  private CheckpointReader() {}

  static Block read(SourceNode node, Block.Common common, Surroundings around) {
    var present = node.node("present");
    var asked = node.has("prompt") || present == null ? node : present;
    var options = node.texts("options");
    return new Block.Checkpoint(
        common,
        Objects.requireNonNullElse(node.text("checkpoint_type"), "approval"),
        asked.template("prompt", around),
        present == null ? null : present.expression("payload", around),
        options,
        node.template("assignee", around),
        node.word("priority", PRIORITIES),
        node.duration("timeout"),
        onTimeout(node, options),
        node.text("escalation_target"),
        node.duration("reminder_interval"),
        node.expression("context", around),
        node.literals("response_schema"),
        hitlTarget(node.node("hitl_target"), around),
        BlockReader.arms(node, "on_response", around));
  }

  private static String onTimeout(SourceNode node, List<String> options) {
    var action = Objects.requireNonNullElse(node.text("on_timeout"), "expire");
    if (action.startsWith(DEFAULT_OPTION)) {
      var option = action.substring(DEFAULT_OPTION.length()).strip();
      if (!options.isEmpty() && !options.contains(option)) {
        node.report("on_timeout", Shown.text(option) + " is none of the options");
      }
    } else if (!TIMEOUTS.contains(action)) {
      node.report(
          "on_timeout",
          "must be expire, escalate, cancel or default:<option>, got " + Shown.text(action));
    }
    return action;
  }

  private static Block.@Nullable HitlTarget hitlTarget(
      @Nullable SourceNode node, Surroundings around) {
    if (node == null) {
      return null;
    }
    var spec = ModuleSections.orEmpty(node.literals("hitl_spec"));
    templates(node, node.path("hitl_spec"), spec, around);
    return new Block.HitlTarget(node.text("scope"), node.required("queue"), spec);
  }

  private static void templates(
      SourceNode node, String path, @Nullable Object value, Surroundings around) {
    switch (value) {
      case String text when text.contains("{{") -> {
        var template = Expression.template(text);
        template
            .problem()
            .ifPresentOrElse(
                problem ->
                    node.reading()
                        .report(
                            path,
                            "E301 expression does not parse at position %d: %s"
                                .formatted(problem.position(), problem.message())),
                () -> node.reading().mention(path, around.use(template)));
      }
      case Map<?, ?> map ->
          map.forEach(
              (key, inner) ->
                  templates(node, path + Shown.segment(String.valueOf(key)), inner, around));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          templates(node, path + "[" + i + "]", list.get(i), around);
        }
      }
      case null, default -> {}
    }
  }
}
