package ai.scailabs.scaicore.scaiflow.graph;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From one node to another.
 *
 * @param condition an expression, or {@code else}
 * @param others members that are not known here
 */
public record Edge(
    String id,
    EdgeKind type,
    End source,
    End target,
    @Nullable String condition,
    Map<String, @Nullable Object> others) {

  /** Whether it is what remains when no condition holds. */
  public boolean isElse() {
    return condition != null && condition.strip().equals("else");
  }
}
