package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** The catalogue has a model of this slug. */
class SlugTaken extends ApiException {

  SlugTaken(String slug) {
    super(
        ErrorCode.SLUG_CONFLICT,
        "The catalogue has a model '" + slug + "' already; unpublish it or choose another name.");
  }
}
