package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.Permission;
import java.util.Set;

/**
 * What somebody holds by the directory.
 *
 * @param permissions those of their custom roles
 */
record Holdings(Set<BuiltInRole> roles, Set<Permission> permissions) {

  boolean isEmpty() {
    return roles.isEmpty() && permissions.isEmpty();
  }

  /** Whether who holds this holds all of that as well. */
  boolean cover(Holdings that) {
    return that.roles.stream().allMatch(this::covers)
        && that.permissions.stream().allMatch(this::holds);
  }

  private boolean covers(BuiltInRole role) {
    return switch (role) {
      case SUPER_ADMIN, PARTNER_ADMIN, TENANT_ADMIN ->
          roles.stream().anyMatch(mine -> mine.compareTo(role) <= 0);
      case TENANT_USER, TENANT_VIEWER -> role.permissions().stream().allMatch(this::holds);
    };
  }

  private boolean holds(Permission permission) {
    return permissions.contains(permission)
        || (permission.word().startsWith("scaicore:")
            && permissions.contains(Permission.SCAICORE_ADMIN))
        || roles.stream().anyMatch(role -> role.permissions().contains(permission));
  }
}
