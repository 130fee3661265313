package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.Expression;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where runs are to stop.
 *
 * @param stepping how an execution that stopped was told to go on; null where it was not
 * @param places runs of blocks at which it stops in any case
 */
public record Debugging(
    List<Breakpoint> breakpoints, @Nullable Stepping stepping, Set<String> places) {

  /**
   * A block before which executions stop.
   *
   * @param block its path; null where the node is named that it came from
   * @param condition over the variables; null: always
   */
  public record Breakpoint(
      String id, @Nullable String block, @Nullable String nodeId, @Nullable Expression condition) {

    boolean isAt(String path, @Nullable String node) {
      return block == null ? nodeId != null && nodeId.equals(node) : block.equals(path);
    }
  }

  /** A step from where branches had stopped. */
  public record Stepping(StepMode mode, List<Stop> from) {}
}
