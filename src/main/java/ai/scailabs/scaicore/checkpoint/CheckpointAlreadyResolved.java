package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** Somebody, or the clock, closed the checkpoint first. */
class CheckpointAlreadyResolved extends ApiException {

  /**
   * Who it was, for all who came too late.
   *
   * @param who by name; empty where it was no person
   */
  CheckpointAlreadyResolved(Checkpoint checkpoint, String who) {
    super(
        ErrorCode.CHECKPOINT_ALREADY_RESOLVED,
        "The checkpoint was "
            + checkpoint.status().word()
            + by(checkpoint, who)
            + (checkpoint.resolvedAt() == null ? "" : " at " + checkpoint.resolvedAt())
            + (checkpoint.resolution() == null
                ? ""
                : " with the decision " + checkpoint.resolution().decision())
            + "; nothing was changed.");
  }

  private static String by(Checkpoint checkpoint, String who) {
    if (!who.isEmpty()) {
      return " by " + who;
    }
    return switch (checkpoint.resolvedVia()) {
      case EXPIRY -> " by its timeout";
      case EXECUTION -> " with its execution";
      case API, QUEUE -> "";
      case null -> "";
    };
  }
}
