package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.Prompting.FailureAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what flexible and guarded blocks ask of a model. */
final class PromptingReader {

  private static final List<String> FAILURES =
      List.of("low_confidence", "constraint_violation", "parse_error", "refusal", "hallucination");

  private PromptingReader() {}

  static Prompting read(SourceNode node, Surroundings around) {
    return new Prompting(
        node.requiredTemplate("goal", around),
        node.type("output_type"),
        role(node),
        node.expression("input_bindings", around),
        node.expression("context_bindings", around),
        node.template("guidance", around),
        !Boolean.FALSE.equals(node.raw("identity_ref")),
        ModuleSections.constraints(node),
        examples(node),
        tools(node),
        onFailure(node),
        node.literals("budget"));
  }

  static @Nullable String role(SourceNode node) {
    var role = node.text("llm_role");
    if (role != null) {
      node.reading().mention(node.path("llm_role"), new Mention.OfRole(role));
    }
    return role;
  }

  private static List<Prompting.Example> examples(SourceNode node) {
    return node.nodes("examples").stream()
        .map(each -> new Prompting.Example(each.literal("input"), each.literal("output")))
        .toList();
  }

  private static List<String> tools(SourceNode node) {
    var tools = node.texts("tools");
    for (var i = 0; i < tools.size(); i++) {
      var alias = tools.get(i).split("\\.", 2)[0];
      node.reading().mention(node.path("tools[" + i + "]"), new Mention.OfAlias(alias));
    }
    return tools;
  }

  private static Map<String, List<FailureAction>> onFailure(SourceNode owner) {
    var node = owner.node("on_failure");
    if (node == null) {
      return Map.of();
    }
    var actions = new LinkedHashMap<String, List<FailureAction>>();
    for (var key : node.keys()) {
      if (!FAILURES.contains(key)) {
        node.report(key, "is no failure; they are " + String.join(", ", FAILURES));
      }
      actions.put(key, actions(node, key));
    }
    return Collections.unmodifiableMap(actions);
  }

  private static List<FailureAction> actions(SourceNode node, String key) {
    var actions = new ArrayList<FailureAction>();
    for (var text : node.texts(key)) {
      actions.addAll(FailureActions.parse(text));
    }
    for (var action : actions) {
      if (action instanceof FailureAction.Unknown(var text)) {
        node.report(
            key,
            "E301 %s is no action; write retry(max = 2, with = \"…\"), escalate, flag_and_checkpoint or fail"
                .formatted(Shown.text(text)));
      }
    }
    return List.copyOf(actions);
  }
}
