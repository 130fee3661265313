package ai.scailabs.scaicore.engine;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The results of an execution's effects, by step. A step that has an entry is never run again.
 * Implementations are safe for use by the concurrent branches of one execution.
 */
public interface Journal {

  /** What an earlier run recorded for a step. */
  @Nullable Entry find(String step);

  /** The youngest entry of the kind {@code CUT}. */
  @Nullable Entry lastCut();

  /**
   * The model calls that an earlier run recorded after the youngest cut, in any order: what a
   * budget has used before this run has come to them.
   */
  default Collection<Entry> modelCalls() {
    return List.of();
  }

  /** How many entries there are, those before a cut included. */
  int size();

  /** Whether an earlier run came further than this one so far. */
  boolean replaying();

  /**
   * Whether an earlier run recorded, or asked and waits for, something of certain steps that this
   * one has not come to.
   */
  default boolean comesLater(Predicate<String> steps) {
    return replaying();
  }

  /** Makes durable what must be before a call leaves the process. */
  void beforeOutsideCall();

  /** Records the result of a call that left the process. Durable when it returns. */
  void record(Entry entry);

  /** Records a result that was found inside; committed at the latest at the end. */
  void note(Entry entry);

  /**
   * Records an effect on our own database; both are committed together, at the latest at the end.
   */
  void recordEmit(Entry entry, Emission emission);

  /**
   * The result of an effect.
   *
   * @param argumentHash fingerprint of what it was called with
   * @param value a JSON value; meaningless when there is a failure
   * @param startedAt when a call that took time was begun; null for others
   */
  record Entry(
      String step,
      EffectKind kind,
      String argumentHash,
      @Nullable Object value,
      @Nullable Failure failure,
      @Nullable Instant startedAt) {

    public Entry(
        String step,
        EffectKind kind,
        String argumentHash,
        @Nullable Object value,
        @Nullable Failure failure) {
      this(step, kind, argumentHash, value, failure, null);
    }
  }

  /** An event that the program sends. */
  record Emission(String event, @Nullable Object data, String block) {}
}
