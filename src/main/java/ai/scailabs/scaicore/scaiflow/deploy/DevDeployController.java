package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.identity.Public;
import ai.scailabs.scaicore.scaiflow.Credentials;
import ai.scailabs.scaicore.scaiflow.FlowContents;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.FlowDialect;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/**
 * The deprecated deploy, with a token of its own and without a flow. Source: {@code
 * seeds/scaiflow-deploy.md}, "POST /v1/dev/deploy"; its token is looked at by {@link
 * DevDeployFilter}.
 */
@RestController
@FlowDialect
@Tag(name = "Deploy", description = "From a flow to a running, published Core.")
class DevDeployController {

  private final FlowContents contents;
  private final Credentials credentials;
  private final Rollout rollout;

  DevDeployController(FlowContents contents, Credentials credentials, Rollout rollout) {
    this.contents = contents;
    this.credentials = credentials;
    this.rollout = rollout;
  }

  /** A graph, and whether to publish it; as its config says where that is left out. */
  @Schema(name = "DevDeployRequest")
  record DevDeployRequest(
      @Schema(description = "The graph, version 2.") @Nullable ObjectNode content,
      @Nullable Boolean publishAsModel) {}

  /** What was made. */
  @Schema(name = "DevDeployed")
  record DevDeployed(String coreId, @Nullable String publishedSlug) {}

  @PostMapping(DevDeployFilter.PATH)
  @Public
  @Raises({
    ErrorCode.AUTH_TOKEN_MISSING,
    ErrorCode.AUTH_TOKEN_INVALID,
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.COMPILE_ERROR,
    ErrorCode.MISSING_SCAIGRID_CREDENTIALS,
    ErrorCode.SCAIVAULT_FAILED,
    ErrorCode.SCAIQUEUE_AUTH,
    ErrorCode.SCAIQUEUE_PROVISION_FAILED,
    ErrorCode.SCAICORE_CREATE_FAILED,
    ErrorCode.SCAICORE_PUBLISH_FAILED,
    ErrorCode.DEV_DEPLOY_DISABLED
  })
  @Operation(
      deprecated = true,
      summary = "Deploy a graph without a flow",
      description =
          "Deprecated: save the flow and deploy it. The bearer token is that of"
              + " `SCAIFLOW_API_TOKEN`, and no caller's; without it this path is off.")
  DevDeployed deploy(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"publish_as_model": false, "content": {"nodes": [
                                {"id": "node_in", "type": "entry_api",
                                 "outputs": [{"id": "out", "type": "object"}]}], "edges": []}}
                              """)))
          @RequestBody(required = false)
          @Nullable DevDeployRequest request) {
    var content = request == null ? null : request.content();
    if (request == null || content == null) {
      throw new ValidationFailed("content", "is required: the graph, an object");
    }
    var wanted = new DeployRequest(request.publishAsModel(), null);
    var core =
        rollout.run(
            new Plan(contents.plain(content), credentials::ofNobody, null, false, wanted),
            Progress.UNRECORDED);
    return new DevDeployed(core.id(), core.publishedSlug());
  }
}
