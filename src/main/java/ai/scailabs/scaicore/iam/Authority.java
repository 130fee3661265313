package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.Collection;

/**
 * What a caller may give to others, and take away from them: nothing that they do not hold. Source:
 * the HTTP contract, "Permissions".
 */
record Authority(Caller caller) {

  void over(Holdings holdings) {
    holdings.roles().forEach(this::over);
    over(holdings.permissions());
  }

  void over(BuiltInRole role) {
    if (!covers(role)) {
      throw new NotYoursToGive("the role " + role.word());
    }
  }

  void over(Collection<Permission> permissions) {
    permissions.stream()
        .sorted()
        .filter(permission -> !caller.holds(permission))
        .findFirst()
        .ifPresent(
            missing -> {
              throw new NotYoursToGive("the permission " + missing.word());
            });
  }

  private boolean covers(BuiltInRole role) {
    return switch (role) {
      case SUPER_ADMIN -> caller.isSuperAdmin();
      case PARTNER_ADMIN -> caller.isSuperAdmin() || caller.isPartnerAdmin();
      case TENANT_ADMIN -> caller.administersTenant();
      case TENANT_USER, TENANT_VIEWER -> role.permissions().stream().allMatch(caller::holds);
    };
  }

  /** Fails unless the caller administers the whole service. */
  void everywhere() {
    if (!caller.isSuperAdmin()) {
      throw needs("super_admin");
    }
  }

  /** Fails unless the caller administers tenants, not just one. */
  void aboveTenants() {
    if (!caller.isSuperAdmin() && !caller.isPartnerAdmin()) {
      throw needs("super_admin or partner_admin");
    }
  }

  private static ApiException needs(String role) {
    return new ApiException(
        ErrorCode.AUTHZ_PERMISSION_DENIED, "This needs the role " + role + "; ask one of them.");
  }
}
