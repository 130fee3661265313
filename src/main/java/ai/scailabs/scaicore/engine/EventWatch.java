package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens to blocks, when it happens for the first time: nothing is told while a run
 * repeats what an earlier one did, until the journal has no more or the run has an effect of its
 * own. So a block that an earlier run entered and this one ends is told to end only; and beside a
 * branch that is further, or after a crash, something may be told twice.
 */
final class EventWatch {

  private final Effects effects;

  EventWatch(Effects effects) {
    this.effects = effects;
  }

  void entered(Block block, Frame frame) {
    if (tells(frame)) {
      effects.host().events().entered(run(block, frame));
    }
  }

  void exited(Block block, Frame frame, @Nullable Object value) {
    if (tells(frame)) {
      effects.host().events().exited(run(block, frame), block.common().resultBinding(), value);
    }
  }

  void failed(Block block, Frame frame, Failure failure) {
    if (tells(frame)) {
      effects.host().events().failed(run(block, frame), failure);
    }
  }

  /** Says something in the log. */
  void said(Block block, Frame frame, String level, String text) {
    if (tells(frame)) {
      effects.host().log().log(level, run(block, frame), text);
    }
  }

  /** A part that only looks for its open questions, because it was left, is not seen to run. */
  private boolean tells(Frame frame) {
    return !effects.replay().underWay()
        && (frame.course().advanced() || !frame.course().isLeftWithin());
  }

  private static EventSink.BlockRun run(Block block, Frame frame) {
    var location = block.common().sourceLocation();
    return new EventSink.BlockRun(
        block.common().path(),
        block.kind().word(),
        location == null ? null : location.nodeId(),
        frame.iterations());
  }
}
