package ai.scailabs.scaicore.notification;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A delivery as admins see it: what became of it, not what it says. */
@Schema(name = "NotificationDelivery")
record DeliveryView(
    @Schema(
            description = "What webhooks get in `X-ScaiGrid-Delivery`.",
            example = "ntf_06a1q8b3v5e3s9k4t7m2n8p6rw")
        String id,
    UUID checkpointId,
    String coreId,
    @Schema(allowableValues = {"webhook", "mail"}) Channel channel,
    NotifiedEvent event,
    Delivery.Status status,
    @Schema(description = "Tries that have begun.") int attempts,
    @Schema(description = "Whom it went to; null until it did.") @Nullable String recipient,
    @Schema(description = "HTTP status of the last answer, or null.") @Nullable Integer lastStatus,
    @Schema(description = "Why the last try came to nothing, or null.") @Nullable String lastError,
    Instant createdAt,
    @Schema(description = "When the next try begins; null where there is none to come.")
        @Nullable Instant nextAttemptAt,
    @Nullable Instant deliveredAt) {

  static DeliveryView of(Delivery d) {
    return new DeliveryView(
        d.id(),
        d.checkpointId(),
        d.coreId(),
        d.channel(),
        d.event(),
        d.status(),
        d.attempts(),
        d.recipient(),
        d.lastStatus(),
        d.lastError(),
        d.createdAt(),
        d.dueAt(),
        d.deliveredAt());
  }
}
