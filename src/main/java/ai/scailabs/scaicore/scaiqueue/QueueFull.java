package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.time.Duration;
import java.util.List;

/** A queue holds {@code max_depth} messages that nobody has completed: {@code QUEUE_FULL}. */
public class QueueFull extends ApiException {

  private static final Duration AGAIN = Duration.ofSeconds(5);

  QueueFull(Queue queue) {
    super(
        ErrorCode.QUEUE_FULL,
        "The queue %s holds %,d open messages, which is its max_depth; publish again once consumers have completed some."
            .formatted(queue.slug(), queue.maxDepth()),
        List.of(),
        AGAIN);
  }
}
