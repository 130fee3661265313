package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server gave no answer that can be used. The message completes "the server …". */
final class CallFailed extends Exception {

  private final Kind kind;
  private final boolean passing;
  private final @Nullable Duration retryAfter;
  private final transient @Nullable Object details;

  /** What went wrong. */
  enum Kind {
    /** It may not be called. */
    BLOCKED,
    TIMEOUT,
    TOO_LARGE,
    /** It cannot be reached, or says that it failed. */
    ERROR
  }

  private CallFailed(
      Kind kind,
      String message,
      boolean passing,
      @Nullable Duration retryAfter,
      @Nullable Object details) {
    super(message, null, false, false);
    this.kind = kind;
    this.passing = passing;
    this.retryAfter = retryAfter;
    this.details = details;
  }

  /** That will be no different a moment later. */
  static CallFailed lasting(Kind kind, String message) {
    return new CallFailed(kind, message, false, null, null);
  }

  /** That may be over a moment later. */
  static CallFailed passing(Kind kind, String message) {
    return new CallFailed(kind, message, true, null, null);
  }

  /** That is over at once: what was remembered of the server is not true any more. */
  static CallFailed stale(String message) {
    return new CallFailed(Kind.ERROR, message, true, Duration.ZERO, null);
  }

  /**
   * With a status that says so.
   *
   * @param details for the program, a JSON value
   */
  static CallFailed answered(
      String message, boolean passing, @Nullable Duration retryAfter, Object details) {
    return new CallFailed(Kind.ERROR, message, passing, retryAfter, details);
  }

  /** Whether it may be better a moment later. */
  boolean isPassing() {
    return passing;
  }

  /** When the server wants to be called again; null where it does not say. */
  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** What a block fails with. */
  BlockFailed of(String what, Codes codes) {
    var code =
        switch (kind) {
          case BLOCKED -> Failure.PLUGIN_BLOCKED;
          case TIMEOUT -> codes.timeout();
          case TOO_LARGE -> Failure.TOO_LARGE;
          case ERROR -> codes.error();
        };
    return new BlockFailed(new Failure(code, what + " " + getMessage(), details, null));
  }

  /** What failures of a kind of call are called. */
  record Codes(String error, String timeout) {
    static final Codes PLUGIN = new Codes(Failure.PLUGIN, Failure.PLUGIN_TIMEOUT);
    static final Codes HTTP = new Codes(Failure.HTTP, Failure.HTTP);
  }
}
