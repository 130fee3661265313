package ai.scailabs.scaicore.program.expression;

/**
 * What one evaluation has used up. The bounds are those of {@code design/program.md},
 * "Expressions"; every loop of the language and its library counts here, so that no expression runs
 * for more than a few milliseconds per step budget whatever its input.
 */
final class Meter {

  /** Nodes evaluated and elements visited. */
  static final int STEPS = 100_000;

  /** Nesting of a value, and of brackets in a text. */
  static final int DEPTH = 200;

  /** Characters of a string; of a collection, about the length of its JSON text. */
  static final int SIZE = 1 << 20;

  /** So many characters copied or compared count as one step. */
  private static final int CHARACTERS_PER_STEP = 256;

  private final long maxSteps;
  private final long maxSize;
  private long steps;

  private Meter(long maxSteps, long maxSize) {
    this.maxSteps = maxSteps;
    this.maxSize = maxSize;
  }

  /** The bounds of an evaluation. */
  static Meter bounded() {
    return new Meter(STEPS, SIZE);
  }

  /** For values that the engine has already bounded by its own limits. */
  static Meter unbounded() {
    return new Meter(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  void step() {
    if (++steps > maxSteps) {
      throw EvaluationFailed.limit(
          "the expression takes more than 100,000 steps; work on less data at once");
    }
  }

  /** Counts characters that are copied, compared or searched. */
  void characters(long count) {
    steps += count / CHARACTERS_PER_STEP;
    if (steps > maxSteps) {
      step();
    }
  }

  /** Refuses a value of this size before it is made. */
  void room(long size) {
    if (size > maxSize) {
      throw EvaluationFailed.limit(
          "the expression makes a string or collection of more than 1 MB; make a smaller one");
    }
  }

  /** Refuses a value that is nested too deep. */
  static void depth(int depth) {
    if (depth > DEPTH) {
      throw EvaluationFailed.limit("the value is nested more than 200 levels deep; flatten it");
    }
  }

  /** Takes a new string into account. */
  String made(String text) {
    room(text.length());
    characters(text.length());
    return text;
  }
}
