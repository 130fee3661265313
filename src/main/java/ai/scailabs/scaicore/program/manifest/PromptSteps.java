package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.manifest.Steps.Step;
import java.util.Set;

/** {@code llm_turn}: a flexible block, or a guarded one where it has a guard or a check. */
final class PromptSteps {

  private static final Set<String> TAKEN =
      Set.of(
          "goal",
          "role",
          "llm_role",
          "output",
          "output_type",
          "output_schema",
          "input",
          "input_bindings",
          "context",
          "context_bindings",
          "guarded",
          "on_validation_failure",
          "kind",
          "result_binding",
          "source_location",
          "meta",
          "step");

  private final Origins origins;
  private final Steps steps;

  PromptSteps(Origins origins, Steps steps) {
    this.origins = origins;
    this.steps = steps;
  }

  Target turn(Step step) {
    if (step.part().node("llm_turn") instanceof YamlNode.Scalar goal) {
      return step.block(origins, "flexible").put("goal", goal.text(), ".llm_turn");
    }
    var turn = step.body("the goal, or a map with goal");
    boolean guarded =
        turn.flag("guarded")
            || turn.has("guard")
            || turn.has("validate")
            || turn.has("on_validation_failure");
    var block =
        step.block(origins, guarded ? "guarded" : "flexible")
            .takeText(turn, "goal", "goal")
            .takeText(turn, "llm_role", "role", "llm_role")
            .take(turn, "output_type", "output", "output_type", "output_schema")
            .take(turn, "input_bindings", "input", "input_bindings")
            .take(turn, "context_bindings", "context", "context_bindings");
    if (turn.has("on_validation_failure")) {
      block.put("on_validation_failure", steps.optional(turn, "on_validation_failure"));
    }
    return block.rest(turn, TAKEN);
  }
}
