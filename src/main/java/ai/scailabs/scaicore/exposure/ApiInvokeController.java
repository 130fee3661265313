package ai.scailabs.scaicore.exposure;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;

import ai.scailabs.scaicore.execution.Execution;
import ai.scailabs.scaicore.execution.ExecutionStatus;
import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Feature;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.RawJson;
import ai.scailabs.scaicore.web.Switchable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.ServletRequestPathUtils;
import tools.jackson.databind.JsonNode;

@RestController
@Tag(name = "Core API", description = "The API that a Core has of its own.")
class ApiInvokeController {

  /** Of {@code /v1/modules/scaicore/cores/{core_id}/api/invoke}. */
  private static final int SEGMENTS_BEFORE = 7;

  private final ApiCalls calls;

  ApiInvokeController(ApiCalls calls) {
    this.calls = calls;
  }

  /** Where to look for the answer to a call. */
  @Schema(name = "PendingApiCall")
  record Pending(
      String executionId,
      ExecutionStatus status,
      @Schema(description = "The checkpoint that it waits at, or null.")
          @Nullable UUID checkpointId,
      @Schema(example = "/v1/modules/scaicore/executions/exec_06a1q8b3v5e3s9k4t7m2n8p6rw")
          String location) {}

  @RequestMapping(
      path = "/v1/modules/scaicore/cores/{core_id}/api/invoke/{*path}",
      method = {
        RequestMethod.GET,
        RequestMethod.POST,
        RequestMethod.PUT,
        RequestMethod.PATCH,
        RequestMethod.DELETE
      })
  @Switchable(Feature.API_INVOKE)
  @Requires(SCAICORE_MANAGE)
  @Audited("execution.create")
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.NOT_FOUND,
    ErrorCode.METHOD_NOT_ALLOWED,
    ErrorCode.CORE_NOT_RUNNING,
    ErrorCode.CONFLICT,
    ErrorCode.EXECUTION_FAILED,
    ErrorCode.QUOTA_EXCEEDED,
    ErrorCode.NOT_IMPLEMENTED
  })
  @Operation(
      summary = "Call a Core's own API",
      description =
          "Starts the flow of the program's `api` trigger of this method (POST where it says none)"
              + " and path (its name where it says none; `{name}` between slashes is a parameter),"
              + " and answers its output as `data`. The query, over it the members of a JSON body,"
              + " over these the path's parameters become its input, and are checked against the"
              + " flow's parameters. A flow that waits for a person, or still runs after 60 s: 202"
              + " with where to look. Needs `runtime_mode` `api`. A repeated `Idempotency-Key`"
              + " (24 h) gets the answer of the execution that the first call began.")
  ResponseEntity<Envelope<Object>> invoke(
      @PathVariable("core_id") String coreId,
      @Parameter(description = "As the program says.", example = "orders/42") @PathVariable("path")
          String path,
      @RequestBody(required = false) @Nullable JsonNode body,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response,
      Caller caller) {
    var call =
        new ApiCalls.Call(
            request.getMethod(),
            segments(request),
            QueryParameters.of(request.getQueryString()),
            body,
            idempotencyKey);
    try {
      return answer(calls.call(caller, coreId, call));
    } catch (ApiRoutes.MethodNotTaken e) {
      response.setHeader(HttpHeaders.ALLOW, e.allow());
      throw e;
    }
  }

  private static ResponseEntity<Envelope<Object>> answer(Execution execution) {
    return switch (execution.status()) {
      case COMPLETED ->
          ResponseEntity.ok(
              Envelope.of(Objects.requireNonNullElse(execution.output(), new RawJson("null"))));
      case FAILED -> throw new FlowFailed(execution);
      case CANCELLED ->
          throw new ApiException(
              ErrorCode.CONFLICT,
              "The execution %s was cancelled; call again.".formatted(execution.id()));
      case QUEUED, RUNNING, SUSPENDED, HELD, BREAKPOINT -> pending(execution);
    };
  }

  private static ResponseEntity<Envelope<Object>> pending(Execution execution) {
    var location = "/v1/modules/scaicore/executions/" + execution.id();
    return ResponseEntity.accepted()
        .header(HttpHeaders.LOCATION, location)
        .body(
            Envelope.of(
                new Pending(
                    execution.id(), execution.status(), execution.checkpointId(), location)));
  }

  /** Decoded one by one, so that an encoded slash stays within its part. */
  private static List<String> segments(HttpServletRequest request) {
    var segments =
        ServletRequestPathUtils.getParsedRequestPath(request)
            .pathWithinApplication()
            .elements()
            .stream()
            .filter(PathContainer.PathSegment.class::isInstance)
            .map(element -> ((PathContainer.PathSegment) element).valueToMatch())
            .toList();
    return segments.subList(Math.min(SEGMENTS_BEFORE, segments.size()), segments.size());
  }
}
