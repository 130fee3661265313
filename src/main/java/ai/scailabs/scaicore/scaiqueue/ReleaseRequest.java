package ai.scailabs.scaicore.scaiqueue;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /messages/{id}/release}. */
@Schema(name = "ReleaseMessageRequest")
record ReleaseRequest(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "The receipt out of the claim's answer")
        @Nullable String claimId) {}
