package ai.scailabs.scaicore.identity;

/** An organisation that has tenants. */
public record Partner(String id, String slug, String name) {}
