package ai.scailabs.scaicore.operations;

import org.jspecify.annotations.Nullable;

/** Why the service does not start: the message is one sentence that also says what to do. */
public final class CannotStart extends RuntimeException {

  public CannotStart(String sentence) {
    this(sentence, null);
  }

  public CannotStart(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
