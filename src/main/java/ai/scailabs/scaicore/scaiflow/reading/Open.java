package ai.scailabs.scaicore.scaiflow.reading;

import ai.scailabs.scaicore.scaiflow.graph.EdgeKind;
import org.jspecify.annotations.Nullable;

/** An edge that has its beginning and not yet its end: it leads to whatever is drawn next. */
record Open(
    String node, String port, EdgeKind type, @Nullable String condition, @Nullable String id) {

  static Open after(String node, String port) {
    return new Open(node, port, EdgeKind.SEQUENTIAL, null, null);
  }

  /**
   * @param id that the edge had; null where it was in no graph
   */
  static Open when(String node, String port, String condition, @Nullable String id) {
    return new Open(node, port, EdgeKind.CONDITIONAL, condition, id);
  }
}
