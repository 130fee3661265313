package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Resolution;
import ai.scailabs.scaicore.identity.Caller;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes answers that come by messages, in the transaction of whoever completes the message. */
@Component
public class QueuedAnswers {

  private final Checkpoints checkpoints;
  private final CheckpointService service;

  QueuedAnswers(Checkpoints checkpoints, CheckpointService service) {
    this.checkpoints = checkpoints;
    this.service = service;
  }

  /**
   * What a message did.
   *
   * @param afterCommit carries the execution on; to be run once the transaction is committed
   */
  public record Answered(Checkpoint checkpoint, Runnable afterCommit) {}

  /** A checkpoint of the tenant, held until the transaction ends; empty where there is none. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<Checkpoint> hold(String tenantId, UUID id) {
    return checkpoints.lock(tenantId, id);
  }

  /**
   * Answers a checkpoint that is held and pending. The rules are those of {@link
   * CheckpointService#resolve}; but one that nobody is assigned to is for whoever may consume the
   * queue that it was sent to.
   *
   * @param bySentMessage whether the message is the one that the checkpoint itself sent
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Answered answer(
      Caller caller, Checkpoint checkpoint, Resolution resolution, boolean bySentMessage) {
    boolean anybodys = bySentMessage && checkpoint.assignee().kind() == Assignee.Kind.UNROUTED;
    var resolved =
        service.resolveHeld(caller, checkpoint, resolution, Checkpoint.Via.QUEUE, anybodys);
    return new Answered(resolved.checkpoint(), resolved.afterCommit());
  }
}
