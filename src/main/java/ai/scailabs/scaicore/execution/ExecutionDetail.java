package ai.scailabs.scaicore.execution;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** An execution with what it did. */
@Schema(name = "ExecutionDetail")
record ExecutionDetail(
    @JsonUnwrapped ExecutionView execution,
    @Schema(
            description =
                "The effects of all attempts in the order in which they were recorded, at most"
                    + " 1,000, then the checkpoints and queues that it waits for.")
        List<TimelineItem> timeline,
    @Schema(description = "Whether there are more.") boolean timelineTruncated) {}
