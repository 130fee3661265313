package ai.scailabs.scaicore.identity;

import java.util.Set;

/**
 * A tenant's own role: permissions by a name that is no built-in role's. Adds to what a user holds.
 */
public record CustomRole(String id, String tenantId, String name, Set<Permission> permissions) {}
