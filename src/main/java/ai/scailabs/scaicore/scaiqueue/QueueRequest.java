package ai.scailabs.scaicore.scaiqueue;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /scopes/{id}/queues}. */
@Schema(name = "QueueRequest")
record QueueRequest(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "1 to 63 of a-z, 0-9, `-` and `_`, beginning with a letter")
        @Nullable String slug,
    @Schema(description = "The slug, unless given") @Nullable String displayName,
    @Schema(description = "`fifo` unless given") @Nullable Ordering ordering,
    @Schema(description = "`competing` unless given") @Nullable ConsumerMode consumerMode,
    @Schema(description = "1 to 1,000; 5 unless given") @Nullable Integer maxRetries,
    @Schema(description = "1 to 43,200 seconds; 30 unless given")
        @Nullable Integer visibilityTimeoutS,
    @Schema(description = "1 to 100,000 open messages; no bound unless given")
        @Nullable Integer maxDepth) {}
