package ai.scailabs.scaicore.scaiflow;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;
import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.FlowDialect;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
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
@FlowDialect
@RequestMapping("/v1/flows/{flow_id}/acls")
@Tag(name = "Flows", description = "Drawn flows, their versions, and who may touch them.")
class AclController {

  private final AclService acls;

  AclController(AclService acls) {
    this.acls = acls;
  }

  /** Whom to let do what. */
  @Schema(name = "FlowAclRequest")
  record AclRequest(
      Acl.@Nullable PrincipalType principalType,
      @Schema(description = "Id of the user or group; a user may be named by e-mail.")
          @Nullable String principalId,
      @Nullable FlowPermission permission) {}

  @GetMapping
  @Requires(SCAICORE_VIEW)
  @Raises(ErrorCode.FLOW_NOT_FOUND)
  @Operation(
      summary = "List who may touch a flow",
      description =
          "Its owner and the tenant's admins may do everything, and are not listed. Needs `view`.")
  Listing<Acl> list(@PathVariable("flow_id") String flowId, Caller caller) {
    return acls.list(caller, flowId);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(SCAICORE_MANAGE)
  @Audited("flow.grant")
  @Raises(ErrorCode.FLOW_NOT_FOUND)
  @Operation(
      summary = "Let somebody touch a flow",
      description =
          "`view` < `edit` < `deploy` < `admin`, each including those before it; for a user or for"
              + " all of a group. Who is listed already is changed. It stands beside the caller's"
              + " permissions: who may edit a flow needs `scaicore:manage` as well. Needs `admin`.")
  Acl grant(
      @PathVariable("flow_id") String flowId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"principal_type": "group", "principal_id": "grp_finance",
                               "permission": "deploy"}
                              """)))
          @RequestBody
          AclRequest request,
      Caller caller) {
    return acls.grant(caller, flowId, request);
  }

  @DeleteMapping("/{acl_id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(SCAICORE_MANAGE)
  @Audited("flow.revoke")
  @Raises({ErrorCode.FLOW_NOT_FOUND, ErrorCode.ACL_NOT_FOUND})
  @Operation(summary = "Take a permission back", description = "Needs `admin`.")
  void revoke(
      @PathVariable("flow_id") String flowId,
      @PathVariable("acl_id") String aclId,
      Caller caller) {
    acls.revoke(caller, flowId, aclId);
  }
}
