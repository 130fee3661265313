package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.engine.Debugging.Breakpoint;
import ai.scailabs.scaicore.program.Block;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stops a run before blocks. What was passed is passed: a block that an earlier run came by does
 * not stop it again, whether that run had stopped there, or had done or asked something behind it
 * in the same branch. Nothing of a part that is being left stops it.
 */
final class Debugger {

  static final String PASSED = "!passed";

  /** Stands for the id of a breakpoint that the program itself has. */
  private static final String OF_PROGRAM = "program";

  private final Effects effects;
  private final Program program;
  private final EventWatch watch;
  private final @Nullable Rests rests;
  private volatile @Nullable Outline outline;

  /**
   * @param rests notes where branches come to rest; null where nobody looks
   */
  Debugger(Effects effects, Program program, EventWatch watch, @Nullable Rests rests) {
    this.effects = effects;
    this.program = program;
    this.watch = watch;
    this.rests = rests;
  }

  /** Goes on, or suspends this branch of the run before the block. */
  void before(Block block, Frame frame) {
    var debugging = effects.host().debugging();
    if (debugging == null) {
      return;
    }
    var common = block.common();
    var location = common.sourceLocation();
    var node = location == null ? null : location.nodeId();
    var here =
        new Stop(
            common.path(),
            block.kind().word(),
            node,
            frame.iterations(),
            frame.place(common.path()),
            null);
    if (effects.replayed(here.passed(), EffectKind.BREAKPOINT, "") != null || isPassed(frame)) {
      return;
    }
    var stop = stop(debugging, here, block, frame);
    if (stop != null) {
      if (rests != null) {
        rests.stops(block, frame);
      }
      throw new Interruption(new Outcome.Suspended(null, List.of(stop)));
    }
  }

  /** Notes that a block failed. */
  void failed(Block block, Frame frame, Failure failure) {
    if (rests != null) {
      rests.failed(block, frame, failure);
    }
  }

  /** Notes that a block has not come to its end. */
  void waits(Block block, Frame frame) {
    if (rests != null) {
      rests.waits(block, frame);
    }
  }

  private boolean isPassed(Frame frame) {
    var course = frame.course();
    if (course.advanced()) {
      return !course.isStopping();
    }
    return course.isLeftWithin()
        || !course.isStopping()
        || effects.host().journal().comesLater(course::covers);
  }

  private @Nullable Stop stop(Debugging debugging, Stop here, Block block, Frame frame) {
    if (debugging.places().contains(here.place())) {
      return here;
    }
    for (var breakpoint : debugging.breakpoints()) {
      if (breakpoint.isAt(here.block(), here.nodeId()) && holds(breakpoint, block, frame)) {
        return new Stop(
            here.block(),
            here.kind(),
            here.nodeId(),
            here.iterations(),
            here.place(),
            breakpoint.id());
      }
    }
    var stepping = debugging.stepping();
    if (block instanceof Block.Debug debug
        && debug.breakpoint()
        && (stepping != null || !debugging.breakpoints().isEmpty())) {
      return new Stop(
          here.block(), here.kind(), here.nodeId(), here.iterations(), here.place(), OF_PROGRAM);
    }
    if (stepping == null) {
      return null;
    }
    boolean ends =
        stepping.from().stream().anyMatch(from -> ends(stepping.mode(), from, here, frame));
    return ends ? here : null;
  }

  /** A condition that fails counts as true: better one stop too many. */
  private boolean holds(Breakpoint breakpoint, Block block, Frame frame) {
    var condition = breakpoint.condition();
    if (condition == null) {
      return true;
    }
    try {
      return Matching.truth(condition.evaluate(frame.variables().alone()));
    } catch (EvaluationFailed e) {
      failed(breakpoint, block, frame, e.code(), e.getMessage());
    } catch (BlockFailed e) {
      failed(breakpoint, block, frame, e.failure().code(), e.failure().message());
    }
    return true;
  }

  private void failed(
      Breakpoint breakpoint, Block block, Frame frame, String code, @Nullable String message) {
    watch.said(
        block,
        frame,
        "warn",
        "the condition of breakpoint %s fails and counts as true: %s %s"
            .formatted(breakpoint.id(), code, message));
  }

  /** Whether a step from one block ends before another. */
  private boolean ends(StepMode mode, Stop from, Stop here, Frame frame) {
    // Branches step by themselves; what is around them goes on from any of them.
    boolean sees = frame.course().covers(from.passed());
    return switch (mode) {
      case INTO -> sees || isWithin(here, from.block(), from.iterations());
      case OVER -> sees && !isWithin(here, from.block(), from.iterations());
      case OUT -> sees && isOutside(here, from);
      case CONTINUE -> false;
    };
  }

  private static boolean isWithin(Stop here, String block, String iterations) {
    return here.block().startsWith(block + ".")
        && (iterations.isEmpty()
            || here.iterations().equals(iterations)
            || here.iterations().startsWith(iterations + "."));
  }

  private boolean isOutside(Stop here, Stop from) {
    var blocks = outline();
    var entry = blocks.get(from.block());
    var parent = entry == null || entry.parent() == null ? null : blocks.get(entry.parent());
    if (parent == null) {
      return false;
    }
    boolean loops = parent.kind().equals("foreach") || parent.kind().equals("while");
    int dot = from.iterations().lastIndexOf('.');
    var around = !loops ? from.iterations() : from.iterations().substring(0, Math.max(0, dot));
    return !isWithin(here, parent.path(), around);
  }

  private Outline outline() {
    var known = outline;
    if (known == null) {
      known = new Outline(program);
      outline = known;
    }
    return known;
  }
}
