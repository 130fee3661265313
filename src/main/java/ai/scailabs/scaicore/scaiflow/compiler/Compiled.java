package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import ai.scailabs.scaicore.scaiflow.graph.FlowGraph;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a graph.
 *
 * @param manifest YAML that the manifest reader takes without a finding; null when the graph has
 *     errors
 * @param graph as it was read, also where it has errors; null when it was too large to look at
 * @param diagnostics errors first, then warnings
 */
public record Compiled(
    @Nullable String manifest, @Nullable FlowGraph graph, List<Diagnostic> diagnostics) {

  /** Whether there is a manifest. */
  public boolean succeeded() {
    return manifest != null;
  }
}
