package ai.scailabs.scaicore.engine;

import org.jspecify.annotations.Nullable;

/**
 * Leaves a part of a run that does not end by itself: its budget is exceeded, or what it is a
 * branch of ends without it. No handler of the program sees it.
 */
final class Leaving extends RuntimeException {

  private final transient @Nullable Budget budget;

  /**
   * @param budget the exceeded one; null in a part that is left because of a decision elsewhere
   */
  Leaving(@Nullable Budget budget) {
    super(null, null, false, false);
    this.budget = budget;
  }

  @Nullable Budget budget() {
    return budget;
  }
}
