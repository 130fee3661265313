package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.scaiqueue.Message.Status;
import ai.scailabs.scaicore.web.RawJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as callers see it.
 *
 * @param status ready, claimed, completed, superseded or expired
 * @param claimId the receipt of the claim; only for who claimed it
 */
@Schema(name = "Message")
record MessageView(
    String id,
    String scopeId,
    String queueId,
    String messageType,
    @Schema(type = "object", description = "Any JSON") RawJson body,
    Tier priorityTier,
    @Nullable String correlationId,
    @Nullable String idempotencyKey,
    @Nullable Instant deadline,
    @Nullable Instant expiresAt,
    @Schema(type = "object") @Nullable RawJson hitlSpec,
    String status,
    @Schema(description = "How often it was claimed") int attempts,
    @Schema(description = "How often that failed") int failures,
    @Nullable String lastFailure,
    @Schema(description = "The receipt of the claim; null for all but who claimed it")
        @Nullable String claimId,
    @Nullable String claimedBy,
    @Schema(description = "When it can be claimed again, unless it is extended")
        @Nullable Instant claimedUntil,
    @Nullable String publishedBy,
    Instant publishedAt,
    @Nullable String endedBy,
    @Nullable Instant endedAt,
    @Nullable DeadLetter deadLetter) {

  /**
   * Why a message is in {@code _dead_letter}.
   *
   * @param queueId where it failed
   * @param consumer of a broadcast queue: whose it was
   */
  @Schema(name = "DeadLetter")
  record DeadLetter(
      String queueId,
      @Nullable String reason,
      int failures,
      Instant at,
      @Nullable String consumer) {}

  /** As everybody sees it. */
  static MessageView of(Message m) {
    return of(m, null);
  }

  /** As whoever claimed it sees it. */
  static MessageView claimed(Message m) {
    return of(m, m.claimId());
  }

  private static MessageView of(Message m, @Nullable String claimId) {
    return new MessageView(
        m.id(),
        m.scopeId(),
        m.queueId(),
        m.messageType(),
        m.body(),
        m.tier(),
        m.correlationId(),
        m.idempotencyKey(),
        m.deadline(),
        m.expiresAt(),
        m.hitlSpec(),
        status(m),
        m.claims(),
        m.failures(),
        m.lastFailure(),
        claimId,
        m.isHeld() ? m.claimedBy() : null,
        m.isHeld() ? m.visibleAt() : null,
        m.publishedBy(),
        m.publishedAt(),
        m.endedBy(),
        m.endedAt(),
        m.deadAt() == null
            ? null
            : new DeadLetter(m.homeId(), m.lastFailure(), m.failures(), m.deadAt(), m.consumer()));
  }

  private static String status(Message m) {
    if (m.isHeld()) {
      return Status.CLAIMED.word();
    }
    return switch (m.status()) {
      case READY, CLAIMED -> Status.READY.word();
      case BROADCAST -> (m.endedAt() == null ? Status.READY : Status.COMPLETED).word();
      case COMPLETED, SUPERSEDED, EXPIRED -> m.status().word();
    };
  }
}
