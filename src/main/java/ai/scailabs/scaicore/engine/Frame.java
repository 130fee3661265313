package ai.scailabs.scaicore.engine;

/**
 * Where a run is: the variables it sees, the iterations of the loops around it, outermost first,
 * and what it has to heed. Together with a block's path, the iterations name the block's run,
 * whatever runs beside it; the branches of a {@code parallel} are in the path.
 */
record Frame(Variables variables, String iterations, Course course) {

  Frame iteration(int index) {
    return new Frame(variables, within(index), course);
  }

  /** An iteration, on a copy of the variables. */
  Frame copiedIteration(int index, Course inner) {
    return new Frame(variables.copy(), within(index), inner);
  }

  /** A branch, on a copy of the variables. */
  Frame branch(Course inner) {
    return new Frame(variables.copy(), iterations, inner);
  }

  Frame on(Course inner) {
    return new Frame(variables, iterations, inner);
  }

  /** Whether a step of some block is within the iterations of this frame. */
  boolean isAround(String step) {
    if (iterations.isEmpty()) {
      return true;
    }
    var here = "@" + iterations;
    return step.contains(here + ".") || step.contains(here + "#") || step.contains(here + "!");
  }

  /** The name of a block's run. */
  String place(String path) {
    return iterations.isEmpty() ? path : path + "@" + iterations;
  }

  private String within(int index) {
    return iterations.isEmpty() ? Integer.toString(index) : iterations + "." + index;
  }
}
