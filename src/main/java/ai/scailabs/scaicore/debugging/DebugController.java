package ai.scailabs.scaicore.debugging;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_DEBUG;

import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.execution.ExecutionView;
import ai.scailabs.scaicore.execution.StoppedExecutions;
import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Feature;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.Switchable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaicore/cores/{core_id}/debug")
@Tag(name = "Debug", description = "Breakpoints, steps, and a look at what has come to rest.")
class DebugController {

  private final StoppedExecutions stopped;
  private final Inspector inspector;
  private final RunnableCores cores;

  DebugController(StoppedExecutions stopped, Inspector inspector, RunnableCores cores) {
    this.stopped = stopped;
    this.inspector = inspector;
    this.cores = cores;
  }

  @PostMapping("/step")
  @Switchable(Feature.STEP)
  @Requires(SCAICORE_DEBUG)
  @Audited("execution.step")
  @Raises({
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.EXECUTION_NOT_FOUND,
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.CONFLICT,
    ErrorCode.CORE_NOT_RUNNING,
    ErrorCode.NOT_IMPLEMENTED
  })
  @Operation(
      summary = "Go on from a breakpoint",
      description =
          "Makes an execution go on that has stopped, with all of its branches: `into` stops it"
              + " before the next block, `over` before the next that is not within the one it"
              + " stopped at, `out` before the next that is not within the block around that, and"
              + " `continue` at the next breakpoint. Answers with what it comes to; 202 where it"
              + " still runs after 60 s.")
  ResponseEntity<Envelope<ExecutionView>> step(
      @PathVariable("core_id") String coreId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              "{\"execution_id\": \"exec_06a1q8b3v5e3s9k4t7m2n8p6rw\", \"mode\":"
                                  + " \"over\"}")))
          @RequestBody(required = false)
          @Nullable StepRequest request,
      Caller caller) {
    cores.get(caller.tenantId(), coreId);
    var given = request == null ? new StepRequest(null, null) : request;
    var next = stopped.step(caller.tenantId(), coreId, given.execution(), given.way());
    return ResponseEntity.status(next.status().settled() ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .body(Envelope.of(ExecutionView.of(next)));
  }

  @PostMapping("/inspect")
  @Switchable(Feature.INSPECT)
  @Requires(SCAICORE_DEBUG)
  @Raises({
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.EXECUTION_NOT_FOUND,
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.CONFLICT,
    ErrorCode.NOT_IMPLEMENTED
  })
  @Operation(
      summary = "Look at an execution",
      description =
          "Where each branch is of an execution that has stopped, waits, is held or has failed:"
              + " the variables there, the blocks around, and what it did so far. An expression is"
              + " evaluated at each place, without effects: memory is not read. Changes nothing.")
  Envelope<InspectionView> inspect(
      @PathVariable("core_id") String coreId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              "{\"execution_id\": \"exec_06a1q8b3v5e3s9k4t7m2n8p6rw\","
                                  + " \"expression\": \"input.amount * 2\"}")))
          @RequestBody(required = false)
          @Nullable InspectRequest request,
      Caller caller) {
    cores.get(caller.tenantId(), coreId);
    var given = request == null ? new InspectRequest(null, null) : request;
    given.check();
    return Envelope.of(inspector.inspect(caller.tenantId(), coreId, given));
  }
}
