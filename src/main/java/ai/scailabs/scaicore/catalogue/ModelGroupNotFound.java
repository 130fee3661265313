package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** No model group of this id is within the caller's reach. */
class ModelGroupNotFound extends ApiException {

  ModelGroupNotFound(String id) {
    super(
        ErrorCode.NOT_FOUND,
        "No model group '"
            + id
            + "' is visible to you; GET /v1/models/groups lists those that are.");
  }
}
