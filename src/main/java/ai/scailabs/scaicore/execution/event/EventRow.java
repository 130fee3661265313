package ai.scailabs.scaicore.execution.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table: some events.
 *
 * @param createdAt when the first of them happened, to the microsecond
 * @param id of the first
 * @param events their JSON array
 */
record EventRow(
    String tenantId,
    Instant createdAt,
    String id,
    String coreId,
    @Nullable String executionId,
    List<String> types,
    String events,
    int weight) {}
