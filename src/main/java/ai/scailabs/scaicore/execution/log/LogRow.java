package ai.scailabs.scaicore.execution.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table.
 *
 * @param fields a JSON object
 */
record LogRow(
    String tenantId,
    String coreId,
    String executionId,
    Instant at,
    LogLevel level,
    @Nullable String nodeId,
    String message,
    String fields) {}
