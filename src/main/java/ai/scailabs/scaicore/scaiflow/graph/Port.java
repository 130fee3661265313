package ai.scailabs.scaicore.scaiflow.graph;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where edges meet a node.
 *
 * @param others members that are not known here
 */
public record Port(
    String id,
    @Nullable String label,
    @Nullable String type,
    Map<String, @Nullable Object> others) {}
