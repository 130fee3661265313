package ai.scailabs.scaicore.catalogue;

/** What finds a published model again: its two rows and its slug. */
public record CatalogueEntry(String modelId, String backendId, String slug) {}
