package ai.scailabs.scaicore.scaiflow.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph as it was read, and what was wrong with its shape.
 *
 * @param graph what could be read, also where there are errors; null only when the content is too
 *     large to look at
 */
public record GraphRead(@Nullable FlowGraph graph, List<Diagnostic> diagnostics) {}
