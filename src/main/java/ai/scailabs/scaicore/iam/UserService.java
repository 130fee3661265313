package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.KeyRevocation;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Users of the tenant and what they hold. Nobody gives or takes what they do not hold. */
@Service
class UserService {

  private static final String SUPER_ADMIN = BuiltInRole.SUPER_ADMIN.word();

  private final Users users;
  private final CustomRoles customRoles;
  private final SuperAdmins superAdmins;
  private final KeyRevocation keys;
  private final AuditTrail audit;

  UserService(
      Users users,
      CustomRoles customRoles,
      SuperAdmins superAdmins,
      KeyRevocation keys,
      AuditTrail audit) {
    this.users = users;
    this.customRoles = customRoles;
    this.superAdmins = superAdmins;
    this.keys = keys;
    this.audit = audit;
  }

  Page<UserView> list(String tenantId, @Nullable String email, Paging paging) {
    return users.list(tenantId, email, paging);
  }

  UserView get(String tenantId, String id) {
    return users.find(tenantId, id).orElseThrow(() -> new NothingOfThisId("user"));
  }

  @Transactional
  UserView create(Caller caller, UserRequests.New request) {
    var email = new RequestField("email", request.email()).email();
    var name =
        request.displayName() == null
            ? email.substring(0, email.indexOf('@'))
            : new RequestField("display_name", request.displayName()).text();
    var roles = UserRequests.builtIn(request.roles());
    roles.forEach(new Authority(caller)::over);
    var id = Ids.next("usr_");
    users.add(id, caller.tenantId(), email, name);
    users.setRoles(caller.tenantId(), id, roles, List.of());
    audit.record(caller.tenantId(), "user.create", id);
    return get(caller.tenantId(), id);
  }

  /**
   * Changes what is given. To take away, or give back, all that a user holds is to (de)activate.
   */
  @Transactional
  UserView change(Caller caller, String id, UserRequests.Change request) {
    var user = locked(caller, id);
    var name =
        request.displayName() == null
            ? user.displayName()
            : new RequestField("display_name", request.displayName()).text();
    boolean active = Optional.ofNullable(request.active()).orElse(user.active());
    if (active != user.active()) {
      new Authority(caller).over(users.holdings(caller.tenantId(), user));
    }
    boolean loses = user.active() && !active && user.roles().contains(SUPER_ADMIN);
    if (loses) {
      superAdmins.hold();
    }
    users.change(caller.tenantId(), id, name, active);
    if (loses) {
      superAdmins.requireOne();
    }
    audit.record(caller.tenantId(), "user.update", id);
    return get(caller.tenantId(), id);
  }

  /**
   * Replaces all that a user holds. Keys of theirs that were made by somebody who does not hold
   * what is added end with that.
   */
  @Transactional
  UserView setRoles(Caller caller, String id, UserRequests.Roles request) {
    var user = locked(caller, id);
    if (request.roles() == null || request.customRoleIds() == null) {
      throw new ValidationFailed(
          request.roles() == null ? "roles" : "custom_role_ids",
          "is required, and replaces what the user holds; send [] for none");
    }
    var roles = UserRequests.builtIn(request.roles());
    RequestField.requireFew("custom_role_ids", request.customRoleIds());
    var known = customRoles.existing(caller.tenantId(), request.customRoleIds());
    var custom =
        RequestField.each(
            "custom_role_ids",
            request.customRoleIds(),
            role -> Optional.of(role).filter(known::contains),
            "is no custom role of the tenant; GET /v1/iam/custom-roles lists them");
    var words = roles.stream().map(BuiltInRole::word).toList();
    new Authority(caller)
        .over(
            users.holdings(
                caller.tenantId(),
                changed(user.roles(), words),
                changed(user.customRoleIds(), custom)));
    if (id.equals(caller.userId())
        && !caller.administersTenant()
        && !user.customRoleIds().containsAll(custom)) {
      // Its name alone lets them decide what is assigned to it.
      throw new NotYoursToGive("a custom role of your own");
    }
    boolean loses = user.roles().contains(SUPER_ADMIN) && !words.contains(SUPER_ADMIN);
    if (loses) {
      superAdmins.hold();
    }
    users.setRoles(caller.tenantId(), id, roles, custom);
    revokeKeys(caller, user, words, custom);
    if (loses) {
      superAdmins.requireOne();
    }
    audit.record(caller.tenantId(), "user.assign_roles", id);
    return get(caller.tenantId(), id);
  }

  /** Those made by others who do not hold what was added. */
  private void revokeKeys(
      Caller caller, UserView user, Collection<String> roles, Collection<String> custom) {
    var tenantId = caller.tenantId();
    var added =
        users.holdings(
            tenantId, without(roles, user.roles()), without(custom, user.customRoleIds()));
    if (!added.isEmpty()) {
      keys.revokeOthers(
          tenantId, user.id(), maker -> !users.holdingsIn(tenantId, maker).cover(added));
    }
  }

  private static Set<String> without(Collection<String> all, Collection<String> some) {
    var rest = new HashSet<>(all);
    some.forEach(rest::remove);
    return rest;
  }

  private UserView locked(Caller caller, String id) {
    return users.lock(caller.tenantId(), id).orElseThrow(() -> new NothingOfThisId("user"));
  }

  /** What is in one of them only. */
  private static Set<String> changed(Collection<String> before, Collection<String> after) {
    var changed = new HashSet<>(before);
    after.stream().filter(item -> !changed.remove(item)).toList().forEach(changed::add);
    return changed;
  }
}
