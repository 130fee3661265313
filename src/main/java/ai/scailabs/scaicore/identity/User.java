package ai.scailabs.scaicore.identity;

/**
 * A person of a tenant.
 *
 * @param email unique in the tenant, whatever its case
 * @param active false: their tokens are refused, and nothing may be delegated to act as them
 */
public record User(String id, String tenantId, String email, String displayName, boolean active) {}
