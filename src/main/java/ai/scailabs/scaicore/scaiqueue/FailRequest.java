package ai.scailabs.scaicore.scaiqueue;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /messages/{id}/fail}. */
@Schema(name = "FailRequest")
record FailRequest(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "The receipt out of the claim's answer")
        @Nullable String claimId,
    @Schema(description = "What went wrong, for whoever tries next") @Nullable String reason,
    @Schema(description = "Nobody is given it before; 0 to 43,200 s, 0 unless given")
        @Nullable Integer retryAfterS) {}
