package ai.scailabs.scaicore.execution.memory;

import org.jspecify.annotations.Nullable;

/**
 * Whose memory it is.
 *
 * @param instanceKey empty where the Core has no instances: stateless, or a singleton
 * @param maxBytes how much JSON the Core may keep in all, from its {@code
 *     resource_limits.max_memory_bytes}; null for no limit
 */
public record MemoryOwner(
    String tenantId, String coreId, String instanceKey, @Nullable Long maxBytes) {}
