package ai.scailabs.scaicore.iam;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** A role of the tenant's own. Adds to what a user holds. */
@Schema(name = "CustomRole", description = "Permissions of the tenant's own making, by a name.")
record CustomRoleView(
    @Schema(example = "role_reviewer") String id,
    @Schema(example = "reviewer") String name,
    @Schema(example = "[\"scaicore:view\", \"scaicore:checkpoint_resolve\"]")
        List<String> permissions,
    Instant createdAt) {}
