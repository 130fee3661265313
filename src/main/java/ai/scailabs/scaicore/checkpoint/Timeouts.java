package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Resolution;
import ai.scailabs.scaicore.checkpoint.Checkpoint.Status;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.web.Contended;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What time does to checkpoints: those that nobody answered expire, or what else their program
 * wants then, and those that wait long are reminded of. Whoever answers at the same moment holds
 * the row, or finds it closed: one of the two happens. Never means yes unless the program says
 * {@code default:<option>}.
 */
@Component
class Timeouts {

  private static final String DEFAULT_OPTION = "default:";

  private final Checkpoints checkpoints;
  private final DueCheckpoints due;
  private final Answers answers;
  private final Assignees assignees;
  private final RunnableCores cores;
  private final TransactionOperations transactions;
  private final AuditTrail audit;
  private final Clock clock;

  Timeouts(
      Checkpoints checkpoints,
      DueCheckpoints due,
      Answers answers,
      Assignees assignees,
      RunnableCores cores,
      TransactionOperations transactions,
      AuditTrail audit,
      Clock clock) {
    this.checkpoints = checkpoints;
    this.due = due;
    this.answers = answers;
    this.assignees = assignees;
    this.cores = cores;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  /** Does what is due; nothing where somebody was faster, or another replica is at it. */
  void happen(DueCheckpoints.Due due) {
    Runnable after =
        Contended.retried(
            () ->
                Objects.requireNonNull(
                    transactions.execute(status -> due.reminder() ? remind(due) : runOut(due))));
    after.run();
  }

  private Runnable remind(DueCheckpoints.Due one) {
    if (due.remind(one, now())) {
      audit.record(one.tenantId(), "checkpoint.remind", one.id().toString());
    }
    return () -> {};
  }

  private Runnable runOut(DueCheckpoints.Due one) {
    return checkpoints
        .lockExpiring(one.tenantId(), one.id(), now())
        .map(this::act)
        .orElse(() -> {});
  }

  private Runnable act(Checkpoint checkpoint) {
    var now = now();
    var action = checkpoint.expiryAction();
    var tenantId = checkpoint.tenantId();
    var id = checkpoint.id();
    if (action.equals("escalate")
        && checkpoint.escalationTarget() != null
        && checkpoint.escalatedAt() == null) {
      escalate(checkpoint, now);
      return audited(tenantId, "checkpoint.escalate", id, () -> {});
    }
    if (action.startsWith(DEFAULT_OPTION)) {
      var option = action.substring(DEFAULT_OPTION.length()).strip();
      var resolution = new Resolution(option, null, null);
      checkpoints.resolve(
          checkpoint,
          resolution,
          null,
          now,
          audit.prepare(tenantId, "checkpoint.resolve", id.toString()));
      return answers.decided(checkpoint, resolution, null, now);
    }
    if (action.equals("cancel")) {
      due.close(checkpoint, Status.CANCELLED, now);
      return audited(tenantId, "checkpoint.cancel", id, answers.cancelled(checkpoint, null));
    }
    due.close(checkpoint, Status.EXPIRED, now);
    return audited(tenantId, "checkpoint.expire", id, answers.expired(checkpoint));
  }

  private Runnable audited(String tenantId, String action, UUID id, Runnable after) {
    audit.record(tenantId, action, id.toString());
    return after;
  }

  /** To its escalation target, with its timeout once more. */
  private void escalate(Checkpoint checkpoint, Instant now) {
    var core = cores.get(checkpoint.tenantId(), checkpoint.coreId());
    var to =
        assignees.resolve(
            checkpoint.tenantId(), checkpoint.escalationTarget(), core.delegation().userAt(now));
    var expiry = checkpoint.expiresAt();
    var timeout = expiry == null ? Duration.ZERO : Duration.between(checkpoint.createdAt(), expiry);
    due.escalate(checkpoint, to, now, now.plus(timeout));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
