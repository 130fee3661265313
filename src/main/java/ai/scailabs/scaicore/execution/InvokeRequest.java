package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.identity.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of an invocation.
 *
 * @param input its members become variables of the flow
 * @param flow by default that of the first {@code api} trigger, else the first
 */
record InvokeRequest(
    @Nullable ObjectNode input, @Nullable String flow, @Nullable String instanceKey) {

  StartExecution toStart(Caller caller, String coreId, @Nullable String idempotencyKey) {
    return new StartExecution(
        caller.tenantId(),
        coreId,
        caller.userId(),
        input == null ? Map.of() : Json.object(input.toString()),
        flow,
        instanceKey,
        null,
        Map.of("kind", "invoke", "user_id", caller.userId()),
        idempotencyKey);
  }
}
