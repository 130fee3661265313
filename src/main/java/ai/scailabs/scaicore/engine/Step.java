package ai.scailabs.scaicore.engine;

import org.jspecify.annotations.Nullable;

/** How a statement, block or body ended: with a value, or on its way out of something. */
record Step(Way way, @Nullable Object value) {

  enum Way {
    ON,
    RETURN,
    BREAK,
    CONTINUE
  }

  static final Step BREAK = new Step(Way.BREAK, null);
  static final Step CONTINUE = new Step(Way.CONTINUE, null);
  static final Step NOTHING = new Step(Way.ON, null);

  static Step on(@Nullable Object value) {
    return value == null ? NOTHING : new Step(Way.ON, value);
  }

  static Step returned(@Nullable Object value) {
    return new Step(Way.RETURN, value);
  }

  boolean goesOn() {
    return way == Way.ON;
  }
}
