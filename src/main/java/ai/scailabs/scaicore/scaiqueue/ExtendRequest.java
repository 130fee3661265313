package ai.scailabs.scaicore.scaiqueue;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /messages/{id}/extend}. */
@Schema(name = "ExtendRequest")
record ExtendRequest(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "The receipt out of the claim's answer")
        @Nullable String claimId,
    @Schema(description = "From now on, 1 to 43,200 s; as the queue says unless given")
        @Nullable Integer visibilityTimeoutS) {}
