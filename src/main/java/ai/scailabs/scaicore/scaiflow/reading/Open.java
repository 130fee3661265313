package ai.scailabs.scaicore.scaiflow.reading;

import ai.scailabs.scaicore.scaiflow.graph.EdgeKind;
import org.jspecify.annotations.Nullable;

/** An edge that has its beginning and not yet its end: it leads to whatever is drawn next. */
record Open(String node, String port, EdgeKind type, @Nullable String condition) {

  static Open after(String node, String port) {
    return new Open(node, port, EdgeKind.SEQUENTIAL, null);
  }

  static Open when(String node, String port, String condition) {
    return new Open(node, port, EdgeKind.CONDITIONAL, condition);
  }
}
