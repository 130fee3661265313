package ai.scailabs.scaicore.execution;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;
import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaicore")
@Tag(name = "Executions", description = "Runs of a Core's flows.")
class ExecutionController {

  private final ExecutionService executions;
  private final Interventions interventions;
  private final Waiting waiting;
  private final Timeline timeline;

  ExecutionController(
      ExecutionService executions,
      Interventions interventions,
      Waiting waiting,
      Timeline timeline) {
    this.executions = executions;
    this.interventions = interventions;
    this.waiting = waiting;
    this.timeline = timeline;
  }

  @PostMapping("/cores/{core_id}/invoke")
  @Requires(SCAICORE_MANAGE)
  @Audited("execution.create")
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.CORE_NOT_RUNNING,
    ErrorCode.QUOTA_EXCEEDED
  })
  @Operation(
      summary = "Invoke a flow",
      description =
          "Runs a flow and answers with the execution: 200 when it completed, failed (see `error`)"
              + " or waits at a checkpoint; 202 when it still runs after 60 s, or at once with"
              + " `Prefer: respond-async`. A repeated `Idempotency-Key` (24 h) answers with the"
              + " execution that the first request began.")
  ResponseEntity<Envelope<ExecutionView>> invoke(
      @PathVariable("core_id") String coreId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject("{\"flow\": \"greet\", \"input\": {\"name\": \"Ada\"}}")))
          @RequestBody(required = false)
          @Nullable InvokeRequest request,
      @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      Caller caller) {
    var given = request == null ? new InvokeRequest(null, null, null) : request;
    var start = given.toStart(caller, coreId, idempotencyKey);
    boolean async = prefer != null && prefer.contains("respond-async");
    var execution =
        async
            ? waiting.kept(caller.tenantId(), executions.startUnattended(start))
            : waiting.on(caller.tenantId(), executions.start(start));
    var status = execution.status().settled() ? HttpStatus.OK : HttpStatus.ACCEPTED;
    return ResponseEntity.status(async ? HttpStatus.ACCEPTED : status)
        .body(Envelope.of(ExecutionView.of(execution)));
  }

  @PostMapping("/executions/{execution_id}/cancel")
  @Requires(SCAICORE_MANAGE)
  @Audited("execution.cancel")
  @Raises({ErrorCode.EXECUTION_NOT_FOUND, ErrorCode.CONFLICT})
  @Operation(
      summary = "Cancel an execution",
      description =
          "Ends it, the executions that it called, and their open checkpoints. A call that is under"
              + " way finishes; no block and no effect begins later than 2 s after, on any replica."
              + " 409 `CONFLICT` where it has completed or failed; one that is cancelled stays so.")
  Envelope<ExecutionView> cancel(@PathVariable("execution_id") String executionId, Caller caller) {
    return Envelope.of(ExecutionView.of(interventions.cancel(caller.tenantId(), executionId)));
  }

  @PostMapping("/executions/{execution_id}/retry")
  @Requires(SCAICORE_MANAGE)
  @Audited("execution.retry")
  @Raises({
    ErrorCode.EXECUTION_NOT_FOUND,
    ErrorCode.CONFLICT,
    ErrorCode.CORE_NOT_RUNNING,
    ErrorCode.QUOTA_EXCEEDED
  })
  @Operation(
      summary = "Retry a failed execution",
      description =
          "Begins another attempt on the program that it began with. What was recorded stays done;"
              + " it goes on from the effect that failed. 409 `CONFLICT` where it has not failed,"
              + " or where another execution called it: that one is to be retried.")
  ResponseEntity<Envelope<ExecutionView>> retry(
      @PathVariable("execution_id") String executionId, Caller caller) {
    return ResponseEntity.accepted()
        .body(Envelope.of(ExecutionView.of(interventions.retry(caller.tenantId(), executionId))));
  }

  @GetMapping("/cores/{core_id}/executions")
  @Requires(SCAICORE_VIEW)
  @Raises(ErrorCode.CORE_NOT_FOUND)
  @Operation(summary = "List a Core's executions", description = "Newest first.")
  Envelope<Envelope.Items<ExecutionView>> ofCore(
      @PathVariable("core_id") String coreId, Paging paging, Caller caller) {
    return Envelope.of(executions.ofCore(caller.tenantId(), coreId, paging).map(ExecutionView::of));
  }

  @GetMapping("/executions/{execution_id}")
  @Requires(SCAICORE_VIEW)
  @Raises(ErrorCode.EXECUTION_NOT_FOUND)
  @Operation(
      summary = "Fetch an execution",
      description =
          "Its state, its output or error, and what it did. The answer to one that was set going"
              + " just now may take 100 ms longer, so that most have settled by then.")
  Envelope<ExecutionDetail> get(@PathVariable("execution_id") String executionId, Caller caller) {
    var execution = executions.getSettled(caller.tenantId(), executionId);
    var shown = timeline.of(execution);
    return Envelope.of(
        new ExecutionDetail(ExecutionView.of(execution), shown.items(), shown.truncated()));
  }
}
