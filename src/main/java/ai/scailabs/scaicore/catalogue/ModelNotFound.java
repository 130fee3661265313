package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** No model of this slug is visible to the caller, whether there is one or not. */
public class ModelNotFound extends ApiException {

  public ModelNotFound(String slug) {
    super(
        ErrorCode.MODEL_NOT_FOUND,
        "No model '" + slug + "' is visible to you; GET /v1/models lists those that are.");
  }
}
