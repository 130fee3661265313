package ai.scailabs.scaicore.secrets;

import org.jspecify.annotations.Nullable;

/** There is no key set, or it does not parse. The message says what to do. */
public class KeySetUnusable extends RuntimeException {

  public KeySetUnusable(String message) {
    this(message, null);
  }

  KeySetUnusable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
