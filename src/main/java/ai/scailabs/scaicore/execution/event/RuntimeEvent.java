package ai.scailabs.scaicore.execution.event;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** Something that happened to a Core, or in one of its executions. */
@Schema(name = "RuntimeEvent")
record RuntimeEvent(
    @Schema(example = "evt_06a1q8b3v5e3s9k4t7m2n8p6rw") String id,
    @Schema(example = "scaicore.runtime.block.exited") String type,
    String coreId,
    Instant timestamp,
    @Schema(
            type = "object",
            description =
                "Of an execution's event `execution_id`; of a block's also `node_id`, `block_kind`,"
                    + " `block_id`, `iteration`, at its exit `result_binding` and"
                    + " `result_binding_value` (up to 4 KB of JSON, else"
                    + " `result_binding_truncated`); of a failure `error`; of what a program sent"
                    + " `data`.")
        JsonNode payload) {}
