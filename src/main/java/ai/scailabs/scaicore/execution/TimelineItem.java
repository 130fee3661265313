package ai.scailabs.scaicore.execution;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One effect of an execution, as its journal has it. */
@Schema(name = "TimelineItem")
public record TimelineItem(
    @Schema(example = "flows.main.body[1]") String block,
    @Schema(description = "The node that the block was compiled from, or null.")
        @Nullable String nodeId,
    @Schema(
            description = "What it was: model_call, plugin_call, http, emit, checkpoint, …",
            example = "model_call")
        String kind,
    @Schema(description = "Its place in the journal.", example = "flows.main.body[1]#0")
        String step,
    Instant startedAt,
    @Schema(description = "Null while it waits.") @Nullable Instant endedAt,
    int attempt,
    @Schema(
            description =
                "`ok`, `failed`, or `pending` for a checkpoint or queue_consume that waits.",
            example = "ok")
        String status,
    @Schema(
            description =
                "The beginning of the result as JSON, of a failure its code and message, of a"
                    + " checkpoint that waits its prompt; at most 200 characters.")
        @Nullable String summary) {}
