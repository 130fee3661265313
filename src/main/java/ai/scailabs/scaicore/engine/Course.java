package ai.scailabs.scaicore.engine;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a part of a run has to heed before each block and effect, with all that is around it. */
abstract class Course {

  private final @Nullable Course outer;
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  Course(@Nullable Course outer) {
    this.outer = outer;
  }

  /**
   * Goes on, or leaves this part of the run.
   *
   * @param place of the block or effect
   * @param fresh what is about to be done for the first time; null for a block, and for what the
   *     journal has
   */
  final void check(String place, @Nullable EffectKind fresh) {
    if (outer != null) {
      outer.check(place, fresh);
    }
    heed(place, fresh);
  }

  abstract void heed(String place, @Nullable EffectKind fresh);

  @Nullable Course outer() {
    return outer;
  }

  /** Whether there is anything to heed. */
  boolean isBounded() {
    return outer != null && outer.isBounded();
  }

  /** Whether it was decided that this part ends without going on. */
  abstract boolean isLeft();

  final boolean isLeftWithin() {
    return isLeft() || (outer != null && outer.isLeftWithin());
  }

  /** Counts a model call, or what one used. */
  void spend(long calls, long tokens) {
    if (outer != null) {
      outer.spend(calls, tokens);
    }
  }

  /** Notes a question that is open, or may be since an earlier run. */
  final void asks(String step) {
    open.add(step);
    if (outer != null) {
      outer.asks(step);
    }
  }

  /** The open questions in this part of the run. */
  final Collection<String> open() {
    return List.copyOf(open);
  }

  /** Where a question is not asked any more, because the execution is cancelled. */
  static Course cancelling(Course outer) {
    return new Course(outer) {
      @Override
      void heed(String place, @Nullable EffectKind fresh) {
        if (fresh == EffectKind.CHECKPOINT || fresh == EffectKind.CORE_RESULT) {
          throw new Interruption(new Outcome.Cancelled());
        }
      }

      @Override
      boolean isLeft() {
        return false;
      }
    };
  }
}
