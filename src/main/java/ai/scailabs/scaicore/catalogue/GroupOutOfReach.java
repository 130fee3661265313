package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/**
 * A caller who may manage models, but not in a group of this scope. Source: {@code
 * seeds/publish-as-model.md}, "Scope rules for group_ids".
 */
class GroupOutOfReach extends ApiException {

  GroupOutOfReach() {
    super(
        ErrorCode.AUTHZ_PERMISSION_DENIED,
        "A model group is written by whom its scope belongs to: global ones by super admins,"
            + " a partner's by its partner admins, a tenant's by its own admins and those above"
            + " them. A key that is restricted to model groups writes these only.");
  }
}
