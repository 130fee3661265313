package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.RawJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that happened to a checkpoint. */
@Schema(name = "CheckpointEvent")
record HistoryEntry(
    @Schema(
            allowableValues = {
              "created",
              "notification_sent",
              "claimed",
              "released",
              "reassigned",
              "escalated",
              "reminded",
              "resolved",
              "cancelled",
              "expired"
            })
        String event,
    Instant timestamp,
    @Schema(description = "User who did it; null: the service itself.") @Nullable String actorId,
    @Nullable String actorEmail,
    @Schema(
            type = "object",
            description =
                "Of resolved, cancelled and expired: resolved_via (api, queue, expiry, execution),"
                    + " resolved_on_behalf_of, decision, comment. Of reassigned and escalated:"
                    + " from, to. Of notification_sent: channel, recipient, why. Of a claim that"
                    + " lapsed: claimed_by, lapsed.")
        RawJson details) {}
