package ai.scailabs.scaicore.scaiqueue;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What queues belong to.
 *
 * @param createdBy a user; null: the service itself
 */
@Schema(name = "QueueScope")
record Scope(
    String id,
    String tenantId,
    String slug,
    String displayName,
    @Nullable String description,
    @Nullable String createdBy,
    Instant createdAt) {}
