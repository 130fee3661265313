package ai.scailabs.scaicore.scaiflow;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.program.manifest.ManifestInvalid;
import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.scaiflow.reading.ManifestImport;
import ai.scailabs.scaicore.scaiflow.reading.NoFlowInManifest;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.FlowDialect;
import ai.scailabs.scaicore.web.PayloadTooLarge;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Flows out of manifests, those that were compiled from a graph and those written by hand. */
@RestController
@FlowDialect
@Tag(name = "Flow compiler", description = "What a graph becomes, and what is wrong with it.")
class ImportController {

  private static final String YAML = "application/yaml";
  private static final String UNNAMED = "Imported flow";

  private final FlowService flows;
  private final JsonMapper json;

  ImportController(FlowService flows, JsonMapper json) {
    this.flows = flows;
    this.json = json;
  }

  @PostMapping(
      path = "/v1/flows/import",
      consumes = {YAML, "application/x-yaml", "text/yaml"})
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(SCAICORE_MANAGE)
  @Audited("flow.import")
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.PAYLOAD_TOO_LARGE, ErrorCode.STORAGE_ERROR})
  @Operation(
      summary = "Make a flow of a manifest",
      description =
          "A manifest that was compiled from a graph gives that graph again; one written by hand is"
              + " drawn as far as nodes can say it, and the rest is kept in the graph's"
              + " `metadata.unknown_steps`. The flow is named by `name`, else as the manifest says.")
  FlowViews.Whole read(
      @Parameter(example = "Echo Agent") @RequestParam(required = false) @Nullable String name,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      mediaType = YAML,
                      schema = @Schema(type = "string"),
                      examples =
                          @ExampleObject(
                              """
                              core:
                                name: Echo Agent
                                flows:
                                  - name: main
                                    steps:
                                      - template: "You said: {{message}}"
                              """)))
          @RequestBody
          byte[] manifest,
      Caller caller) {
    var content = content(manifest);
    var request = new FlowRequest(named(name, content), null, content);
    return flows.create(caller, request, "flow.import");
  }

  private ObjectNode content(byte[] manifest) {
    if (manifest.length > ManifestReader.MAX_BYTES) {
      throw new PayloadTooLarge(ManifestReader.MAX_BYTES);
    }
    try {
      Map<String, @Nullable Object> graph =
          ManifestImport.read(new String(manifest, StandardCharsets.UTF_8)).content();
      return json.valueToTree(graph);
    } catch (ManifestInvalid | NoFlowInManifest e) {
      throw new ValidationFailed(String.valueOf(e.getMessage()));
    }
  }

  private static String named(@Nullable String given, ObjectNode content) {
    if (given != null) {
      return given;
    }
    var core = content.at("/config/core_identity/name").asString("");
    var name = core.isBlank() ? content.path("name").asString(UNNAMED) : core;
    return name.isBlank() || name.indexOf('\0') >= 0 ? UNNAMED : name;
  }
}
