package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** A change that would leave nobody who can administer the whole service. */
class LastSuperAdmin extends ApiException {

  LastSuperAdmin() {
    super(
        ErrorCode.CONFLICT,
        "No active super admin with a live API key would be left; give the role super_admin, and a"
            + " key, to somebody else first.");
  }
}
