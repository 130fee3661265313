package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** A bearer token that is bad, revoked or expired, or whose user or tenant is not active. */
class TokenInvalid extends ApiException {

  TokenInvalid() {
    super(
        ErrorCode.AUTH_TOKEN_INVALID,
        "The bearer token is unknown, revoked or expired, or its user is not active; send another.");
  }
}
