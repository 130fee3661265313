package ai.scailabs.scaicore.scaiflow.graph;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of a graph.
 *
 * @param type the word of its kind, also where there is no such kind
 * @param config by kind; values are plain: null, {@link Boolean}, {@link Long}, {@link
 *     java.math.BigInteger}, {@link Double}, {@link String}, lists and maps of them
 * @param others members that are not known here
 */
public record Node(
    String id,
    String type,
    @Nullable String label,
    @Nullable Position position,
    Map<String, @Nullable Object> config,
    List<Port> inputs,
    List<Port> outputs,
    Map<String, @Nullable Object> others) {

  /** Null when {@link #type} is no kind of node. */
  public @Nullable NodeKind kind() {
    return NodeKind.of(type);
  }
}
