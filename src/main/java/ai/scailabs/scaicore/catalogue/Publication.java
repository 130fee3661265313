package ai.scailabs.scaicore.catalogue;

/** What finds a publication again: its two rows and its slug. */
public record Publication(String modelId, String backendId, String slug) {}
