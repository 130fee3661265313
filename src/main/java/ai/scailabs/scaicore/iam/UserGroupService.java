package ai.scailabs.scaicore.iam;

import ai.scailabs.scaicore.iam.UserGroups.GroupView;
import ai.scailabs.scaicore.iam.UserGroups.Member;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Groups of the tenant and who is in them. To be in one is to decide what is assigned to it, so
 * that only its members, and who administers the tenant, say who else is.
 */
@Service
class UserGroupService {

  private final UserGroups groups;
  private final Users users;
  private final AuditTrail audit;

  UserGroupService(UserGroups groups, Users users, AuditTrail audit) {
    this.groups = groups;
    this.users = users;
    this.audit = audit;
  }

  Page<GroupView> list(String tenantId, Paging paging) {
    return groups.list(tenantId, paging);
  }

  @Transactional
  GroupView create(String tenantId, @Nullable String name) {
    var id = Ids.next("grp_");
    groups.add(id, tenantId, new RequestField("name", name).text());
    audit.record(tenantId, "group.create", id);
    return get(tenantId, id);
  }

  @Transactional
  void delete(String tenantId, String id) {
    if (!groups.delete(tenantId, id)) {
      throw new NothingOfThisId("group");
    }
    audit.record(tenantId, "group.delete", id);
  }

  Page<Member> members(String tenantId, String id, Paging paging) {
    get(tenantId, id);
    return groups.members(tenantId, id, paging);
  }

  @Transactional
  Member addMember(Caller caller, String id, String userId) {
    var tenantId = caller.tenantId();
    requireSay(caller, id);
    if (users.find(tenantId, userId).isEmpty()) {
      throw new NothingOfThisId("user");
    }
    groups.addMember(tenantId, id, userId);
    audit.record(tenantId, "group.add_member", id + "/" + userId);
    return groups.member(tenantId, id, userId).orElseThrow();
  }

  @Transactional
  void removeMember(Caller caller, String id, String userId) {
    var tenantId = caller.tenantId();
    requireSay(caller, id);
    if (!groups.removeMember(tenantId, id, userId)) {
      throw new NothingOfThisId("member");
    }
    audit.record(tenantId, "group.remove_member", id + "/" + userId);
  }

  private void requireSay(Caller caller, String id) {
    get(caller.tenantId(), id);
    if (!caller.administersTenant() && !caller.groups().contains(id)) {
      throw new NotYoursToGive("the membership of a group that you are not in");
    }
  }

  private GroupView get(String tenantId, String id) {
    return groups.find(tenantId, id).orElseThrow(() -> new NothingOfThisId("group"));
  }
}
