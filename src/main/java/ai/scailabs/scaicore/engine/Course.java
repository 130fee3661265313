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
  private volatile boolean advanced;

  /** A part of what is around it. */
  Course(Course outer) {
    this(outer, outer.advanced);
  }

  /**
   * @param advanced whether no earlier run came here
   */
  Course(@Nullable Course outer, boolean advanced) {
    this.outer = outer;
    this.advanced = advanced;
  }

  /**
   * Whether an earlier run came no further than this: it has left no open question ahead, so that
   * this part can be left before any block. Until then it is left only before an effect that the
   * journal does not have, which may be that question.
   */
  final boolean advanced() {
    return advanced;
  }

  /** Notes that something is done for the first time. */
  final void advance() {
    advanced = true;
    if (outer != null) {
      outer.advance();
    }
  }

  /**
   * Goes on, or leaves this part of the run.
   *
   * @param place of the block or effect
   * @param fresh what is about to be done for the first time; null for a block, and for what the
   *     journal has
   */
  final void check(String place, @Nullable EffectKind fresh) {
    leaveAgain(place);
    check(place, fresh, fresh != null || advanced);
  }

  /** What an earlier run left here is left before anything around it is decided anew. */
  private void leaveAgain(String place) {
    if (outer != null) {
      outer.leaveAgain(place);
    }
    if (isLeftAt(place)) {
      throw new Leaving(this instanceof Budget budget ? budget : null);
    }
  }

  /** Whether it was decided that this part ends at just this place. */
  boolean isLeftAt(String place) {
    return false;
  }

  private void check(String place, @Nullable EffectKind fresh, boolean leaves) {
    if (outer != null) {
      outer.check(place, fresh, leaves);
    }
    heed(place, fresh, leaves);
  }

  /**
   * As {@link #check}, for this part alone.
   *
   * @param leaves whether it may be left here
   */
  abstract void heed(String place, @Nullable EffectKind fresh, boolean leaves);

  @Nullable Course outer() {
    return outer;
  }

  /** Whether there is anything to heed. */
  boolean isBounded() {
    return outer != null && outer.isBounded();
  }

  /** Whether a step is of this part of the run, as far as branches tell parts from each other. */
  boolean covers(String step) {
    return outer == null || outer.covers(step);
  }

  /** Whether somebody who debugs the execution may stop it here. */
  boolean isStopping() {
    return outer == null || outer.isStopping();
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

  /** Counts a model call that an earlier run made. */
  void repeats(String step, long tokens) {
    if (outer != null) {
      outer.repeats(step, tokens);
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
      void heed(String place, @Nullable EffectKind fresh, boolean leaves) {
        if (fresh == EffectKind.CHECKPOINT
            || fresh == EffectKind.CORE_RESULT
            || fresh == EffectKind.QUEUE_CONSUME) {
          throw new Interruption(new Outcome.Cancelled());
        }
      }

      @Override
      boolean isStopping() {
        return false;
      }

      @Override
      boolean isLeft() {
        return false;
      }
    };
  }
}
