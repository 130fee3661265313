package ai.scailabs.scaicore.engine;

import java.util.List;

/**
 * Where an execution is.
 *
 * @param rests where its branches came to rest, those that somebody debugs first; at most fifty
 * @param more whether there are more
 */
public record Looked(List<Rest> rests, boolean more) {}
