package ai.scailabs.scaicore.catalogue;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/models/groups}. */
@Schema(name = "ModelGroupRequest")
record GroupRequest(
    @Schema(
            description = "1 to 200 characters.",
            requiredMode = Schema.RequiredMode.REQUIRED,
            example = "Internal chat")
        @Nullable String name,
    @Schema(description = "`tenant` where nothing is said.") @Nullable GroupScope scope,
    @Schema(
            description =
                "The partner or the tenant of the scope; where nothing is said, the tenant that you"
                    + " act in, or its partner.",
            example = "ten_acme")
        @Nullable String scopeId) {}
