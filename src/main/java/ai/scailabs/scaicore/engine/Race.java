package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.Values;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the branches of one block know of each other. Which of them failed first is decided once and
 * recorded, so that a replay fails in the same way whatever its timing.
 */
final class Race {

  private static final int NONE = -1;

  private final Effects effects;
  private final Course outer;
  private final String step;
  private final BiPredicate<Integer, String> covers;
  private volatile int failed;
  private volatile boolean stopped;
  private volatile boolean quit;

  /**
   * @param step of the decision which branch failed first
   * @param covers whether a step is one of the branch of an index
   */
  Race(Effects effects, Course outer, String step, BiPredicate<Integer, String> covers) {
    this.covers = covers;
    this.effects = effects;
    this.outer = outer;
    this.step = step;
    var decided = effects.decided(step);
    this.failed =
        decided != null
                && decided.value() instanceof Map<?, ?> value
                && value.get("branch") instanceof Number branch
            ? branch.intValue()
            : NONE;
  }

  /** Notes that a branch failed; the first one ends the race. */
  void fails(int branch, Failure failure) {
    synchronized (effects) {
      if (failed == NONE && !stopped && !outer.isLeftWithin()) {
        failed = branch;
        effects.decide(
            step, Values.normalise(Map.of("branch", (long) branch, "code", failure.code())));
      }
    }
  }

  /** Makes the others stop before what they have not done yet. */
  void stop() {
    stopped = true;
  }

  /** Makes the others stop at once: the run is over. */
  void quit() {
    stopped = true;
    quit = true;
  }

  /** The branch that failed first; negative while there is none. */
  int failed() {
    return failed;
  }

  String step() {
    return step;
  }

  /** The part of the run that is one branch. */
  Course branch(int index) {
    return new Course(outer) {
      @Override
      void heed(String place, @Nullable EffectKind fresh, boolean leaves) {
        if (isLeft() && (leaves || quit)) {
          throw new Leaving(null);
        }
      }

      @Override
      boolean covers(String other) {
        return covers.test(index, other);
      }

      @Override
      boolean isBounded() {
        return true;
      }

      @Override
      boolean isLeft() {
        return stopped || (failed != NONE && failed != index);
      }
    };
  }
}
