package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Resolution;
import ai.scailabs.scaicore.checkpoint.Checkpoint.Via;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.Failpoint;
import ai.scailabs.scaicore.execution.Failpoints;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.program.type.AnswerSchema;
import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.Contended;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Takes people's answers. */
@Service
public class CheckpointService {

  private final Checkpoints checkpoints;
  private final Answers answers;
  private final Rights rights;
  private final Notices notices;
  private final TransactionOperations transactions;
  private final AuditTrail audit;
  private final Clock clock;
  private final Failpoints failpoints;

  CheckpointService(
      Checkpoints checkpoints,
      Answers answers,
      Rights rights,
      Notices notices,
      TransactionOperations transactions,
      AuditTrail audit,
      Clock clock,
      Failpoints failpoints) {
    this.checkpoints = checkpoints;
    this.answers = answers;
    this.rights = rights;
    this.notices = notices;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
    this.failpoints = failpoints;
  }

  Checkpoint get(String tenantId, UUID id) {
    return checkpoints.find(tenantId, id).orElseThrow(CheckpointNotFound::new);
  }

  /**
   * Takes an answer and carries the execution on. The same answer by the same user again changes
   * nothing and is answered with the first result.
   *
   * @param via how it came here
   */
  public Checkpoint resolve(Caller caller, UUID id, Resolution resolution, Via via) {
    var resolved =
        Contended.retried(
            () ->
                Objects.requireNonNull(
                    transactions.execute(
                        status -> resolveInTransaction(caller, id, resolution, via))));
    failpoints.reach(Failpoint.AFTER_RESOLVE_COMMIT);
    resolved.afterCommit().run();
    return resolved.checkpoint();
  }

  record Resolved(Runnable afterCommit, Checkpoint checkpoint) {}

  private Resolved resolveInTransaction(Caller caller, UUID id, Resolution resolution, Via via) {
    return resolveHeld(caller, lock(caller.tenantId(), id), resolution, via, false);
  }

  private Checkpoint lock(String tenantId, UUID id) {
    return checkpoints.lock(tenantId, id).orElseThrow(CheckpointNotFound::new);
  }

  /**
   * Takes an answer to a checkpoint that the transaction holds.
   *
   * @param anybodys whether others than its assignee may answer it
   */
  Resolved resolveHeld(
      Caller caller, Checkpoint checkpoint, Resolution resolution, Via via, boolean anybodys) {
    var id = checkpoint.id();
    if (!anybodys) {
      rights.requireAssigned(caller, checkpoint);
    }
    if (isRepeated(caller, checkpoint, resolution)) {
      return new Resolved(() -> {}, checkpoint);
    }
    rights.requirePending(checkpoint);
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    rights.requireHeld(caller, checkpoint, now);
    requireValid(checkpoint, resolution);
    var resolved =
        checkpoints.resolve(
            checkpoint,
            resolution,
            caller.userId(),
            via,
            now,
            audit.prepare(checkpoint.tenantId(), "checkpoint.resolve", id.toString()));
    var goOn = answers.decided(checkpoint, resolution, caller.userId(), now);
    notices.note(resolved, CheckpointNotices.Why.RESOLVED);
    failpoints.reach(Failpoint.BEFORE_RESOLVE_COMMIT);
    return new Resolved(goOn, resolved);
  }

  /**
   * Calls a question off, and with it its execution. Source: {@code seeds/api-reference.md}, "POST
   * /checkpoints/{checkpoint_id}/cancel".
   *
   * @param comment why; null without one
   */
  Checkpoint cancel(Caller caller, UUID id, @Nullable String comment) {
    var cancelled =
        Contended.retried(
            () ->
                Objects.requireNonNull(
                    transactions.execute(status -> cancelInTransaction(caller, id, comment))));
    cancelled.afterCommit().run();
    return cancelled.checkpoint();
  }

  private Resolved cancelInTransaction(Caller caller, UUID id, @Nullable String comment) {
    var checkpoint = lock(caller.tenantId(), id);
    rights.requireAssigned(caller, checkpoint);
    rights.requirePending(checkpoint);
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    rights.requireHeld(caller, checkpoint, now);
    checkpoints.cancel(checkpoint, caller.userId(), comment, now);
    audit.record(checkpoint.tenantId(), "checkpoint.cancel", id.toString());
    var goOn = answers.cancelled(checkpoint, caller.userId());
    var cancelled = get(caller.tenantId(), id);
    notices.note(cancelled, CheckpointNotices.Why.CANCELLED);
    return new Resolved(goOn, cancelled);
  }

  private static void requireValid(Checkpoint checkpoint, Resolution resolution) {
    if (Json.parse(checkpoint.options().text()) instanceof List<?> options
        && !options.isEmpty()
        && !options.contains(resolution.decision())) {
      throw new ValidationFailed("decision", "must be one of " + Json.text(options));
    }
    var schema = checkpoint.responseSchema();
    if (schema == null) {
      return;
    }
    var data = resolution.responseData();
    var problems =
        AnswerSchema.of(Json.object(schema.text()))
            .problems(data == null ? Map.of() : Json.parse(data.text()));
    if (!problems.isEmpty()) {
      var details =
          problems.stream().map(p -> new Detail(p.under("response_data"), p.message())).toList();
      throw new ValidationFailed("response_data does not fit the response_schema", details);
    }
  }

  private static boolean isRepeated(Caller caller, Checkpoint checkpoint, Resolution again) {
    var first = checkpoint.resolution();
    return first != null
        && caller.userId().equals(checkpoint.resolvedBy())
        && first.decision().equals(again.decision())
        && Objects.equals(first.comment(), again.comment())
        && Objects.equals(value(first), value(again));
  }

  private static @Nullable Object value(Resolution resolution) {
    var data = resolution.responseData();
    return data == null ? null : Json.parse(data.text());
  }
}
