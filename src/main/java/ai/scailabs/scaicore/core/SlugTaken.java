package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** Another Core of the tenant has the slug. */
class SlugTaken extends ApiException {

  SlugTaken(Slug slug) {
    super(
        ErrorCode.SLUG_CONFLICT,
        "The slug "
            + slug.text()
            + " is taken by another Core of this tenant; choose a name that differs in its letters.");
  }
}
