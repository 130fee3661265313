package ai.scailabs.scaicore.debugging;

import ai.scailabs.scaicore.engine.StepMode;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How an execution is to go on. */
@Schema(name = "StepRequest")
record StepRequest(
    @Schema(example = "exec_06a1q8b3v5e3s9k4t7m2n8p6rw") @Nullable String executionId,
    @Schema(
            description = "into, over, out or continue; over where nothing is said",
            example = "over")
        @Nullable StepMode mode) {

  String execution() {
    return execution(executionId);
  }

  StepMode way() {
    return Objects.requireNonNullElse(mode, StepMode.OVER);
  }

  static String execution(@Nullable String given) {
    if (given == null || given.isBlank()) {
      throw new ValidationFailed("execution_id", "is missing; say which execution");
    }
    // What cannot be stored is no execution's id.
    return given.replace('\0', '\uFFFD');
  }
}
