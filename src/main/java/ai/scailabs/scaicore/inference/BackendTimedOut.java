package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** What is behind a model did not answer while the caller could be kept waiting. */
class BackendTimedOut extends ApiException {

  BackendTimedOut(String message) {
    super(ErrorCode.BACKEND_TIMEOUT, message);
  }

  BackendTimedOut(String slug, String executionId) {
    super(
        ErrorCode.BACKEND_TIMEOUT,
        "The Core behind the model '"
            + slug
            + "' has not answered yet and works on: execution "
            + executionId
            + ". Ask for less at once, or send an Idempotency-Key and repeat the request for the"
            + " same answer.");
  }
}
