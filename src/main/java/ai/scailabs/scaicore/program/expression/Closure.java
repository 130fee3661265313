package ai.scailabs.scaicore.program.expression;

import org.jspecify.annotations.Nullable;

/** A lambda that was handed to a library method; it is called while that method runs. */
record Closure(Node.Lambda lambda, Evaluation evaluation) {

  /** Calls it with an item and, when it takes two parameters, the item's place. */
  @Nullable Object of(@Nullable Object item, int place) {
    return switch (lambda.params().size()) {
      case 0 -> evaluation.enter(lambda);
      case 1 -> evaluation.enter(lambda, item);
      case 2 -> evaluation.enter(lambda, item, (long) place);
      default -> throw tooMany("an item and its place");
    };
  }

  /** Calls it with what was made so far, an item and, for a third parameter, its place. */
  @Nullable Object fold(@Nullable Object sum, @Nullable Object item, int place) {
    return switch (lambda.params().size()) {
      case 2 -> evaluation.enter(lambda, sum, item);
      case 3 -> evaluation.enter(lambda, sum, item, (long) place);
      default ->
          throw EvaluationFailed.mismatch(
              "reduce needs a function of two parameters, as in (sum, item) => sum + item");
    };
  }

  /** Calls it with two items to be compared. */
  @Nullable Object compare(@Nullable Object a, @Nullable Object b) {
    return evaluation.enter(lambda, a, b);
  }

  /** Calls it as a condition on an item. */
  boolean test(@Nullable Object item, int place) {
    return Evaluation.truth(of(item, place));
  }

  int params() {
    return lambda.params().size();
  }

  private EvaluationFailed tooMany(String given) {
    return EvaluationFailed.mismatch(
        "the function has " + params() + " parameters, but is given " + given);
  }
}
