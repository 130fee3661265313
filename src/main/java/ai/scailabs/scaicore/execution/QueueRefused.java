package ai.scailabs.scaicore.execution;

/**
 * A queue that a program names cannot be used: the block fails with {@code QUEUE_ERROR}. The
 * message names scope and queue, and says what to do.
 */
public final class QueueRefused extends RuntimeException {

  public QueueRefused(String message) {
    super(message, null, false, false);
  }

  /** What the program is told. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
