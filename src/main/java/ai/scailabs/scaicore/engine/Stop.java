package ai.scailabs.scaicore.engine;

import org.jspecify.annotations.Nullable;

/**
 * Where a branch of a run has stopped: before a block.
 *
 * @param block its path
 * @param iterations of the loops around it, such as {@code 0.3}; empty outside of any
 * @param place names this run of the block among all of the execution
 * @param breakpoint its id, or {@code program} for a {@code debug} block's own; null where a step
 *     ended here
 */
public record Stop(
    String block,
    String kind,
    @Nullable String nodeId,
    String iterations,
    String place,
    @Nullable String breakpoint) {

  /** The step of the journal entry that says that it went on from here. */
  public String passed() {
    return place + Debugger.PASSED;
  }
}
