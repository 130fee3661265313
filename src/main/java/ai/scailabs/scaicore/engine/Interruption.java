package ai.scailabs.scaicore.engine;

/** Leaves a run without a result; {@code try} does not see it. Not an error: it has no trace. */
public final class Interruption extends RuntimeException {

  private final transient Outcome outcome;

  /** Ends the run with an outcome that is neither a value nor a failure. */
  public Interruption(Outcome outcome) {
    super(null, null, false, false);
    this.outcome = outcome;
  }

  public Outcome outcome() {
    return outcome;
  }
}
