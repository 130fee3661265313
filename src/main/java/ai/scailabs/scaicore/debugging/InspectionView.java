package ai.scailabs.scaicore.debugging;

import ai.scailabs.scaicore.execution.ExecutionStatus;
import ai.scailabs.scaicore.execution.TimelineItem;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where an execution is, and what its program sees there. */
@Schema(name = "Inspection")
record InspectionView(
    String executionId,
    ExecutionStatus status,
    String flow,
    int attempt,
    @Schema(description = "The Cores of the tenant that called it, outermost first.")
        List<String> calledBy,
    @Schema(description = "One for each branch that has come to rest, at most 50, and 2 MB.")
        List<Place> places,
    boolean placesTruncated,
    @Schema(description = "What it did so far, oldest first, at most 1,000 effects.")
        List<TimelineItem> journal,
    boolean journalTruncated) {

  /** Where one branch of an execution is. */
  @Schema(name = "InspectedPlace")
  record Place(
      @Schema(example = "flows.approval.body[1]") String blockId,
      String blockKind,
      @Nullable String nodeId,
      @Schema(description = "Of the loops around it, such as 0.3; null outside of any.")
          @Nullable String iteration,
      @Schema(
              description = "Why it is there.",
              allowableValues = {"breakpoint", "step", "waiting", "failed"})
          String reason,
      @Schema(description = "The breakpoint that stopped it, or null.")
          @Nullable String breakpointId,
      @Schema(description = "The blocks around it and the block itself, outermost first.")
          List<Frame> callPath,
      @Schema(
              type = "object",
              description =
                  "The variables there; secrets stand as [secret], and a value of more than 64 KB,"
                      + " or for which there is no room left, as {truncated, size}.")
          Map<String, @Nullable Object> variables,
      @Schema(description = "Of a block that failed.") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable Problem failure,
      @Schema(description = "Of the expression; null where it has none, or there was none.")
          @Nullable Object value,
      @Schema(description = "Why the expression has no value.") @Nullable Problem error) {}

  /** A block around a place. */
  @Schema(name = "InspectedFrame")
  record Frame(String blockId, String blockKind, @Nullable String nodeId) {}

  /** Why something has no value. */
  @Schema(name = "InspectedProblem")
  record Problem(String code, String message) {}
}
