package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.Columns;
import ai.scailabs.scaicore.web.RawJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message, as it is stored.
 *
 * @param queueId where it is
 * @param homeId where it was published; another than {@code queueId}: it is a dead letter
 * @param checkpointId the question that it is, sent by this service itself; null for all others
 * @param claims how often it was given out
 * @param failures how often that came to nothing
 * @param claimId the receipt of the last claim; null: it was given back since
 * @param isHeld whether that claim's time is not over
 * @param isAnswer whether its completion was the answer to a checkpoint
 * @param isBroadcast whether it is for every consumer of its queue
 * @param consumer of a broadcast message's dead letter: who did not manage it
 */
record Message(
    String id,
    long seq,
    String tenantId,
    String scopeId,
    String queueId,
    String homeId,
    String messageType,
    RawJson body,
    Tier tier,
    @Nullable String correlationId,
    @Nullable String idempotencyKey,
    @Nullable Instant deadline,
    @Nullable Instant expiresAt,
    @Nullable RawJson hitlSpec,
    @Nullable UUID checkpointId,
    Status status,
    int claims,
    int failures,
    @Nullable String lastFailure,
    @Nullable String claimId,
    @Nullable String claimedBy,
    @Nullable Instant claimedAt,
    @Nullable Instant visibleAt,
    boolean isHeld,
    @Nullable Instant deadAt,
    @Nullable String originalId,
    @Nullable String consumer,
    @Nullable String publishedBy,
    Instant publishedAt,
    @Nullable String endedBy,
    @Nullable Instant endedAt,
    boolean isAnswer,
    boolean isBroadcast) {

  /** What {@link #row} reads, of a table called m. */
  static final String COLUMNS =
      "m.*, (m.status = 'claimed' and m.claim_id is not null and m.visible_at > now()) as held";

  /** Where a message is. */
  enum Status {
    READY,
    CLAIMED,
    BROADCAST,
    COMPLETED,
    SUPERSEDED,
    EXPIRED;

    @com.fasterxml.jackson.annotation.JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isDead() {
    return deadAt != null && endedAt == null;
  }

  static Message row(ResultSet row, int number) throws SQLException {
    return new Message(
        row.getString("id"),
        row.getLong("seq"),
        row.getString("tenant_id"),
        row.getString("scope_id"),
        row.getString("queue_id"),
        row.getString("home_id"),
        row.getString("message_type"),
        Objects.requireNonNull(Columns.json(row, "body")),
        Tier.of(row.getInt("priority_tier")),
        row.getString("correlation_id"),
        row.getString("idempotency_key"),
        Columns.instantOrNull(row, "deadline"),
        Columns.instantOrNull(row, "expires_at"),
        Columns.json(row, "hitl_spec"),
        row.getObject("checkpoint_id", UUID.class),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getInt("claims"),
        row.getInt("failures"),
        row.getString("last_failure"),
        row.getString("claim_id"),
        row.getString("claimed_by"),
        Columns.instantOrNull(row, "claimed_at"),
        Columns.instantOrNull(row, "visible_at"),
        row.getBoolean("held"),
        Columns.instantOrNull(row, "dead_at"),
        row.getString("original_id"),
        row.getString("consumer"),
        row.getString("published_by"),
        Columns.instant(row, "published_at"),
        row.getString("ended_by"),
        Columns.instantOrNull(row, "ended_at"),
        row.getBoolean("answer"),
        row.getString("xid") != null);
  }
}
