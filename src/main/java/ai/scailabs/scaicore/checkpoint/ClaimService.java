package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.CheckpointHistory.Event;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.Contended;
import ai.scailabs.scaicore.web.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Who takes an open checkpoint, gives it back, or hands it on. Whoever holds the row goes first.
 */
@Service
class ClaimService {

  private final Checkpoints checkpoints;
  private final OpenRows rows;
  private final Assignees assignees;
  private final RunnableCores cores;
  private final Rights rights;
  private final CheckpointHistory history;
  private final Notices notices;
  private final AuditTrail audit;
  private final TransactionOperations transactions;
  private final Clock clock;

  ClaimService(
      Checkpoints checkpoints,
      OpenRows rows,
      Assignees assignees,
      RunnableCores cores,
      Rights rights,
      CheckpointHistory history,
      Notices notices,
      AuditTrail audit,
      TransactionOperations transactions,
      Clock clock) {
    this.checkpoints = checkpoints;
    this.rows = rows;
    this.assignees = assignees;
    this.cores = cores;
    this.rights = rights;
    this.history = history;
    this.notices = notices;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Takes one for half an hour; again, by whoever has it, for another half.
   *
   * @throws ApiException {@code CONFLICT}, saying who, where somebody else has it
   */
  Checkpoint claim(Caller caller, UUID id) {
    return open(
        caller,
        id,
        (checkpoint, now) -> {
          var holder = checkpoint.claimedBy();
          if (holder != null && checkpoint.isClaimed(now) && !holder.equals(caller.userId())) {
            throw new ApiException(
                ErrorCode.CONFLICT,
                "%s has claimed this checkpoint, until %s; ask them to release it, or a tenant admin."
                    .formatted(rights.name(checkpoint, holder), checkpoint.claimExpiresAt()));
          }
          rows.claim(checkpoint, caller.userId(), now);
          history.add(checkpoint, Event.CLAIMED, now, caller, Map.of());
          return "checkpoint.claim";
        });
  }

  /** Gives one back; nothing changes where nobody has it. For whoever has it, and for admins. */
  Checkpoint release(Caller caller, UUID id) {
    return open(
        caller,
        id,
        (checkpoint, now) -> {
          rights.requireHeld(caller, checkpoint, now);
          var holder = checkpoint.claimedBy();
          if (holder == null) {
            return null;
          }
          rows.release(checkpoint);
          history.add(checkpoint, Event.RELEASED, now, caller, Map.of("claimed_by", holder));
          return "checkpoint.release";
        });
  }

  /**
   * Hands one to somebody else, and ends its claim. Source: {@code seeds/api-reference.md}, "POST
   * /checkpoints/{checkpoint_id}/reassign".
   */
  Checkpoint reassign(Caller caller, UUID id, String assignee, @Nullable String comment) {
    return open(
        caller,
        id,
        (checkpoint, now) -> {
          rights.requireHeld(caller, checkpoint, now);
          var core = cores.get(checkpoint.tenantId(), checkpoint.coreId());
          var to =
              assignees.resolve(checkpoint.tenantId(), assignee, core.delegation().userAt(now));
          rows.assign(checkpoint, to);
          var details = new LinkedHashMap<String, @Nullable Object>();
          details.put("from", checkpoint.assignee().named());
          details.put("to", to.named());
          details.put("comment", comment);
          history.add(checkpoint, Event.REASSIGNED, now, caller, details);
          notices.note(found(caller, id), CheckpointNotices.Why.REASSIGNED);
          return "checkpoint.reassign";
        });
  }

  /**
   * Does something to one that is open, and that the caller may answer.
   *
   * @param change answers what the audit calls it; null: nothing was changed
   */
  private Checkpoint open(
      Caller caller, UUID id, BiFunction<Checkpoint, Instant, @Nullable String> change) {
    return Contended.retried(
        () ->
            Objects.requireNonNull(
                transactions.execute(
                    status -> {
                      var checkpoint =
                          checkpoints
                              .lock(caller.tenantId(), id)
                              .orElseThrow(CheckpointNotFound::new);
                      rights.requireAssigned(caller, checkpoint);
                      rights.requirePending(checkpoint);
                      var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                      var action = change.apply(checkpoint, now);
                      if (action != null) {
                        audit.record(caller.tenantId(), action, id.toString());
                      }
                      return found(caller, id);
                    })));
  }

  private Checkpoint found(Caller caller, UUID id) {
    return checkpoints.find(caller.tenantId(), id).orElseThrow(CheckpointNotFound::new);
  }
}
