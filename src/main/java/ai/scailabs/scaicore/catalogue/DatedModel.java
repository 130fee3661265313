package ai.scailabs.scaicore.catalogue;

import java.time.Instant;

/** A model, and since when it is in the catalogue. */
public record DatedModel(Model model, Instant createdAt) {}
