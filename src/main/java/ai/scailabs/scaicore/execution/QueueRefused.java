package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Failure;

/**
 * A queue that a program names cannot be used: the block fails with {@code QUEUE_ERROR}. The
 * message says why, and what to do.
 */
public final class QueueRefused extends RuntimeException {

  public QueueRefused(String message) {
    super(message, null, false, false);
  }

  /** What the program is told that names the queue. */
  public Failure about(String scope, String queue) {
    return about(scope + "/" + queue);
  }

  Failure about(String name) {
    return new Failure(Failure.QUEUE, "the queue %s: %s".formatted(name, getMessage()));
  }
}
