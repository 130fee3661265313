package ai.scailabs.scaicore.checkpoint;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_CHECKPOINT_RESOLVE;
import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
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
  private final HistoryService history;

  CheckpointController(CheckpointService checkpoints, HistoryService history) {
    this.checkpoints = checkpoints;
    this.history = history;
  }

  @GetMapping("/{checkpoint_id}")
  @Requires({SCAICORE_VIEW, SCAICORE_CHECKPOINT_RESOLVE})
  @Raises(ErrorCode.CHECKPOINT_NOT_FOUND)
  @Operation(
      summary = "Fetch a checkpoint",
      description = "Its whole payload: assignee, options, context and, if any, resolution.")
  Envelope<CheckpointView> get(@PathVariable("checkpoint_id") String checkpointId, Caller caller) {
    return Envelope.of(
        CheckpointView.of(checkpoints.get(caller.tenantId(), CheckpointId.parse(checkpointId))));
  }

  @GetMapping("/{checkpoint_id}/history")
  @Requires({SCAICORE_VIEW, SCAICORE_CHECKPOINT_RESOLVE})
  @Raises(ErrorCode.CHECKPOINT_NOT_FOUND)
  @Operation(
      summary = "What happened to a checkpoint",
      description =
          "Oldest first: created, notification_sent, claimed, released, reassigned, escalated,"
              + " reminded, and how it ended: resolved, cancelled or expired. Who did it, when,"
              + " through what and in whose place. For full audit, query"
              + " `/v1/audit/events?module=scaicore`.")
  Envelope<Envelope.Items<HistoryEntry>> history(
      @PathVariable("checkpoint_id") String checkpointId, Caller caller) {
    return Envelope.of(
        new Envelope.Items<>(history.of(caller.tenantId(), CheckpointId.parse(checkpointId))));
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
              + " group, a holder of its role, or a tenant admin; one that is claimed is for"
              + " whoever claimed it and for tenant admins. `decision` is free text unless the"
              + " program lists options; `response_data` must fit its `response_schema`. The same"
              + " answer by the same user again is answered with the first result.")
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
        CheckpointView.of(
            checkpoints.resolve(
                caller,
                CheckpointId.parse(checkpointId),
                request.resolution(),
                Checkpoint.Via.API)));
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
    return Envelope.of(
        CheckpointView.of(checkpoints.cancel(caller, CheckpointId.parse(checkpointId), comment)));
  }
}
