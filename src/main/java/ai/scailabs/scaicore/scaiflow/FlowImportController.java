package ai.scailabs.scaicore.scaiflow;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.program.manifest.ManifestInvalid;
import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.scaiflow.reading.Imported;
import ai.scailabs.scaicore.scaiflow.reading.ManifestImport;
import ai.scailabs.scaicore.scaiflow.reading.NoFlowInManifest;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.FlowDialect;
import ai.scailabs.scaicore.web.PayloadTooLarge;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.RawJson;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@RestController
@FlowDialect
@RequestMapping("/v1/flows/import")
@Tag(name = "Flows")
class FlowImportController {

  private static final String EXAMPLE =
      """
      core:
        name: Greeter
        model: scaigrid/offline/echo
        flows:
          - name: greet
            trigger: {type: api, method: POST, path: /greet}
            steps:
              - template: "Hello, {{name}}!"
                bind: greeting
      """;

  private final FlowService flows;
  private final JsonMapper json;

  FlowImportController(FlowService flows, JsonMapper json) {
    this.flows = flows;
    this.json = json;
  }

  /** A flow that was made of a manifest. */
  @Schema(name = "FlowImported")
  record FlowImported(
      @Schema(example = "flow_06a1q8b3v5e3s9k4t7m2n8p6rw") String id,
      @Schema(example = "Greeter") String name,
      @Nullable String description,
      String ownerId,
      String tenantId,
      @Schema(example = "1.0.0") String version,
      Instant createdAt,
      Instant updatedAt,
      @Schema(type = "object", description = "The graph.") RawJson content,
      @Schema(
              description =
                  "How many steps and triggers no node can say; they are in"
                      + " `content.metadata.unknown_steps`.")
          int unknownSteps) {

    static FlowImported of(FlowViews.Whole flow, int unknownSteps) {
      return new FlowImported(
          flow.id(),
          flow.name(),
          flow.description(),
          flow.ownerId(),
          flow.tenantId(),
          flow.version(),
          flow.createdAt(),
          flow.updatedAt(),
          flow.content(),
          unknownSteps);
    }
  }

  @PostMapping(consumes = {"application/yaml", "application/x-yaml", "text/yaml"})
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(SCAICORE_MANAGE)
  @Audited("flow.import")
  @Raises(ErrorCode.STORAGE_ERROR)
  @Operation(
      summary = "Import a manifest",
      description =
          "Creates a flow of a YAML manifest of at most 1 MB. One that was compiled from a graph"
              + " gives that graph again; where it was changed by hand since, its steps win. Any"
              + " other is drawn, and what no node can say is kept in"
              + " `content.metadata.unknown_steps`.")
  FlowImported create(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      mediaType = "application/yaml",
                      schema = @Schema(type = "string"),
                      examples = @ExampleObject(EXAMPLE)))
          @RequestBody
          byte[] manifest,
      Caller caller) {
    if (manifest.length > ManifestReader.MAX_BYTES) {
      throw new PayloadTooLarge(ManifestReader.MAX_BYTES);
    }
    var imported = imported(manifest);
    ObjectNode content = json.valueToTree(imported.content());
    var metadata = imported.content().get("metadata");
    var description = metadata instanceof Map<?, ?> map ? map.get("description") : null;
    var request =
        new FlowRequest(
            content.path("name").asString(null),
            description instanceof String text ? text : null,
            content);
    return FlowImported.of(flows.create(caller, request, "flow.import"), imported.unknownSteps());
  }

  private static Imported imported(byte[] manifest) {
    try {
      return ManifestImport.read(manifest);
    } catch (ManifestInvalid | NoFlowInManifest e) {
      throw new ValidationFailed(String.valueOf(e.getMessage()));
    }
  }
}
