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
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/users")
@Tag(name = "Users", description = "People of the tenant, their roles and groups.")
class UserController {

  private final UserService users;

  UserController(UserService users) {
    this.users = users;
  }

  @GetMapping
  @Requires(USERS_MANAGE)
  @Operation(summary = "List users", description = "The tenant's users, newest first.")
  Envelope<Envelope.Items<UserView>> list(
      @Parameter(description = "Only the user of this e-mail address", example = "ada@acme")
          @RequestParam(required = false)
          @Nullable String email,
      Paging paging,
      Caller caller) {
    return Envelope.of(users.list(caller.tenantId(), email, paging));
  }

  @GetMapping("/{user_id}")
  @Requires(USERS_MANAGE)
  @Raises(ErrorCode.NOT_FOUND)
  @Operation(summary = "Fetch a user", description = "With what they hold.")
  Envelope<UserView> get(@PathVariable("user_id") String userId, Caller caller) {
    return Envelope.of(users.get(caller.tenantId(), userId));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(USERS_MANAGE)
  @Audited("user.create")
  @Raises(ErrorCode.CONFLICT)
  @Operation(
      summary = "Create a user",
      description =
          "Adds a person to the tenant, with built-in roles where they are given. You cannot give"
              + " what you do not hold. They come in by an API key that is made for them, or by a"
              + " token of the identity provider that names their e-mail address.")
  Envelope<UserView> create(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"email": "ada@acme", "display_name": "Ada", "roles": ["tenant_user"]}
                              """)))
          @RequestBody
          UserRequests.New request,
      Caller caller) {
    return Envelope.of(users.create(caller, request));
  }

  @PutMapping("/{user_id}")
  @Requires(USERS_MANAGE)
  @Audited("user.update")
  @Raises({ErrorCode.NOT_FOUND, ErrorCode.CONFLICT})
  @Operation(
      summary = "Change a user",
      description =
          "Replaces what is given. With `active: false` their tokens are refused at once; only"
              + " somebody who holds as much as they do may do that, and not to the last super"
              + " admin (`CONFLICT`).")
  Envelope<UserView> change(
      @PathVariable("user_id") String userId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(examples = @ExampleObject("{\"active\": false}")))
          @RequestBody
          UserRequests.Change request,
      Caller caller) {
    return Envelope.of(users.change(caller, userId, request));
  }

  @PutMapping("/{user_id}/roles")
  @Requires(USERS_MANAGE)
  @Audited("user.assign_roles")
  @Raises({ErrorCode.NOT_FOUND, ErrorCode.CONFLICT})
  @Operation(
      summary = "Set a user's roles",
      description =
          "Replaces the user's built-in and custom roles. You cannot give, or take away, what you"
              + " do not hold, and the last super admin keeps the role (`CONFLICT`). Keys of theirs"
              + " that somebody made who does not hold what is added are revoked. A role that the"
              + " user's tokens bring comes back with the next token that brings it.")
  Envelope<UserView> setRoles(
      @PathVariable("user_id") String userId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"roles": ["tenant_user"], "custom_role_ids": ["role_reviewer"]}
                              """)))
          @RequestBody
          UserRequests.Roles request,
      Caller caller) {
    return Envelope.of(users.setRoles(caller, userId, request));
  }
}
