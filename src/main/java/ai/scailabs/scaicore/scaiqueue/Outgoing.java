package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.RawJson;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be published.
 *
 * @param ttlSeconds how long it may wait; null: for ever
 * @param delaySeconds before which nobody is given it; a queue for all has no such wait
 * @param checkpointId the question that it is; null: it is none
 * @param publishedBy a user, or an execution; null: the service itself
 */
public record Outgoing(
    String messageType,
    RawJson body,
    Tier tier,
    @Nullable String correlationId,
    @Nullable String idempotencyKey,
    @Nullable Integer ttlSeconds,
    @Nullable Instant deadline,
    @Nullable RawJson hitlSpec,
    int delaySeconds,
    @Nullable UUID checkpointId,
    @Nullable String publishedBy) {}
