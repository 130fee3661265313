package ai.scailabs.scaicore.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model server gave no answer that can be used. The message is a sentence for whoever owns the
 * backend; it holds no secret, but may say what the server said.
 */
public final class ModelCallFailed extends RuntimeException {

  private final Reason reason;
  private final @Nullable Duration retryAfter;

  ModelCallFailed(Reason reason, String message) {
    this(reason, message, null);
  }

  ModelCallFailed(Reason reason, String message, @Nullable Duration retryAfter) {
    super(message, null, false, false);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  /** What went wrong. */
  public enum Reason {
    /** Too many questions, for the server or for this service. */
    LIMITED,
    /** No answer in time. */
    TIMEOUT,
    /** The server cannot be reached, or failed; it may be better in a moment. */
    UNAVAILABLE,
    /** The server does not take this question. */
    REJECTED,
    /** The backend is not as it must be: its address, its key, or its model. */
    MISCONFIGURED,
    /** The server has nothing of this kind. */
    MISSING,
    /** What came is no answer. */
    UNREADABLE
  }

  public Reason reason() {
    return reason;
  }

  /** When the server wants to be asked again; null where it does not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** Without what the server said, for callers who are not of the tenant that owns it. */
  public String discreetMessage() {
    return switch (reason) {
      case LIMITED -> "What is behind the model takes no more questions for the moment.";
      case TIMEOUT -> "What is behind the model did not answer in time.";
      case UNAVAILABLE -> "What is behind the model does not work for the moment.";
      case REJECTED -> "What is behind the model does not take this request.";
      case MISSING -> "What is behind the model has nothing of this kind.";
      case MISCONFIGURED, UNREADABLE -> "What is behind the model does not work; ask its owner.";
    };
  }
}
