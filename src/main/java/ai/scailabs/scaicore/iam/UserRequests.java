package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.identity.BuiltInRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of requests that change users. A member that is missing or null is not given. */
final class UserRequests {

  private UserRequests() {}

  record New(
      @Nullable String email,
      @Nullable String displayName,
      @Nullable List<@Nullable String> roles) {}

  record Change(@Nullable String displayName, @Nullable Boolean active) {}

  record Roles(
      @Nullable List<@Nullable String> roles, @Nullable List<@Nullable String> customRoleIds) {}

  static List<BuiltInRole> builtIn(@Nullable List<@Nullable String> roles) {
    return RequestField.each(
        "roles",
        roles,
        BuiltInRole::of,
        "is no built-in role; they are super_admin, partner_admin, tenant_admin, tenant_user and"
            + " tenant_viewer, and the tenant's own go into custom_role_ids");
  }
}
