package ai.scailabs.scaicore.identity;

/** Some users of a tenant, by a name. */
public record Group(String id, String tenantId, String name) {}
