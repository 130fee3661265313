package ai.scailabs.scaicore.program.manifest;

import ai.scailabs.scaicore.program.manifest.Steps.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps that become blocks around other blocks, and the two that become a block of their own. */
final class ControlSteps {

  private static final Set<String> COMMON =
      Set.of("kind", "result_binding", "source_location", "meta", "step");

  private final Origins origins;
  private final Steps steps;

  ControlSteps(Origins origins, Steps steps) {
    this.origins = origins;
    this.steps = steps;
  }

  /**
   * The first branch whose {@code when} holds, else {@code else}. Where there is a subject, a
   * branch may have a {@code pattern} for it instead.
   */
  Target decision(Step step) {
    var decision = step.body("branches, each with when and steps");
    var block = step.block(origins, "match");
    boolean patterned =
        decision.parts("branches").stream().anyMatch(branch -> branch.mentions("pattern"));
    if (patterned) {
      block.putEven("subject", decision.plain("subject"), ".decision.subject");
      if (!decision.has("subject")) {
        decision.report("subject", "is required where a branch has a pattern");
      }
    } else {
      block.put("subject", true, ".decision");
      block.put("decision_subject", decision.plain("subject"), ".decision.subject");
    }
    if (!decision.has("branches")) {
      decision.report("branches", "is required: a list of branches, each with when and steps");
    }
    var arms = new ArrayList<Object>();
    for (var branch : decision.parts("branches")) {
      if ("else".equals(branch.plain("when"))) {
        block.put("default", steps.of(branch, "steps"), ".decision.branches");
      } else {
        arms.add(arm(branch));
      }
    }
    block.put("arms", arms, ".decision.branches");
    if (decision.mentions("else")) {
      block.put("default", steps.optional(decision, "else"), ".decision.else");
    }
    return block.rest(
        decision, Part.keys(COMMON, "subject", "branches", "else", "arms", "default"));
  }

  /** An arm of steps. */
  Map<String, @Nullable Object> arm(Part branch) {
    var arm = Target.of(origins, branch);
    if (branch.mentions("pattern")) {
      arm.putEven("pattern", branch.plain("pattern"), ".pattern");
    } else {
      arm.put("pattern", "_", ".when");
      if (!branch.has("when")) {
        branch.report("when", "is required: the condition of the branch");
      }
    }
    return arm.put("when", branch.plain("when"))
        .put("body", steps.of(branch, "steps"), ".steps")
        .rest(branch, Set.of("pattern", "when", "steps", "body"))
        .members();
  }

  Target loop(Step step) {
    var loop = step.body("foreach and in, or while and max_iterations, and steps");
    boolean each = loop.has("foreach");
    if (each == loop.mentions("while")) {
      loop.report("foreach", "either foreach or while is required, and not both");
    }
    var block = step.block(origins, each ? "foreach" : "while");
    if (each) {
      block.takeText(loop, "variable", "foreach");
      if (loop.mentions("in")) {
        block.putEven("iterable", loop.plain("in"), ".loop.in");
      } else {
        loop.report("in", "is required: the list to go through");
        block.put("iterable", List.of(), ".loop.in");
      }
    } else {
      block.putEven("condition", loop.plain("while"), ".loop.while");
    }
    return block
        .put("body", steps.of(loop, "steps"), ".loop.steps")
        .rest(
            loop,
            Part.keys(
                COMMON,
                "foreach",
                "in",
                "while",
                "steps",
                "variable",
                "iterable",
                "condition",
                "body"));
  }

  Target parallel(Step step) {
    var parallel = step.body("branches, each with name and steps");
    var branches = new ArrayList<Object>();
    for (var branch : parallel.named("branches", "name", "steps")) {
      branches.add(
          Target.of(origins, branch)
              .takeText(branch, "name", "name")
              .put("body", steps.of(branch, "steps"), ".steps")
              .rest(branch, Set.of("name", "steps", "body"))
              .members());
    }
    return step.block(origins, "parallel")
        .put("branches", parallel.has("branches") ? branches : null, ".parallel.branches")
        .rest(parallel, Part.keys(COMMON, "branches"));
  }

  Target coreCall(Step step) {
    var call = step.body("the target and what it is called with");
    return step.block(origins, "core_call")
        .takeText(call, "target", "target")
        .takeText(call, "flow_name", "flow_name", "flow")
        .take(call, "input_bindings", "input_bindings", "input")
        .takeText(call, "version", "version")
        .rest(
            call,
            Part.keys(COMMON, "target", "flow_name", "flow", "input_bindings", "input", "version"));
  }

  Target debug(Step step) {
    if (step.part().node("debug") instanceof YamlNode.Scalar message) {
      return step.block(origins, "debug").put("message", message.text(), ".debug");
    }
    var debug = step.body("the message");
    return step.block(origins, "debug")
        .takeText(debug, "message", "message")
        .rest(debug, Part.keys(COMMON, "message"));
  }
}
