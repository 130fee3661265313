package ai.scailabs.scaicore.scaiqueue;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /scopes}. */
@Schema(name = "ScopeRequest")
record ScopeRequest(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "1 to 63 of a-z, 0-9, `-` and `_`, beginning with a letter")
        @Nullable String slug,
    @Schema(description = "The slug, unless given") @Nullable String displayName,
    @Nullable String description) {}
