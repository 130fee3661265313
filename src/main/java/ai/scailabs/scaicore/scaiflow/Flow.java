package ai.scailabs.scaicore.scaiflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A flow without its content.
 *
 * @param patch the last part of its version, which goes up with every content
 * @param coreId the Core that its deploys update; null before the first
 */
public record Flow(
    String tenantId,
    String id,
    String name,
    @Nullable String description,
    String ownerId,
    String version,
    int patch,
    Instant createdAt,
    Instant updatedAt,
    @Nullable String coreId) {}
