package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Resolution;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.Failpoint;
import ai.scailabs.scaicore.execution.Failpoints;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.program.type.AnswerSchema;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.Contended;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Shows people what waits for them, and takes their answers. */
@Service
public class CheckpointService {

  private final Checkpoints checkpoints;
  private final Answers answers;
  private final Directory directory;
  private final TransactionOperations transactions;
  private final AuditTrail audit;
  private final Clock clock;
  private final Failpoints failpoints;

  CheckpointService(
      Checkpoints checkpoints,
      Answers answers,
      Directory directory,
      TransactionOperations transactions,
      AuditTrail audit,
      Clock clock,
      Failpoints failpoints) {
    this.checkpoints = checkpoints;
    this.answers = answers;
    this.directory = directory;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
    this.failpoints = failpoints;
  }

  /**
   * What is pending for the caller: theirs, their groups', their roles'; for admins, nobody's too.
   */
  Page<Checkpoint> mine(Caller caller, Paging paging) {
    return checkpoints.pending(caller.tenantId(), addresses(caller), paging);
  }

  Checkpoint get(String tenantId, UUID id) {
    return checkpoints.find(tenantId, id).orElseThrow(CheckpointNotFound::new);
  }

  /**
   * Takes an answer and carries the execution on. The same answer by the same user again changes
   * nothing and is answered with the first result.
   */
  Checkpoint resolve(Caller caller, UUID id, Resolution resolution) {
    var resolved =
        Contended.retried(
            () ->
                Objects.requireNonNull(
                    transactions.execute(status -> resolveInTransaction(caller, id, resolution))));
    failpoints.reach(Failpoint.AFTER_RESOLVE_COMMIT);
    resolved.afterCommit().run();
    return resolved.checkpoint();
  }

  private record Resolved(Runnable afterCommit, Checkpoint checkpoint) {}

  private Resolved resolveInTransaction(Caller caller, UUID id, Resolution resolution) {
    var checkpoint = checkpoints.lock(caller.tenantId(), id).orElseThrow(CheckpointNotFound::new);
    requireAssigned(caller, checkpoint);
    if (checkpoint.status() != Checkpoint.Status.PENDING) {
      if (isRepeated(caller, checkpoint, resolution)) {
        return new Resolved(() -> {}, checkpoint);
      }
      throw new CheckpointAlreadyResolved(checkpoint, name(checkpoint));
    }
    requireValid(checkpoint, resolution);
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var resolved =
        checkpoints.resolve(
            checkpoint,
            resolution,
            caller.userId(),
            now,
            audit.prepare(checkpoint.tenantId(), "checkpoint.resolve", id.toString()));
    var goOn = answers.decided(checkpoint, resolution, caller.userId(), now);
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
    return get(caller.tenantId(), id);
  }

  private Resolved cancelInTransaction(Caller caller, UUID id, @Nullable String comment) {
    var checkpoint = checkpoints.lock(caller.tenantId(), id).orElseThrow(CheckpointNotFound::new);
    requireAssigned(caller, checkpoint);
    if (checkpoint.status() != Checkpoint.Status.PENDING) {
      throw new CheckpointAlreadyResolved(checkpoint, name(checkpoint));
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    checkpoints.cancel(checkpoint, caller.userId(), comment, now);
    audit.record(checkpoint.tenantId(), "checkpoint.cancel", id.toString());
    return new Resolved(answers.cancelled(checkpoint, caller.userId()), checkpoint);
  }

  private static void requireAssigned(Caller caller, Checkpoint checkpoint) {
    if (!checkpoint.assignee().includes(caller)) {
      throw new ApiException(
          ErrorCode.AUTHZ_PERMISSION_DENIED,
          "This checkpoint is for "
              + checkpoint.assignee().display()
              + ", not for you; a tenant admin can answer or reassign it.");
    }
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

  private String name(Checkpoint checkpoint) {
    var user = checkpoint.resolvedBy();
    return user == null
        ? ""
        : directory.user(checkpoint.tenantId(), user).map(User::email).orElse(user);
  }

  private static List<Checkpoints.Address> addresses(Caller caller) {
    var addresses = new ArrayList<Checkpoints.Address>();
    addresses.add(new Checkpoints.Address("user", caller.userId()));
    addresses.add(new Checkpoints.Address("delegated_user", caller.userId()));
    caller.groups().forEach(g -> addresses.add(new Checkpoints.Address("group", g)));
    caller.roles().forEach(r -> addresses.add(new Checkpoints.Address("role", r)));
    caller.customRoles().forEach(r -> addresses.add(new Checkpoints.Address("role", r)));
    if (caller.administersTenant()) {
      addresses.add(new Checkpoints.Address("role", "tenant_admin"));
      addresses.add(new Checkpoints.Address("unrouted", ""));
    }
    return addresses.stream().distinct().toList();
  }
}
