package ai.scailabs.scaicore.exposure;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.core.CoreService;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Core API", description = "The API that a Core has of its own.")
class ApiSpecController {

  private final CoreService cores;
  private final ApiPrograms programs;

  ApiSpecController(CoreService cores, ApiPrograms programs) {
    this.cores = cores;
    this.programs = programs;
  }

  @GetMapping(
      path = "/v1/modules/scaicore/cores/{core_id}/api/spec",
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Requires(SCAICORE_VIEW)
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.CORE_NOT_FOUND})
  @Operation(
      summary = "Describe a Core's own API",
      description =
          "The names and descriptions of the flows of its `source`. With `format=openapi`, outside"
              + " the envelope, an OpenAPI 3.1 document of what `…/api/invoke` takes: the `api`"
              + " triggers of the program that runs or, where none does, of `source`.",
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "OK",
              content = @Content(schema = @Schema(oneOf = CompactEnvelope.class))))
  Object spec(
      @PathVariable("core_id") String coreId,
      @Parameter(
              description = "`compact` or `openapi`",
              schema = @Schema(allowableValues = {"compact", "openapi"}))
          @RequestParam(defaultValue = "compact")
          String format,
      Caller caller) {
    var core = cores.get(caller.tenantId(), coreId);
    return switch (format) {
      case "compact" -> Envelope.of(CompactSpec.of(core, programs.source(core)));
      case "openapi" -> ApiDocument.of(core, programs.met(core));
      default -> throw new ValidationFailed("format", "must be compact or openapi");
    };
  }

  /** What the document says of the compact answer. */
  @Schema(name = "CompactApiSpecEnvelope")
  record CompactEnvelope(String status, CompactSpec data, Envelope.Meta meta) {}
}
