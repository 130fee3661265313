package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Cores out of YAML manifests, which is what ScaiFlow deploys. */
@RestController
@RequestMapping("/v1/modules/scaicore/cores")
@Tag(name = "Cores")
class ManifestController {

  private static final String YAML = "application/yaml";
  private static final String X_YAML = "application/x-yaml";
  private static final String TEXT_YAML = "text/yaml";

  private static final String EXAMPLE =
      """
      core:
        name: Greeter
        mode: api
        model: scaigrid/offline/echo
        flows:
          - name: greet
            params: [{name: name, type: string}]
            trigger: {type: api, method: POST, path: /greet}
            steps:
              - template: "Hello, {{name}}!"
                bind: greeting
              - return: "{message: greeting}"
      """;

  private final CoreService cores;
  private final CoreManifests manifests;
  private final CoreViews views;

  ManifestController(CoreService cores, CoreManifests manifests, CoreViews views) {
    this.cores = cores;
    this.manifests = manifests;
    this.views = views;
  }

  @PostMapping(consumes = {YAML, X_YAML, TEXT_YAML})
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(SCAICORE_MANAGE)
  @Audited("core.create")
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.SLUG_CONFLICT,
    ErrorCode.PAYLOAD_TOO_LARGE,
    ErrorCode.INVALID_SOURCE_IR
  })
  @Operation(
      operationId = "createFromManifest",
      summary = "Create a Core",
      description =
          "As YAML, a manifest of at most 1 MB: it is converted and verified at once"
              + " (`INVALID_SOURCE_IR` with every finding, at its path and line of the manifest),"
              + " and the stored `source` is the program that it became.")
  Envelope<CoreView> create(
      @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = YAML,
                    schema = @Schema(type = "string"),
                    examples = @ExampleObject(EXAMPLE)),
                @Content(mediaType = X_YAML, schema = @Schema(type = "string")),
                @Content(mediaType = TEXT_YAML, schema = @Schema(type = "string"))
              })
          InputStream manifest,
      Caller caller) {
    return Envelope.of(views.of(cores.create(caller, manifests.request(manifest, null))));
  }

  @PutMapping(
      path = "/{core_id}",
      consumes = {YAML, X_YAML, TEXT_YAML})
  @Requires(SCAICORE_MANAGE)
  @Audited("core.update")
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.CONFLICT,
    ErrorCode.PAYLOAD_TOO_LARGE,
    ErrorCode.INVALID_SOURCE_IR
  })
  @Operation(
      operationId = "editFromManifest",
      summary = "Change a Core",
      description =
          "As YAML, a manifest: it is verified before anything changes, then replaces the name, the"
              + " program, and what else it says of the Core.")
  Envelope<CoreView> edit(
      @PathVariable("core_id") String coreId,
      @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = YAML,
                    schema = @Schema(type = "string"),
                    examples = @ExampleObject(EXAMPLE)),
                @Content(mediaType = X_YAML, schema = @Schema(type = "string")),
                @Content(mediaType = TEXT_YAML, schema = @Schema(type = "string"))
              })
          InputStream manifest,
      @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
      Caller caller) {
    var seen = IfMatch.version(ifMatch);
    var core = cores.get(caller.tenantId(), coreId);
    var request = manifests.request(manifest, core.configuration());
    return Envelope.of(views.of(cores.edit(caller, coreId, request, seen)));
  }
}
