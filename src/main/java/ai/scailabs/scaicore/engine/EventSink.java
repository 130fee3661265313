package ai.scailabs.scaicore.engine;

import org.jspecify.annotations.Nullable;

/** Takes what happens to blocks, while it happens for the first time. */
public interface EventSink {

  void entered(BlockRun run);

  /**
   * @param binding the variable that receives the value; null for none
   */
  void exited(BlockRun run, @Nullable String binding, @Nullable Object value);

  void failed(BlockRun run, Failure failure);

  /**
   * One run of one block.
   *
   * @param block its path
   * @param nodeId of the node it was compiled from
   * @param iterations of the loops around it, such as {@code 0.3}; empty outside of any
   */
  record BlockRun(String block, String kind, @Nullable String nodeId, String iterations) {}
}
