package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The tenant's own roles. */
@Service
class CustomRoleService {

  private final CustomRoles roles;
  private final AuditTrail audit;

  CustomRoleService(CustomRoles roles, AuditTrail audit) {
    this.roles = roles;
    this.audit = audit;
  }

  /** What a new role is to be. */
  record New(@Nullable String name, @Nullable List<@Nullable String> permissions) {}

  Page<CustomRoleView> list(String tenantId, Paging paging) {
    return roles.list(tenantId, paging);
  }

  @Transactional
  CustomRoleView create(Caller caller, New request) {
    var name = new RequestField("name", request.name()).text();
    if (BuiltInRole.of(name.toLowerCase(Locale.ROOT)).isPresent()) {
      throw new ValidationFailed("name", "is that of a built-in role; choose another");
    }
    var permissions =
        RequestField.each(
            "permissions",
            request.permissions(),
            Permission::of,
            "is no permission; the descriptions of the operations name them, such as"
                + " scaicore:view");
    if (permissions.isEmpty()) {
      throw new ValidationFailed("permissions", "must name at least one permission");
    }
    new Authority(caller).over(permissions);
    var id = Ids.next("role_");
    roles.add(id, caller.tenantId(), name, permissions);
    audit.record(caller.tenantId(), "custom_role.create", id);
    return get(caller.tenantId(), id);
  }

  /** Takes the role away from everybody who holds it. */
  @Transactional
  void delete(Caller caller, String id) {
    var role = get(caller.tenantId(), id);
    new Authority(caller)
        .over(role.permissions().stream().flatMap(p -> Permission.of(p).stream()).toList());
    roles.delete(caller.tenantId(), id);
    audit.record(caller.tenantId(), "custom_role.delete", id);
  }

  private CustomRoleView get(String tenantId, String id) {
    return roles.find(tenantId, id).orElseThrow(() -> new NothingOfThisId("custom role"));
  }
}
