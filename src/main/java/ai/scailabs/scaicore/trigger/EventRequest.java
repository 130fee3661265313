package ai.scailabs.scaicore.trigger;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The body of {@code POST /cores/{id}/events}. */
@Schema(name = "EventRequest")
record EventRequest(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String eventName,
    @Schema(type = "object", description = "Its members become variables of the flows.")
        @Nullable ObjectNode data,
    @Schema(description = "As the header `Idempotency-Key`.") @Nullable String idempotencyKey) {}
