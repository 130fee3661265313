package ai.scailabs.scaicore.delegation;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_DELEGATE;
import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaicore/cores/{core_id}")
@Tag(name = "Delegation", description = "Cores that act as a user.")
class DelegationController {

  private final DelegationService delegations;

  DelegationController(DelegationService delegations) {
    this.delegations = delegations;
  }

  @PostMapping("/delegate")
  @Requires(SCAICORE_DELEGATE)
  @Audited("delegation.grant")
  @Raises({
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.DELEGATION_VALIDATION_ERROR,
    ErrorCode.DELEGATED_USER_NOT_FOUND
  })
  @Operation(
      summary = "Delegate",
      description =
          "Has the Core act as an active user of the tenant, from its next step on: `identity_mode`"
              + " becomes `user_delegated`. A scope is `word:word`; there must be one at least, and"
              + " those that are permissions of this service must be held by you and by the user;"
              + " others are handed on to plugins as they are. `expires_at` is in the future, or"
              + " left out. What was delegated before is replaced.")
  Envelope<DelegationView> grant(
      @PathVariable("core_id") String coreId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"user_id": "usr_acme_user", "scopes": ["models:use", "files:read"],
                               "expires_at": "2026-12-31T00:00:00Z"}
                              """)))
          @RequestBody
          DelegationRequest request,
      Caller caller) {
    return Envelope.of(DelegationView.of(delegations.grant(caller, coreId, request)));
  }

  @GetMapping("/delegation")
  @Requires(SCAICORE_VIEW)
  @Raises(ErrorCode.CORE_NOT_FOUND)
  @Operation(
      summary = "Show the delegation",
      description =
          "As whom the Core acts. Without a delegation all but `identity_mode` is null; one that"
              + " has expired is shown until it is renewed or revoked.")
  Envelope<DelegationView> get(@PathVariable("core_id") String coreId, Caller caller) {
    return Envelope.of(DelegationView.of(delegations.get(caller.tenantId(), coreId)));
  }

  @PutMapping("/delegation")
  @Requires(SCAICORE_DELEGATE)
  @Audited("delegation.update")
  @Raises({
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.DELEGATION_VALIDATION_ERROR,
    ErrorCode.DELEGATED_USER_NOT_FOUND
  })
  @Operation(
      summary = "Change the delegation",
      description =
          "Changes `scopes`, `expires_at` or both; what is left out stays, and so does who granted"
              + " it. You must hold the scopes that it has then. Fails with"
              + " `DELEGATION_VALIDATION_ERROR` where nobody is delegated.")
  Envelope<DelegationView> update(
      @PathVariable("core_id") String coreId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"scopes": ["models:use"], "expires_at": "2027-12-31T00:00:00Z"}
                              """)))
          @RequestBody
          DelegationRequest request,
      Caller caller) {
    return Envelope.of(DelegationView.of(delegations.update(caller, coreId, request)));
  }

  @PostMapping("/revoke-delegation")
  @Requires(SCAICORE_DELEGATE)
  @Audited("delegation.revoke")
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.DELEGATION_NOT_ACTIVE})
  @Operation(
      summary = "Revoke the delegation",
      description =
          "Has the Core act as itself again, from its next step on. Tokens that it sent before end"
              + " within minutes. Fails with `DELEGATION_NOT_ACTIVE` where nobody is"
              + " delegated.")
  Envelope<DelegationView> revoke(@PathVariable("core_id") String coreId, Caller caller) {
    return Envelope.of(DelegationView.of(delegations.revoke(caller, coreId)));
  }
}
