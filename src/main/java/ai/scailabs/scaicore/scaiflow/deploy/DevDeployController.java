package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.identity.Public;
import ai.scailabs.scaicore.scaiflow.Credentials;
import ai.scailabs.scaicore.scaiflow.FlowContents;
import ai.scailabs.scaicore.scaiflow.FlowProperties;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.FlowDialect;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/**
 * The deprecated deploy, with a token of its own and without a flow. Source: {@code
 * seeds/scaiflow-deploy.md}, "POST /v1/dev/deploy".
 */
@RestController
@FlowDialect
@Tag(name = "Deploy", description = "From a flow to a running, published Core.")
class DevDeployController {

  /** Since when it is deprecated (RFC 9745): 1 January 2026. */
  private static final String DEPRECATED = "@1767225600";

  private static final String SUCCESSOR =
      "</v1/flows/{flow_id}/deploy>; rel=\"successor-version\"";

  private final FlowProperties settings;
  private final FlowContents contents;
  private final Credentials credentials;
  private final Rollout rollout;

  DevDeployController(
      FlowProperties settings, FlowContents contents, Credentials credentials, Rollout rollout) {
    this.settings = settings;
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

  @PostMapping("/v1/dev/deploy")
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
          @Nullable DevDeployRequest request,
      @Parameter(hidden = true) HttpServletRequest http,
      @Parameter(hidden = true) HttpServletResponse response) {
    response.setHeader("Deprecation", DEPRECATED);
    response.setHeader(HttpHeaders.LINK, SUCCESSOR);
    requireToken(Bearer.token(http.getHeader(HttpHeaders.AUTHORIZATION)));
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

  private void requireToken(@Nullable String token) {
    var expected = settings.apiToken();
    if (expected == null) {
      throw new ApiException(
          ErrorCode.DEV_DEPLOY_DISABLED,
          "This deprecated path is off, for SCAIFLOW_API_TOKEN is not set; save the flow with POST"
              + " /v1/flows and deploy it with POST /v1/flows/{flow_id}/deploy.");
    }
    if (token == null) {
      throw new ApiException(
          ErrorCode.AUTH_TOKEN_MISSING, "Send Authorization: Bearer and the SCAIFLOW_API_TOKEN.");
    }
    // In a time that tells nothing of how much of it was right.
    if (!MessageDigest.isEqual(
        token.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8))) {
      throw new ApiException(
          ErrorCode.AUTH_TOKEN_INVALID, "This is not the token of SCAIFLOW_API_TOKEN.");
    }
  }
}
