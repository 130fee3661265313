package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.RawJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Core as callers see it. Source of the fields: the HTTP contract, "Resources". Secrets are in
 * their masked shape; the {@code published…} keys stand inside {@code metadata}.
 */
@Schema(name = "Core")
public record CoreView(
    @Schema(example = "core_06a1q8b3v5e3s9k4t7m2n8p6rw") String id,
    @Schema(example = "ten_acme") String tenantId,
    @Schema(example = "Approval Agent") String name,
    @Schema(example = "approval-agent", description = "Unique within the tenant; immutable.")
        String slug,
    CoreStatus status,
    @Schema(description = "Why the Core is in this status, where there is something to say.")
        @Nullable String statusReason,
    RuntimeMode runtimeMode,
    ConcurrencyMode concurrencyMode,
    @Nullable String entityKeyField,
    @Schema(type = "object", description = "The program, as it was given.") RawJson source,
    @Schema(type = "array", description = "Plugin entries {alias, endpoint, config}.")
        RawJson plugins,
    @Schema(type = "object", description = "Environment; secrets are masked.") RawJson environment,
    @Schema(type = "object") RawJson resourceLimits,
    CheckpointMode checkpointMode,
    PrivilegeLevel privilegeLevel,
    @Schema(type = "object") RawJson metadata,
    @Schema(description = "Path of the avatar, or null.") @Nullable String avatarUrl,
    IdentityMode identityMode,
    @Schema(description = "Goes up with every change; send it with PUT to detect a lost update.")
        long version,
    String createdBy,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant startedAt) {}
