package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** There is no such scope in the tenant: {@code SCOPE_NOT_FOUND}. */
public class ScopeNotFound extends ApiException {

  ScopeNotFound(String scope) {
    super(
        ErrorCode.SCOPE_NOT_FOUND,
        "There is no scope %s in this tenant; create it, or list those that there are."
            .formatted(scope));
  }
}
