package ai.scailabs.scaicore.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls, and in which tenant they act. A handler takes it as a parameter; every query carries
 * {@link #tenantId()}.
 *
 * @param tenant the tenant they act in: their own, or one they administer, named in {@code
 *     X-Tenant-Id}
 * @param partner the partner of that tenant
 * @param homeTenantId the tenant their user belongs to
 * @param homePartnerId the partner of that
 * @param roles built-in roles, such as {@code tenant_admin}, and nothing else
 * @param customRoles names of the custom roles they hold in the tenant they act in
 * @param groups ids of the groups they are in, in the tenant they act in
 * @param modelGroups the model groups that their key is restricted to; empty when it is not
 */
public record Caller(
    String userId,
    String email,
    Named tenant,
    Named partner,
    String homeTenantId,
    String homePartnerId,
    Set<String> roles,
    Set<String> customRoles,
    Set<Permission> permissions,
    Set<String> groups,
    Optional<Set<String>> modelGroups) {

  /** An id and its slug. */
  public record Named(String id, String slug) {}

  public String tenantId() {
    return tenant.id();
  }

  /** Whether they hold a permission; {@code scaicore:admin} stands for all of {@code scaicore:}. */
  public boolean holds(Permission permission) {
    return permission.isIn(permissions);
  }

  /** Whether they hold a role, built-in or custom, as in {@code role:reviewer}. */
  public boolean holdsRole(String role) {
    return roles.contains(role) || customRoles.contains(role);
  }

  public boolean isSuperAdmin() {
    return roles.contains("super_admin");
  }

  public boolean isPartnerAdmin() {
    return roles.contains("partner_admin");
  }

  /**
   * Whether they administer the tenant they act in: its admin, a partner admin above it, or super.
   */
  public boolean administersTenant() {
    return isSuperAdmin() || isPartnerAdmin() || roles.contains("tenant_admin");
  }

  /** Fails with {@code AUTHZ_PERMISSION_DENIED} when they lack a permission. */
  public void require(Permission permission) {
    if (!holds(permission)) {
      throw PermissionMissing.anyOf(List.of(permission));
    }
  }
}
