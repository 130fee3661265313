package ai.scailabs.scaicore.debugging;

import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to be looked at. */
@Schema(name = "InspectRequest")
record InspectRequest(
    @Schema(example = "exec_06a1q8b3v5e3s9k4t7m2n8p6rw") @Nullable String executionId,
    @Schema(description = "Evaluated where the execution is.", example = "input.amount * 2")
        @Nullable String expression) {

  private static final int LONGEST = 4_000;

  String execution() {
    return StepRequest.execution(executionId);
  }

  void check() {
    execution();
    if (expression == null) {
      return;
    }
    BreakpointRequest.text("expression", expression, LONGEST);
    Expression.of(expression)
        .problem()
        .ifPresent(
            problem -> {
              throw new ValidationFailed(
                  "expression",
                  "does not parse: %s (position %d)"
                      .formatted(problem.message(), problem.position()));
            });
  }
}
