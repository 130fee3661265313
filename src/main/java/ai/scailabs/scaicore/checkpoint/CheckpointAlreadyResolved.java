package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** Somebody, or the clock, closed the checkpoint first. */
class CheckpointAlreadyResolved extends ApiException {

  CheckpointAlreadyResolved(Checkpoint checkpoint, String who) {
    super(
        ErrorCode.CHECKPOINT_ALREADY_RESOLVED,
        "The checkpoint was "
            + checkpoint.status().word()
            + (who.isEmpty() ? "" : " by " + who)
            + (checkpoint.resolvedAt() == null ? "" : " at " + checkpoint.resolvedAt())
            + (checkpoint.resolution() == null
                ? ""
                : " with the decision " + checkpoint.resolution().decision())
            + "; nothing was changed.");
  }
}
