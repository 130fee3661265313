package ai.scailabs.scaicore.iam;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/**
 * A user as administrators see them.
 *
 * @param active false: their tokens are refused
 * @param roles built-in roles, those that their tokens gave them included
 * @param customRoleIds the tenant's own roles that they hold
 * @param groupIds the groups they are in
 */
@Schema(name = "User", description = "A person of a tenant, and what they hold there.")
record UserView(
    @Schema(example = "usr_01k5x3v8n2e6t9b0q4m7w1z5ya") String id,
    @Schema(example = "ada@acme") String email,
    @Schema(example = "Ada") String displayName,
    boolean active,
    @Schema(example = "[\"tenant_user\"]") List<String> roles,
    @Schema(example = "[\"role_reviewer\"]") List<String> customRoleIds,
    @Schema(example = "[\"grp_finance\"]") List<String> groupIds,
    Instant createdAt) {}
