package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** Somebody would give, or take away, a role or permission that they do not hold themselves. */
class NotYoursToGive extends ApiException {

  /**
   * @param what such as "the role tenant_admin"
   */
  NotYoursToGive(String what) {
    super(
        ErrorCode.AUTHZ_PERMISSION_DENIED,
        "You may not give or take away "
            + what
            + ", because you do not hold as much yourself; ask somebody who does.");
  }
}
