package ai.scailabs.scaicore.checkpoint;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_CHECKPOINT_RESOLVE;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaicore/checkpoints")
@Tag(name = "Checkpoints", description = "Questions that programs have for people.")
class CheckpointController {

  private final CheckpointService checkpoints;

  CheckpointController(CheckpointService checkpoints) {
    this.checkpoints = checkpoints;
  }

  @GetMapping
  @Requires(SCAICORE_CHECKPOINT_RESOLVE)
  @Operation(
      summary = "List the checkpoints that wait for me",
      description =
          "Pending checkpoints assigned to the caller, their groups or the roles they hold; for"
              + " tenant admins also those assigned to nobody. Most urgent first (critical, high,"
              + " normal, low), then oldest first.")
  Envelope<Envelope.Items<CheckpointView>> mine(Paging paging, Caller caller) {
    return Envelope.of(checkpoints.mine(caller, paging).map(CheckpointView::of));
  }

  @GetMapping("/{checkpoint_id}")
  @Requires({SCAICORE_VIEW, SCAICORE_CHECKPOINT_RESOLVE})
  @Raises(ErrorCode.CHECKPOINT_NOT_FOUND)
  @Operation(
      summary = "Fetch a checkpoint",
      description = "Its whole payload: assignee, options, context and, if any, resolution.")
  Envelope<CheckpointView> get(@PathVariable("checkpoint_id") String checkpointId, Caller caller) {
    return Envelope.of(CheckpointView.of(checkpoints.get(caller.tenantId(), uuid(checkpointId))));
  }

  @PostMapping("/{checkpoint_id}/resolve")
  @Audited("checkpoint.resolve")
  @Requires(SCAICORE_CHECKPOINT_RESOLVE)
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.CHECKPOINT_NOT_FOUND,
    ErrorCode.CHECKPOINT_ALREADY_RESOLVED
  })
  @Operation(
      summary = "Answer a checkpoint",
      description =
          "Records the decision and carries the execution on. For the assignee, a member of its"
              + " group, a holder of its role, or a tenant admin. `decision` is free text unless"
              + " the program lists options; `response_data` must fit its `response_schema`. The"
              + " same answer by the same user again is answered with the first result.")
  Envelope<CheckpointView> resolve(
      @PathVariable("checkpoint_id") String checkpointId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              "{\"decision\": \"approve\", \"response_data\": {\"note\": \"ok\"},"
                                  + " \"comment\": \"Within budget.\"}")))
          @RequestBody
          ResolveRequest request,
      Caller caller) {
    return Envelope.of(
        CheckpointView.of(checkpoints.resolve(caller, uuid(checkpointId), request.resolution())));
  }

  @PostMapping("/{checkpoint_id}/cancel")
  @Audited("checkpoint.cancel")
  @Requires(SCAICORE_CHECKPOINT_RESOLVE)
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.CHECKPOINT_NOT_FOUND,
    ErrorCode.CHECKPOINT_ALREADY_RESOLVED
  })
  @Operation(
      summary = "Cancel a checkpoint",
      description =
          "Without a decision; the execution that waits for it is cancelled, after the `finally`"
              + " bodies of its program have run. For those who may answer it.")
  Envelope<CheckpointView> cancel(
      @PathVariable("checkpoint_id") String checkpointId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(examples = @ExampleObject("{\"comment\": \"Not needed.\"}")))
          @RequestBody(required = false)
          @Nullable CancelRequest request,
      Caller caller) {
    var comment = request == null ? null : request.checkedComment();
    return Envelope.of(CheckpointView.of(checkpoints.cancel(caller, uuid(checkpointId), comment)));
  }

  /** An id of another shape is that of no checkpoint. */
  private static UUID uuid(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw new CheckpointNotFound();
    }
  }
}
