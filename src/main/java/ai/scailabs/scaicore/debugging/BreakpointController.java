package ai.scailabs.scaicore.debugging;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_DEBUG;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Feature;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.Switchable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaicore/cores/{core_id}/debug/breakpoint")
@Tag(name = "Debug", description = "Breakpoints, steps, and a look at what has come to rest.")
class BreakpointController {

  private final BreakpointService breakpoints;

  BreakpointController(BreakpointService breakpoints) {
    this.breakpoints = breakpoints;
  }

  @PostMapping
  @Switchable(Feature.BREAKPOINT)
  @Requires(SCAICORE_DEBUG)
  @Audited("breakpoint.create")
  @Raises({
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.QUOTA_EXCEEDED,
    ErrorCode.NOT_IMPLEMENTED
  })
  @Operation(
      summary = "Set a breakpoint",
      description =
          "Executions of the Core stop before the block, or before every block of the node, on any"
              + " replica within a second, where the condition holds; one that fails counts as"
              + " true, and the log says so. They are then in the status `breakpoint`, whatever"
              + " becomes of replicas, until `debug/step` makes them go on. What came by before"
              + " does not stop.")
  ResponseEntity<Envelope<BreakpointView>> set(
      @PathVariable("core_id") String coreId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              "{\"block_id\": \"flows.approval.body[1]\", \"condition\": \"amount >"
                                  + " 1000\"}")))
          @RequestBody(required = false)
          @Nullable BreakpointRequest request,
      Caller caller) {
    var given = request == null ? new BreakpointRequest(null, null, null) : request;
    var set = breakpoints.set(caller.tenantId(), caller.userId(), coreId, given);
    return ResponseEntity.status(HttpStatus.CREATED).body(Envelope.of(set));
  }

  @GetMapping
  @Switchable(Feature.BREAKPOINT)
  @Requires(SCAICORE_DEBUG)
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.NOT_IMPLEMENTED})
  @Operation(summary = "List breakpoints", description = "Those of the Core, newest first.")
  Envelope<Envelope.Items<BreakpointView>> list(
      @PathVariable("core_id") String coreId, Paging paging, Caller caller) {
    return Envelope.of(breakpoints.page(caller.tenantId(), coreId, paging));
  }

  /** What was removed. */
  record Removed(String id, boolean deleted) {}

  @DeleteMapping("/{breakpoint_id}")
  @Switchable(Feature.BREAKPOINT)
  @Requires(SCAICORE_DEBUG)
  @Audited("breakpoint.delete")
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.NOT_FOUND, ErrorCode.NOT_IMPLEMENTED})
  @Operation(
      summary = "Remove a breakpoint",
      description =
          "Nothing stops at it any more; executions that it has stopped stay so until"
              + " `debug/step` makes them go on.")
  Envelope<Removed> remove(
      @PathVariable("core_id") String coreId,
      @PathVariable("breakpoint_id") String breakpointId,
      Caller caller) {
    breakpoints.remove(caller.tenantId(), coreId, breakpointId);
    return Envelope.of(new Removed(breakpointId, true));
  }
}
