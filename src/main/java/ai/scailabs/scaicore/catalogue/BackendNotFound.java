package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** No backend of this id in the caller's tenant. */
class BackendNotFound extends ApiException {

  BackendNotFound(String id) {
    super(
        ErrorCode.NOT_FOUND,
        "No backend '" + id + "' in this tenant; GET /v1/backends lists those that there are.");
  }
}
