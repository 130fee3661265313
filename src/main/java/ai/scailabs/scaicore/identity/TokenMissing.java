package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** A request without a bearer token, where one is needed. */
class TokenMissing extends ApiException {

  TokenMissing() {
    super(ErrorCode.AUTH_TOKEN_MISSING, "Send your API key as 'Authorization: Bearer sgk_…'.");
  }
}
