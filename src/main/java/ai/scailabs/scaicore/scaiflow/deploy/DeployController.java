package ai.scailabs.scaicore.scaiflow.deploy;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;
import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.BearerToken;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.scaiflow.Listing;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.FlowDialect;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@FlowDialect
@RequestMapping("/v1/flows/{flow_id}")
@Tag(name = "Deploy", description = "From a flow to a running, published Core.")
class DeployController {

  private final DeployService deploys;

  DeployController(DeployService deploys) {
    this.deploys = deploys;
  }

  @PostMapping("/deploy")
  @Requires(SCAICORE_MANAGE)
  @Audited("flow.deploy")
  @Raises({
    ErrorCode.FLOW_NOT_FOUND,
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.CONFLICT,
    ErrorCode.STORAGE_ERROR,
    ErrorCode.COMPILE_ERROR,
    ErrorCode.MISSING_SCAIGRID_CREDENTIALS,
    ErrorCode.SCAIVAULT_FAILED,
    ErrorCode.SCAIQUEUE_AUTH,
    ErrorCode.SCAIQUEUE_PROVISION_FAILED,
    ErrorCode.SCAICORE_CREATE_FAILED,
    ErrorCode.SCAICORE_PUBLISH_FAILED,
    ErrorCode.DEPLOY_INTERRUPTED
  })
  @Operation(
      summary = "Deploy a flow",
      description =
          """
          Compiles the current version, sees to its scope and queues, creates its Core and starts \
          it, and publishes it where the body, or else the flow's config, says so. A second deploy \
          updates the same Core: the manifest is verified first, and where the Core does not start \
          with it, the program before is put back and started. Executions that wait go on with the \
          program they began with.
          Deploys of one flow run one at a time, over all replicas. A repeated `Idempotency-Key` \
          (24 h) gets the answer of the deploy that went well. Each deploy leaves a record, also \
          one that fails. Needs `deploy` on the flow.\
          """)
  Deployment deploy(
      @PathVariable("flow_id") String flowId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              "{\"publish_as_model\": true, \"group_ids\": [\"mg_qa\"]}")))
          @RequestBody(required = false)
          @Nullable DeployRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @Parameter(hidden = true) HttpServletRequest http,
      Caller caller) {
    return deploys.deploy(
        caller,
        flowId,
        Objects.requireNonNullElse(request, DeployRequest.NOTHING_SAID),
        BearerToken.of(http.getHeader(HttpHeaders.AUTHORIZATION)),
        idempotencyKey);
  }

  @GetMapping("/deployments")
  @Requires(SCAICORE_VIEW)
  @Raises(ErrorCode.FLOW_NOT_FOUND)
  @Operation(
      summary = "List deployments",
      description =
          "Newest first; those that failed with their error, and as `interrupted` those whose"
              + " process died. Needs `view` on the flow.")
  Listing<Deployment> deployments(
      @PathVariable("flow_id") String flowId, Paging paging, Caller caller) {
    return deploys.list(caller, flowId, paging);
  }
}
