package ai.scailabs.scaicore.delegation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST …/delegate} and {@code PUT …/delegation}; a member that is missing or
 * null is not given.
 *
 * @param userId only where a user is delegated
 * @param expiresAt ISO-8601; read here, so that a wrong one is refused as the rest is
 */
@Schema(name = "DelegationRequest")
record DelegationRequest(
    @Schema(example = "usr_06a1q8b3v5e3s9k4t7m2n8p6rw") @Nullable String userId,
    @Schema(example = "[\"models:use\", \"files:read\"]") @Nullable List<@Nullable String> scopes,
    @Schema(format = "date-time", example = "2026-12-31T00:00:00Z") @Nullable String expiresAt) {}
