package ai.scailabs.scaicore.delegation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delegation as callers see it; without one all but the mode is null. Source of the fields:
 * {@code seeds/api-reference.md}, "Delegation".
 */
@Schema(name = "Delegation")
record DelegationView(
    @Schema(
            description = "`service_account` or `user_delegated`.",
            allowableValues = {"service_account", "user_delegated"})
        String identityMode,
    @Nullable String delegatedUserId,
    @Nullable List<String> delegationScopes,
    @Nullable Instant delegationExpiresAt,
    @Schema(description = "Who granted it.") @Nullable String delegationGrantedBy) {

  static DelegationView of(Delegation delegation) {
    return delegation.active()
        ? new DelegationView(
            "user_delegated",
            delegation.userId(),
            delegation.scopes(),
            delegation.expiresAt(),
            delegation.grantedBy())
        : new DelegationView("service_account", null, null, null, null);
  }
}
