package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/**
 * A tenant in {@code X-Tenant-Id} that the caller does not administer, whether it exists or not.
 */
class TenantOutOfReach extends ApiException {

  TenantOutOfReach() {
    super(
        ErrorCode.AUTHZ_PERMISSION_DENIED,
        "You may not act in the tenant named in X-Tenant-Id; leave it out to act in your own.");
  }
}
