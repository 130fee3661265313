package ai.scailabs.scaicore.scaiqueue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A queue of a scope.
 *
 * @param maxRetries after so many failures a message goes to {@code _dead_letter}
 * @param visibilityTimeout how long a claim holds, in seconds, unless the claim says
 * @param maxDepth how many open messages it takes; null: no bound
 * @param deadLetterId the scope's {@code _dead_letter}; null: this is it
 */
record Queue(
    String id,
    String tenantId,
    String scopeId,
    String slug,
    String displayName,
    Ordering ordering,
    ConsumerMode consumerMode,
    int maxRetries,
    int visibilityTimeout,
    @Nullable Integer maxDepth,
    @Nullable String deadLetterId,
    @Nullable String createdBy,
    Instant createdAt) {

  static final String DEAD_LETTER = "_dead_letter";
  static final String EVENTS = "_events";
  static final String AUDIT = "_audit";

  static final int MAX_RETRIES = 5;
  static final int VISIBILITY_TIMEOUT = 30;

  boolean isBroadcast() {
    return consumerMode == ConsumerMode.BROADCAST;
  }
}
