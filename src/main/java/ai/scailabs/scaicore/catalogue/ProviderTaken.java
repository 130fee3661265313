package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** The tenant has a backend of this provider name. */
class ProviderTaken extends ApiException {

  ProviderTaken(String provider) {
    super(
        ErrorCode.SLUG_CONFLICT,
        "The tenant has a backend for the provider '"
            + provider
            + "' already; change that one, or choose another name.");
  }
}
