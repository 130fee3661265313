package ai.scailabs.scaicore.scaiflow.graph;

import ai.scailabs.scaicore.program.Shown;
import org.jspecify.annotations.Nullable;

/**
 * A place in a graph's JSON, written out only where something is to be said of it.
 *
 * @param nodeId of the node that it is in
 * @param edgeId of the edge that it is in
 */
record Where(
    @Nullable Where parent, String segment, @Nullable String nodeId, @Nullable String edgeId) {

  static final Where ROOT = new Where(null, "", null, null);

  Where key(String name) {
    var below = Shown.segment(name);
    return new Where(
        this, parent == null && below.startsWith(".") ? below.substring(1) : below, nodeId, edgeId);
  }

  Where index(int index) {
    return new Where(this, "[" + index + "]", nodeId, edgeId);
  }

  Where ofNode(@Nullable String id) {
    return new Where(parent, segment, id, null);
  }

  Where ofEdge(@Nullable String id) {
    return new Where(parent, segment, null, id);
  }

  void error(Diagnostics found, String message) {
    if (found.full()) {
      // Still an error, and no path is worth writing out.
      found.add(new Diagnostic(Severity.ERROR, message, null, nodeId, edgeId));
      return;
    }
    var path = toString();
    found.add(
        new Diagnostic(
            Severity.ERROR, path.isEmpty() ? message : path + " " + message, path, nodeId, edgeId));
  }

  @Override
  public String toString() {
    return parent == null ? segment : parent + segment;
  }
}
