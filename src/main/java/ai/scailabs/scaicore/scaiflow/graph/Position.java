package ai.scailabs.scaicore.scaiflow.graph;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a node is drawn.
 *
 * @param x {@link Long} or {@link Double}, as it was written
 * @param others members that are not known here
 */
public record Position(Number x, Number y, Map<String, @Nullable Object> others) {}
