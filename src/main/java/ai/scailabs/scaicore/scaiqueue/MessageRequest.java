package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.RawJson;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The body of {@code POST …/queues/{id}/messages}. */
@Schema(name = "MessageRequest")
record MessageRequest(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "1 to 200 characters")
        @Nullable String messageType,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "JSON, 256 KB at most")
        @Nullable JsonNode body,
    @Schema(description = "`normal` unless given") @Nullable Tier priorityTier,
    @Nullable String correlationId,
    @Schema(description = "The same key in the same queue is the same message")
        @Nullable String idempotencyKey,
    @Schema(description = "After so many seconds nobody is given it any more")
        @Nullable Integer ttlSeconds,
    @Schema(description = "What a queue with `ordering: deadline` goes by")
        @Nullable Instant deadline,
    @Schema(type = "object", description = "How a person is to be shown it, 64 KB at most")
        @Nullable JsonNode hitlSpec) {

  static final int MAX_BODY = 256 * 1024;
  private static final int MAX_SPEC = 64 * 1024;
  static final int MAX_KEY = 255;
  private static final int MAX_TTL = 365 * 24 * 3600;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

  Outgoing outgoing(String by) {
    if (body == null || body.isNull()) {
      throw new ValidationFailed("body", "is required: any JSON but null");
    }
    if (hitlSpec != null && !hitlSpec.isNull() && !hitlSpec.isObject()) {
      throw new ValidationFailed("hitl_spec", "must be an object");
    }
    if (deadline != null && (deadline.isBefore(EARLIEST) || !deadline.isBefore(LATEST))) {
      throw new ValidationFailed("deadline", "must be a time between the years 1970 and 9999");
    }
    return new Outgoing(
        Fields.required("message_type", messageType, Fields.MAX_NAME),
        new RawJson(Fields.json("body", body, MAX_BODY)),
        priorityTier == null ? Tier.NORMAL : priorityTier,
        Fields.key("correlation_id", correlationId, MAX_KEY),
        Fields.key("idempotency_key", idempotencyKey, MAX_KEY),
        ttlSeconds == null ? null : Fields.number("ttl_seconds", ttlSeconds, 0, 1, MAX_TTL),
        deadline,
        hitlSpec == null || hitlSpec.isNull()
            ? null
            : new RawJson(Fields.json("hitl_spec", hitlSpec, MAX_SPEC)),
        0,
        null,
        by);
  }
}
