package ai.scailabs.scaicore.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a branch of a run came to rest, and what it sees there.
 *
 * @param variables those of the flow and of the loops around, by name
 * @param failure of a block that failed; null where it waits
 * @param value of the expression that was to be evaluated here
 * @param problem why that has no value
 */
public record Rest(
    String block,
    String kind,
    @Nullable String nodeId,
    String iterations,
    Map<String, @Nullable Object> variables,
    @Nullable Failure failure,
    @Nullable Object value,
    @Nullable Failure problem) {}
