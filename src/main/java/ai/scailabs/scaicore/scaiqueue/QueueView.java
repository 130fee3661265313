package ai.scailabs.scaicore.scaiqueue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A queue as callers see it.
 *
 * @param counts left out in lists
 */
@Schema(name = "Queue")
record QueueView(
    String id,
    String tenantId,
    String scopeId,
    String slug,
    String displayName,
    Ordering ordering,
    ConsumerMode consumerMode,
    int maxRetries,
    int visibilityTimeoutS,
    @Nullable Integer maxDepth,
    @Nullable String createdBy,
    Instant createdAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable QueueCounts counts) {

  static QueueView of(Queue queue) {
    return of(queue, null);
  }

  static QueueView of(Queue q, @Nullable QueueCounts counts) {
    return new QueueView(
        q.id(),
        q.tenantId(),
        q.scopeId(),
        q.slug(),
        q.displayName(),
        q.ordering(),
        q.consumerMode(),
        q.maxRetries(),
        q.visibilityTimeout(),
        q.maxDepth(),
        q.createdBy(),
        q.createdAt(),
        counts);
  }
}
