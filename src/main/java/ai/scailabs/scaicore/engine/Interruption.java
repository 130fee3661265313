package ai.scailabs.scaicore.engine;

import org.jspecify.annotations.Nullable;

/** Leaves a run without a result; {@code try} does not see it. Not an error: it has no trace. */
public final class Interruption extends RuntimeException {

  private final transient Outcome outcome;
  private final transient @Nullable Budget left;

  /** Ends the run with an outcome that is neither a value nor a failure. */
  public Interruption(Outcome outcome) {
    this(outcome, null);
  }

  /**
   * @param left the budget that is being left while a last body waits; null when there is none
   */
  Interruption(Outcome outcome, @Nullable Budget left) {
    super(null, null, false, false);
    this.outcome = outcome;
    this.left = left;
  }

  @Nullable Budget left() {
    return left;
  }

  public Outcome outcome() {
    return outcome;
  }
}
