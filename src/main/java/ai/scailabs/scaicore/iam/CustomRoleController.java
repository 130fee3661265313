package ai.scailabs.scaicore.iam;

import static ai.scailabs.scaicore.identity.Permission.USERS_MANAGE;

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
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/iam/custom-roles")
@Tag(name = "Users")
class CustomRoleController {

  private final CustomRoleService roles;

  CustomRoleController(CustomRoleService roles) {
    this.roles = roles;
  }

  @GetMapping
  @Requires(USERS_MANAGE)
  @Operation(summary = "List custom roles", description = "The tenant's own roles, newest first.")
  Envelope<Envelope.Items<CustomRoleView>> list(Paging paging, Caller caller) {
    return Envelope.of(roles.list(caller.tenantId(), paging));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(USERS_MANAGE)
  @Audited("custom_role.create")
  @Raises(ErrorCode.CONFLICT)
  @Operation(
      summary = "Create a custom role",
      description =
          "Gives permissions a name in this tenant. You cannot put in what you do not hold. A role"
              + " never changes; who holds it is set with `PUT /v1/users/{user_id}/roles`.")
  Envelope<CustomRoleView> create(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"name": "reviewer",
                               "permissions": ["scaicore:view", "scaicore:checkpoint_resolve"]}
                              """)))
          @RequestBody
          CustomRoleService.New request,
      Caller caller) {
    return Envelope.of(roles.create(caller, request));
  }

  @DeleteMapping("/{role_id}")
  @Requires(USERS_MANAGE)
  @Audited("custom_role.delete")
  @Raises(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Delete a custom role",
      description = "Takes it away from everybody who holds it, at once.")
  Envelope<Deleted> delete(@PathVariable("role_id") String roleId, Caller caller) {
    roles.delete(caller, roleId);
    return Envelope.of(Deleted.of(roleId));
  }
}
