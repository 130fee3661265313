package ai.scailabs.scaicore.delegation;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.time.Instant;

/**
 * A Core may not act as a user: nobody is delegated, the delegation has expired, or the user is
 * gone. Its code is also that of the block that needed it. Source: {@code seeds/api-reference.md},
 * "Errors".
 */
public final class DelegationRefused extends ApiException {

  private DelegationRefused(ErrorCode code, String message) {
    super(code, message);
  }

  static DelegationRefused notActive() {
    return new DelegationRefused(
        ErrorCode.DELEGATION_NOT_ACTIVE,
        "Nobody's identity is delegated to this Core; delegate a user's first (POST …/delegate).");
  }

  static DelegationRefused expired(Instant at) {
    return new DelegationRefused(
        ErrorCode.DELEGATION_EXPIRED,
        "The delegation to this Core expired at "
            + at
            + "; renew it (PUT …/delegation) or revoke"
            + " it.");
  }

  static DelegationRefused userNotFound() {
    return new DelegationRefused(
        ErrorCode.DELEGATED_USER_NOT_FOUND,
        "The user whose identity is or would be delegated to this Core is missing in its tenant,"
            + " or inactive; delegate another user's, or revoke the delegation.");
  }
}
