package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** What is behind a model failed. */
class BackendFailed extends ApiException {

  BackendFailed(String message) {
    super(ErrorCode.BACKEND_ERROR, message);
  }
}
