package ai.scailabs.scaicore.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a model answered.
 *
 * @param value the answer; null where there is a problem that leaves none
 * @param text as the model said it
 * @param problem why it cannot be used as it is
 */
record Answered(@Nullable Object value, String text, @Nullable Failure problem) {

  Answered but(Failure failure) {
    return new Answered(value, text, failure);
  }
}
