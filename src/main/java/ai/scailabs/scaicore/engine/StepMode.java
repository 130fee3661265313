package ai.scailabs.scaicore.engine;

/** How far an execution goes that was stopped. */
public enum StepMode {
  /** Before the next block, whatever that is. */
  INTO,
  /** Before the next block that is not within the one it stopped at. */
  OVER,
  /** Before the next block that is not within the block around the one it stopped at. */
  OUT,
  /** To the next breakpoint, or its end. */
  CONTINUE
}
