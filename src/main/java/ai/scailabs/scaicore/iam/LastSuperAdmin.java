package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** A change that would leave nobody who can administer the whole service. */
class LastSuperAdmin extends ApiException {

  LastSuperAdmin() {
    super(
        ErrorCode.CONFLICT,
        "No active super admin would be left; give the role super_admin to somebody else first.");
  }
}
