package ai.scailabs.scaicore.core;

/**
 * The catalogue rows of a published Core: front-end model, back-end model, and the model's slug.
 */
public record Publication(String modelId, String backendId, String slug) {}
