package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.Permission;
import java.util.Set;

/**
 * What somebody holds by the directory.
 *
 * @param permissions those of their custom roles
 */
record Holdings(Set<BuiltInRole> roles, Set<Permission> permissions) {}
