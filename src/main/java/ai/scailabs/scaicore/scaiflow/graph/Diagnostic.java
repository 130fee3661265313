package ai.scailabs.scaicore.scaiflow.graph;

import org.jspecify.annotations.Nullable;

/**
 * Something that is to be said of a graph. Source of the wording: {@code design/scaiflow.md},
 * "Compile messages".
 *
 * @param path where in the graph's JSON, such as {@code nodes[3].config.goal}; null where it is of
 *     the whole
 * @param nodeId the node it is about
 * @param edgeId the edge it is about
 */
public record Diagnostic(
    Severity severity,
    String message,
    @Nullable String path,
    @Nullable String nodeId,
    @Nullable String edgeId) {

  /** Whether the graph does not compile because of it. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
