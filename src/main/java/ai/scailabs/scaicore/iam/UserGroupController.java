package ai.scailabs.scaicore.iam;

import static ai.scailabs.scaicore.identity.Permission.USERS_MANAGE;

import ai.scailabs.scaicore.iam.UserGroups.GroupView;
import ai.scailabs.scaicore.iam.UserGroups.Member;
import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/groups")
@Tag(name = "Users")
class UserGroupController {

  private final UserGroupService groups;

  UserGroupController(UserGroupService groups) {
    this.groups = groups;
  }

  /** What a new group is to be. */
  record NewGroup(@Nullable String name) {}

  @GetMapping
  @Requires(USERS_MANAGE)
  @Operation(summary = "List groups", description = "The tenant's groups, newest first.")
  Envelope<Envelope.Items<GroupView>> list(Paging paging, Caller caller) {
    return Envelope.of(groups.list(caller.tenantId(), paging));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(USERS_MANAGE)
  @Audited("group.create")
  @Raises(ErrorCode.CONFLICT)
  @Operation(
      summary = "Create a group",
      description = "An empty group; its name is unique in the tenant.")
  Envelope<GroupView> create(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(examples = @ExampleObject("{\"name\": \"Finance\"}")))
          @RequestBody
          NewGroup request,
      Caller caller) {
    return Envelope.of(groups.create(caller.tenantId(), request.name()));
  }

  @DeleteMapping("/{group_id}")
  @Requires(USERS_MANAGE)
  @Audited("group.delete")
  @Raises(ErrorCode.NOT_FOUND)
  @Operation(summary = "Delete a group", description = "Its members stay users of the tenant.")
  Envelope<Deleted> delete(@PathVariable("group_id") String groupId, Caller caller) {
    groups.delete(caller.tenantId(), groupId);
    return Envelope.of(Deleted.of(groupId));
  }

  @GetMapping("/{group_id}/members")
  @Requires(USERS_MANAGE)
  @Raises(ErrorCode.NOT_FOUND)
  @Operation(summary = "List a group's members", description = "Who came in last comes first.")
  Envelope<Envelope.Items<Member>> members(
      @PathVariable("group_id") String groupId, Paging paging, Caller caller) {
    return Envelope.of(groups.members(caller.tenantId(), groupId, paging));
  }

  @PutMapping("/{group_id}/members/{user_id}")
  @Requires(USERS_MANAGE)
  @Audited("group.add_member")
  @Raises(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Put a user into a group",
      description =
          "Nothing changes for one who is in it. Only members of the group, and who administers the"
              + " tenant, may do it.")
  Envelope<Member> addMember(
      @PathVariable("group_id") String groupId,
      @PathVariable("user_id") String userId,
      Caller caller) {
    return Envelope.of(groups.addMember(caller, groupId, userId));
  }

  @DeleteMapping("/{group_id}/members/{user_id}")
  @Requires(USERS_MANAGE)
  @Audited("group.remove_member")
  @Raises(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Take a user out of a group",
      description =
          "Only members of the group, and who administers the tenant, may do it. A membership that"
              + " the user's tokens bring comes back with the next token that brings"
              + " it.")
  Envelope<Deleted> removeMember(
      @PathVariable("group_id") String groupId,
      @PathVariable("user_id") String userId,
      Caller caller) {
    groups.removeMember(caller, groupId, userId);
    return Envelope.of(Deleted.of(userId));
  }
}
