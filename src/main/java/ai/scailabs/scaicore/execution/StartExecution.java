package ai.scailabs.scaicore.execution;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run, by whom.
 *
 * @param input JSON object
 * @param flow null for the Core's default: that of its first {@code api} trigger, else the first
 * @param fallbackKey instance key of an entity Core when neither the request nor the input has one
 * @param trigger what the program sees as {@code trigger}
 * @param idempotencyKey the caller's; null without one
 */
public record StartExecution(
    String tenantId,
    String coreId,
    String userId,
    Map<String, @Nullable Object> input,
    @Nullable String flow,
    @Nullable String instanceKey,
    @Nullable String fallbackKey,
    Map<String, @Nullable Object> trigger,
    @Nullable String idempotencyKey) {}
