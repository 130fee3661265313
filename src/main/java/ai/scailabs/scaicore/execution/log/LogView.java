package ai.scailabs.scaicore.execution.log;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One line of a Core's log. */
@Schema(name = "LogLine")
record LogView(
    @Schema(example = "log_4711", description = "Also its place in the stream.") String id,
    Instant timestamp,
    LogLevel level,
    @Schema(example = "exec_06a1q8b3v5e3s9k4t7m2n8p6rw") String executionId,
    @Schema(description = "The node of the graph that the block came from, or null.")
        @Nullable String nodeId,
    @Schema(
            example = "execution completed",
            description = "At most 4,000 characters; secrets stand as [secret].")
        String message,
    @Schema(
            type = "object",
            description =
                "Of a block `block_id` and, in a loop, `iteration`; of a failure `code`; of an"
                    + " execution that begins `flow`, `attempt`, `instance_key`.")
        JsonNode fields) {}
