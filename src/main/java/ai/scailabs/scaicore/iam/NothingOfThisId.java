package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** An id that is none of the tenant's, whether or not it is somebody else's. */
class NothingOfThisId extends ApiException {

  /**
   * @param kind such as "group"
   */
  NothingOfThisId(String kind) {
    super(
        ErrorCode.NOT_FOUND,
        "There is no %s of this id in the tenant; list them to see which there are."
            .formatted(kind));
  }
}
