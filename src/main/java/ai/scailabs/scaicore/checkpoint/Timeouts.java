package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Resolution;
import ai.scailabs.scaicore.checkpoint.Checkpoint.Status;
import ai.scailabs.scaicore.checkpoint.Checkpoint.Via;
import ai.scailabs.scaicore.checkpoint.CheckpointHistory.Event;
import ai.scailabs.scaicore.checkpoint.CheckpointNotices.Why;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.web.Contended;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
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
  private final CheckpointHistory history;
  private final Notices notices;
  private final TransactionOperations transactions;
  private final AuditTrail audit;
  private final Clock clock;

  Timeouts(
      Checkpoints checkpoints,
      DueCheckpoints due,
      Answers answers,
      Assignees assignees,
      RunnableCores cores,
      CheckpointHistory history,
      Notices notices,
      TransactionOperations transactions,
      AuditTrail audit,
      Clock clock) {
    this.checkpoints = checkpoints;
    this.due = due;
    this.answers = answers;
    this.assignees = assignees;
    this.cores = cores;
    this.history = history;
    this.notices = notices;
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
                    transactions.execute(
                        status ->
                            switch (due.what()) {
                              case TIMEOUT -> runOut(due);
                              case REMINDER -> remind(due);
                              case CLAIM -> lapse(due);
                            })));
    after.run();
  }

  private Runnable remind(DueCheckpoints.Due one) {
    var now = now();
    if (due.remind(one, now)) {
      var checkpoint = changed(one.tenantId(), one.id());
      history.add(
          checkpoint, Event.REMINDED, now, Map.of("reminder_count", checkpoint.reminderCount()));
      audit.record(one.tenantId(), "checkpoint.remind", one.id().toString());
      notices.note(checkpoint, Why.REMINDER);
    }
    return () -> {};
  }

  private Runnable lapse(DueCheckpoints.Due one) {
    var now = now();
    due.lapse(one, now)
        .ifPresent(
            holder -> {
              history.add(
                  changed(one.tenantId(), one.id()),
                  Event.RELEASED,
                  now,
                  Map.of("claimed_by", holder, "lapsed", true));
              audit.record(one.tenantId(), "checkpoint.release", one.id().toString());
            });
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
      return done(checkpoint, "checkpoint.escalate", Why.ESCALATED, () -> {});
    }
    if (action.startsWith(DEFAULT_OPTION)) {
      var option = action.substring(DEFAULT_OPTION.length()).strip();
      var resolution = new Resolution(option, null, null);
      var resolved =
          checkpoints.resolve(
              checkpoint,
              resolution,
              null,
              Via.EXPIRY,
              now,
              audit.prepare(tenantId, "checkpoint.resolve", id.toString()));
      notices.note(resolved, Why.RESOLVED);
      return answers.decided(checkpoint, resolution, null, now);
    }
    if (action.equals("cancel")) {
      due.close(checkpoint, Status.CANCELLED, now);
      return done(
          checkpoint, "checkpoint.cancel", Why.CANCELLED, answers.cancelled(checkpoint, null));
    }
    due.close(checkpoint, Status.EXPIRED, now);
    return done(checkpoint, "checkpoint.expire", Why.EXPIRED, answers.expired(checkpoint));
  }

  private Runnable done(Checkpoint checkpoint, String action, Why why, Runnable after) {
    audit.record(checkpoint.tenantId(), action, checkpoint.id().toString());
    notices.note(changed(checkpoint.tenantId(), checkpoint.id()), why);
    return after;
  }

  private Checkpoint changed(String tenantId, UUID id) {
    return checkpoints.find(tenantId, id).orElseThrow();
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
    history.add(
        checkpoint,
        Event.ESCALATED,
        now,
        Map.of("from", checkpoint.assignee().named(), "to", to.named()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
