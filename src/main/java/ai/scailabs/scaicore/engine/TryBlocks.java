package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code try}. Its {@code finally} runs also when the execution is cancelled at a checkpoint,
 * and when a budget around it is exceeded; then outside of that budget.
 */
final class TryBlocks {

  private final Effects effects;
  private final Bodies bodies;

  TryBlocks(Effects effects, Bodies bodies) {
    this.effects = effects;
    this.bodies = bodies;
  }

  Step run(Block.Try block, Frame frame) {
    Step step;
    try {
      step = attempt(block, frame);
    } catch (BlockFailed failed) {
      var last = bodies.run(block.last(), frame);
      if (last.goesOn()) {
        throw withLast(failed, block, frame);
      }
      return last;
    } catch (Leaving leaving) {
      exceeding(block, frame, leaving);
      throw leaving;
    } catch (Interruption e) {
      if (e.outcome() instanceof Outcome.Cancelled) {
        cancelling(block, frame);
      }
      throw e;
    }
    var last = bodies.run(block.last(), frame);
    return last.goesOn() ? step : last;
  }

  /** Where a retry fails no more, the last body has to run for what comes of it then. */
  private BlockFailed withLast(BlockFailed failed, Block.Try block, Frame frame) {
    var redo = new ArrayList<>(failed.redo());
    redo.addAll(effects.below(block.common().path() + ".finally[", frame));
    return new BlockFailed(failed.failure(), redo);
  }

  private Step attempt(Block.Try block, Frame frame) {
    try {
      return bodies.run(block.body(), frame);
    } catch (BlockFailed failed) {
      var handler = handler(block, failed.failure());
      if (handler == null) {
        throw failed;
      }
      frame.variables().bind(handler.binding(), failed.failure().seen());
      return bodies.run(handler.body(), frame);
    }
  }

  private void exceeding(Block.Try block, Frame frame, Leaving leaving) {
    var budget = leaving.budget();
    var around = budget == null ? null : budget.outer();
    if (around != null) {
      try {
        bodies.run(block.last(), frame.on(around));
      } catch (Interruption e) {
        throw e.outcome() instanceof Outcome.Suspended && e.left() == null
            ? new Interruption(e.outcome(), budget)
            : e;
      }
    }
  }

  /** What is cancelled stays so: a question in its last body is not asked, a failure not told. */
  private void cancelling(Block.Try block, Frame frame) {
    try {
      bodies.run(block.last(), frame.on(Course.cancelling(frame.course())));
    } catch (Interruption inner) {
      if (inner.outcome() instanceof Outcome.Held) {
        throw inner;
      }
    } catch (BlockFailed | Leaving alsoEnded) {
      // It ends as cancelled in any case.
    }
  }

  private static Block.@Nullable Catch handler(Block.Try block, Failure failure) {
    if (!failure.catchable()) {
      return null;
    }
    return block.handlers().stream()
        .filter(h -> h.error().equals("_") || h.error().equals(failure.code()))
        .findFirst()
        .orElse(null);
  }
}
