package ai.scailabs.scaicore.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is run. All values are JSON values.
 *
 * @param keyPrefix execution and attempt, with which the idempotency keys of calls begin
 * @param environment the Core's environment as it was when the execution began
 * @param trigger what started it, such as {@code {"kind": "api"}}
 */
public record Invocation(
    String keyPrefix,
    String flow,
    Map<String, @Nullable Object> input,
    Map<String, @Nullable Object> environment,
    Map<String, @Nullable Object> trigger) {}
