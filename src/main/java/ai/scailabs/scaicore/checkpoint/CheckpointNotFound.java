package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** There is no such checkpoint in the caller's tenant. */
class CheckpointNotFound extends ApiException {

  CheckpointNotFound() {
    super(ErrorCode.CHECKPOINT_NOT_FOUND, "There is no such checkpoint in this tenant.");
  }
}
