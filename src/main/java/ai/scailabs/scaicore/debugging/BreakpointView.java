package ai.scailabs.scaicore.debugging;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A breakpoint of a Core. */
@Schema(name = "Breakpoint")
record BreakpointView(
    UUID id,
    String coreId,
    @Schema(example = "flows.approval.body[1]") @Nullable String blockId,
    @Schema(description = "The node of a graph; null where a block is named.")
        @Nullable String nodeId,
    @Schema(example = "amount > 1000", description = "Null: it always stops.")
        @Nullable String condition,
    @Schema(
            description =
                "The blocks of the program that the last good start made at which it stops; empty"
                    + " where there are none.")
        List<String> blocks,
    String createdBy,
    Instant createdAt) {}
