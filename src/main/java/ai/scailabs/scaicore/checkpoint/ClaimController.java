package ai.scailabs.scaicore.checkpoint;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_CHECKPOINT_RESOLVE;

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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaicore/checkpoints/{checkpoint_id}")
@Tag(name = "Checkpoints", description = "Questions that programs have for people.")
class ClaimController {

  private final ClaimService claims;

  ClaimController(ClaimService claims) {
    this.claims = claims;
  }

  @PostMapping("/claim")
  @Audited("checkpoint.claim")
  @Requires(SCAICORE_CHECKPOINT_RESOLVE)
  @Raises({
    ErrorCode.CHECKPOINT_NOT_FOUND,
    ErrorCode.CHECKPOINT_ALREADY_RESOLVED,
    ErrorCode.CONFLICT
  })
  @Operation(
      summary = "Claim a checkpoint",
      description =
          "One of a group, or of those who hold a role, takes it: until it is released, or for 30"
              + " minutes, only they and tenant admins can answer, cancel or reassign it. Claimed"
              + " again by the same user, the 30 minutes begin anew. For those who may answer it;"
              + " whoever comes second is told who has it (`CONFLICT`).")
  Envelope<CheckpointView> claim(
      @PathVariable("checkpoint_id") String checkpointId, Caller caller) {
    return Envelope.of(CheckpointView.of(claims.claim(caller, CheckpointId.parse(checkpointId))));
  }

  @PostMapping("/release")
  @Audited("checkpoint.release")
  @Requires(SCAICORE_CHECKPOINT_RESOLVE)
  @Raises({ErrorCode.CHECKPOINT_NOT_FOUND, ErrorCode.CHECKPOINT_ALREADY_RESOLVED})
  @Operation(
      summary = "Release a claimed checkpoint",
      description =
          "Anybody whom it is for may take it again. For whoever claimed it, and tenant admins;"
              + " nothing changes where nobody has.")
  Envelope<CheckpointView> release(
      @PathVariable("checkpoint_id") String checkpointId, Caller caller) {
    return Envelope.of(CheckpointView.of(claims.release(caller, CheckpointId.parse(checkpointId))));
  }

  @PostMapping("/reassign")
  @Audited("checkpoint.reassign")
  @Requires(SCAICORE_CHECKPOINT_RESOLVE)
  @Raises({
    ErrorCode.VALIDATION_ERROR,
    ErrorCode.CHECKPOINT_NOT_FOUND,
    ErrorCode.CHECKPOINT_ALREADY_RESOLVED
  })
  @Operation(
      summary = "Reassign a checkpoint",
      description =
          "Hands it to another user, group or role, ends its claim, and has them notified. An"
              + " assignee that nobody in the tenant answers to is kept as it was said, and the"
              + " checkpoint goes to the tenant's admins (`assignee_type: unrouted`). For those who"
              + " may answer it.")
  Envelope<CheckpointView> reassign(
      @PathVariable("checkpoint_id") String checkpointId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              "{\"assignee\": \"user:alice@acme\", \"comment\": \"She knows the"
                                  + " supplier.\"}")))
          @RequestBody
          ReassignRequest request,
      Caller caller) {
    return Envelope.of(
        CheckpointView.of(
            claims.reassign(
                caller,
                CheckpointId.parse(checkpointId),
                request.checkedAssignee(),
                request.checkedComment())));
  }
}
