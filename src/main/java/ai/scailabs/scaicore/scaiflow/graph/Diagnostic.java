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

  /** How long the ids of nodes and edges may be. */
  static final int MAX_ID = 200;

  private static final int MAX_TEXT = 1_000;

  /** A graph's own words are cut, so that many findings together stay small. */
  public Diagnostic {
    message = cut(message, MAX_TEXT);
    path = path == null ? null : cut(path, MAX_TEXT);
    nodeId = nodeId == null ? null : cut(nodeId, MAX_ID);
    edgeId = edgeId == null ? null : cut(edgeId, MAX_ID);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "…";
  }

  /** Whether the graph does not compile because of it. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
