package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;

/** A caller without the permission that an endpoint needs, which is named. */
class PermissionMissing extends ApiException {

  private PermissionMissing(String message) {
    super(ErrorCode.AUTHZ_PERMISSION_DENIED, message);
  }

  static PermissionMissing anyOf(List<Permission> permissions) {
    var words = permissions.stream().map(Permission::word).collect(Collectors.joining(" or "));
    return new PermissionMissing(
        "This needs the permission " + words + "; ask your tenant admin for it.");
  }

  static PermissionMissing atAll() {
    return new PermissionMissing("You may not call this; ask your tenant admin.");
  }
}
