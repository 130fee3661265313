package ai.scailabs.scaicore.execution.event;

import org.jspecify.annotations.Nullable;

/** Which run of which execution events are of. */
public record RunOf(
    String tenantId,
    String coreId,
    String executionId,
    String flow,
    int attempt,
    @Nullable String instanceKey) {}
