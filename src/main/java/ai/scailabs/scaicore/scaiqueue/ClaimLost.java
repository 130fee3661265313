package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The message is not its claimer's any more: {@code CLAIM_LOST}. */
class ClaimLost extends ApiException {

  private ClaimLost(String messageId, String why) {
    super(
        ErrorCode.CLAIM_LOST,
        "The claim does not hold the message %s any more: it %s. Nothing was changed; claim again for what there is to do."
            .formatted(messageId, why));
  }

  /**
   * What became of the message.
   *
   * @param who by name, has it now or ended it; null where it was nobody
   */
  static ClaimLost of(Message m, @Nullable String who) {
    return new ClaimLost(
        m.id(),
        switch (m.status()) {
          case COMPLETED -> "was completed by %s at %s".formatted(who, m.endedAt());
          case SUPERSEDED ->
              "was withdrawn at %s, for its checkpoint was closed elsewhere".formatted(m.endedAt());
          case EXPIRED -> "ran out of its time to live at " + m.expiresAt();
          case CLAIMED, READY -> open(m, who);
          case BROADCAST -> "was given back, or completed, or given out again since";
        });
  }

  private static String open(Message m, @Nullable String who) {
    if (m.isHeld()) {
      return "is claimed by %s until %s, since %s".formatted(who, m.visibleAt(), m.claimedAt());
    }
    if (m.isDead()) {
      return "is in _dead_letter since %s: %s".formatted(m.deadAt(), m.lastFailure());
    }
    return m.claimId() == null
        ? "was given back, and waits to be claimed"
        : "was claimed by %s at %s".formatted(who, m.claimedAt());
  }
}
