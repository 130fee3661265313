package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** The Core behind a model does not run. */
class ModelUnavailable extends ApiException {

  ModelUnavailable(String slug) {
    super(
        ErrorCode.MODEL_UNAVAILABLE,
        "The Core behind the model '"
            + slug
            + "' is not running; try again later, or ask its publisher to start it.");
  }
}
