package ai.scailabs.scaicore.engine;

/**
 * Where a run is: the variables it sees and the iterations of the loops around it, outermost first.
 * Together with a block's path, the iterations name the block's run, whatever runs beside it.
 */
record Frame(Variables variables, String iterations) {

  Frame iteration(int index) {
    return new Frame(variables, within(index));
  }

  Frame copiedIteration(int index) {
    return new Frame(variables.copy(), within(index));
  }

  private String within(int index) {
    return iterations.isEmpty() ? Integer.toString(index) : iterations + "." + index;
  }
}
