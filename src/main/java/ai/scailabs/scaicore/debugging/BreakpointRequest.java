package ai.scailabs.scaicore.debugging;

import ai.scailabs.scaicore.program.expression.Expression;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A breakpoint that is to be set. */
@Schema(name = "BreakpointRequest")
record BreakpointRequest(
    @Schema(example = "flows.approval.body[1]") @Nullable String blockId,
    @Nullable String nodeId,
    @Schema(
            description =
                "An expression over the variables at the block. One that fails counts as true.",
            example = "amount > 1000")
        @Nullable String condition) {

  private static final int LONGEST_NAME = 500;
  private static final int LONGEST_CONDITION = 4_000;

  /** Fails where it cannot be set. */
  void check() {
    if ((blockId == null) == (nodeId == null)) {
      throw new ValidationFailed(
          "block_id", "or node_id says where to stop; send exactly one of the two");
    }
    name("block_id", blockId);
    name("node_id", nodeId);
    if (condition == null) {
      return;
    }
    text("condition", condition, LONGEST_CONDITION);
    Expression.of(condition)
        .problem()
        .ifPresent(
            problem -> {
              throw new ValidationFailed(
                  "condition",
                  "does not parse: %s (position %d)"
                      .formatted(problem.message(), problem.position()));
            });
  }

  private static void name(String field, @Nullable String text) {
    if (text != null) {
      text(field, text, LONGEST_NAME);
    }
  }

  /** Refuses what is empty, too long, or cannot be stored. */
  static void text(String field, String text, int longest) {
    if (text.isBlank() || text.length() > longest || text.indexOf('\0') >= 0) {
      throw new ValidationFailed(
          field, "must be 1 to %,d characters, without U+0000".formatted(longest));
    }
  }
}
