package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.CoreReleased;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.execution.Execution.Origin;
import ai.scailabs.scaicore.identity.ActingCore;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.AuditedChange;
import ai.scailabs.scaicore.web.Contended;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Begins executions, shows them, and carries them on. */
@Service
public class ExecutionService implements CoreReleased {

  private static final int RELEASED = 500;

  private final RunnableCores cores;
  private final ExecutionDrafts drafts;
  private final Executions executions;
  private final Instances instances;
  private final Ownership ownership;
  private final IdempotencyKeys keys;
  private final RunsHere here;
  private final Runner runner;
  private final LastingStates lasting;
  private final TransactionOperations transactions;
  private final AuditTrail audit;

  ExecutionService(
      RunnableCores cores,
      ExecutionDrafts drafts,
      Executions executions,
      Instances instances,
      Ownership ownership,
      IdempotencyKeys keys,
      RunsHere here,
      Runner runner,
      LastingStates lasting,
      TransactionOperations transactions,
      AuditTrail audit) {
    this.cores = cores;
    this.drafts = drafts;
    this.executions = executions;
    this.instances = instances;
    this.ownership = ownership;
    this.keys = keys;
    this.here = here;
    this.runner = runner;
    this.lasting = lasting;
    this.transactions = transactions;
    this.audit = audit;
  }

  /**
   * Begins an execution that its caller waits for.
   *
   * @return the execution under way; or, for a key that was used before, the one it began
   */
  public Started start(StartExecution request) {
    return start(request, false);
  }

  /** Begins an execution that nobody waits for; when enough of them run here, it is queued. */
  Started startUnattended(StartExecution request) {
    return start(request, here.size() >= RunsHere.ENOUGH);
  }

  /**
   * Begins several executions of a Core that nobody waits for: all of them, or none.
   *
   * @param core as it was read just now
   * @param beside writes what belongs to them in the same transaction, given their ids; where it
   *     answers false, nothing is written and nothing begins
   * @return their ids, in the order of the requests; empty where {@code beside} said no
   */
  public Optional<List<String>> startTogether(
      RunnableCore core, List<StartExecution> requests, Predicate<List<String>> beside) {
    boolean queue = here.size() + requests.size() > RunsHere.ENOUGH;
    var made = new ArrayList<ExecutionDrafts.Draft>();
    for (var request : requests) {
      made.add(drafts.draft(core, request, Origin.OUTSIDE, made.size()));
    }
    var begun =
        made.stream().map(draft -> queue ? draft.execution().queued() : draft.execution()).toList();
    var ids = begun.stream().map(Execution::id).toList();
    if (!Contended.retried(() -> storedTogether(core, made, begun, () -> beside.test(ids)))) {
      return Optional.empty();
    }
    begun.forEach(this::underWay);
    return Optional.of(ids);
  }

  private boolean storedTogether(
      RunnableCore core,
      List<ExecutionDrafts.Draft> made,
      List<Execution> begun,
      BooleanSupplier beside) {
    try {
      return Boolean.TRUE.equals(
          transactions.execute(
              status -> {
                boolean ours = beside.getAsBoolean();
                for (int i = 0; ours && i < made.size(); i++) {
                  insert(made.get(i), begun.get(i));
                }
                if (!ours) {
                  status.setRollbackOnly();
                }
                return ours;
              }));
    } catch (DataIntegrityViolationException e) {
      // The Core may have gone in the meantime.
      cores.get(core.tenantId(), core.id());
      throw e;
    }
  }

  private Started start(StartExecution request, boolean queue) {
    var core = cores.get(request.tenantId(), request.coreId());
    var key = IdempotencyKey.checked("Idempotency-Key", request.idempotencyKey());
    if (key == null) {
      var draft = drafts.draft(core, request, Origin.OUTSIDE);
      return draft.instances() == null && !queue
          ? begun(runner.begin(core, draft.execution(), creation(draft.execution())))
          : stored(draft, queue);
    }
    var hash = IdempotencyKeys.hash(request);
    var used = keys.find(request.tenantId(), request.userId(), key);
    if (used.isPresent()) {
      return earlier(request, used.get(), hash);
    }
    var draft = drafts.draft(core, request, Origin.OUTSIDE);
    var execution = queue ? draft.execution().queued() : draft.execution();
    if (takeKey(request, key, new IdempotencyKeys.Use(execution.id(), hash), draft, execution)) {
      return underWay(execution);
    }
    var winner = keys.find(request.tenantId(), request.userId(), key).orElseThrow();
    return earlier(request, winner, hash);
  }

  /** Stores an execution together with its key; neither when another request has the key. */
  private boolean takeKey(
      StartExecution request,
      String key,
      IdempotencyKeys.Use use,
      ExecutionDrafts.Draft draft,
      Execution execution) {
    return Boolean.TRUE.equals(
        transactions.execute(
            status -> {
              insert(draft, execution);
              boolean ours = keys.take(request.tenantId(), request.userId(), key, use);
              if (!ours) {
                status.setRollbackOnly();
              }
              return ours;
            }));
  }

  private Started stored(ExecutionDrafts.Draft draft, boolean queue) {
    var execution = queue ? draft.execution().queued() : draft.execution();
    transactions.executeWithoutResult(status -> insert(draft, execution));
    return underWay(execution);
  }

  private void insert(ExecutionDrafts.Draft draft, Execution execution) {
    var settings = draft.instances();
    if (settings != null) {
      instances.arrive(execution, settings);
    }
    ownership.insert(execution, creation(execution), List.of());
  }

  /** Runs an execution that was stored, at once or when it is its turn. */
  Started underWay(Execution execution) {
    var instance = execution.turn().queueKey();
    if (instance != null) {
      return runner.admit(execution.tenantId(), execution.coreId(), instance).stream()
          .filter(running -> running.writer().execution().id().equals(execution.id()))
          .findFirst()
          .map(this::begun)
          .orElseGet(
              () -> new Started(execution.id(), () -> lasting.of(execution), () -> {}, false));
    }
    return execution.status() == ExecutionStatus.QUEUED
        ? new Started(
            execution.id(), () -> CompletableFuture.completedFuture(execution), () -> {}, false)
        : begun(runner.resume(execution));
  }

  private AuditedChange creation(Execution execution) {
    return audit.prepare(
        execution.tenantId(),
        "execution.create",
        execution.id(),
        new ActingCore(execution.coreId(), execution.delegatedUserId()));
  }

  /** The execution, if the tenant has it. */
  public Execution get(String tenantId, String id) {
    return executions.find(tenantId, id).orElseThrow(ExecutionNotFound::new);
  }

  /** As {@link #get}; one that was set going here just now is left a moment to get on. */
  Execution getSettled(String tenantId, String id) {
    here.letSettle(tenantId, id);
    return get(tenantId, id);
  }

  /** A Core's executions, newest first. */
  Page<Execution> ofCore(String tenantId, String coreId, Paging paging) {
    cores.get(tenantId, coreId);
    return executions.ofCore(tenantId, coreId, paging);
  }

  @Override
  public void released(String tenantId, String coreId) {
    while (ownership.release(tenantId, coreId, RELEASED) == RELEASED) {
      // There is more.
    }
  }

  /**
   * An execution that was begun: whose state can be waited for.
   *
   * @param earlier whether it was begun by a request before, of the same key
   */
  public record Started(
      String executionId,
      Supplier<CompletableFuture<Execution>> result,
      Runnable keep,
      boolean earlier) {}

  private Started begun(Runner.Running running) {
    return new Started(
        running.writer().execution().id(),
        () -> lasting.of(running),
        () -> running.writer().flush(),
        false);
  }

  private Started earlier(StartExecution request, IdempotencyKeys.Use used, String hash) {
    if (!used.requestHash().equals(hash)) {
      throw new ValidationFailed(
          "Idempotency-Key", "was used for another request in the last 24 hours; choose a new one");
    }
    var execution = get(request.tenantId(), used.executionId());
    return new Started(execution.id(), () -> lasting.of(execution), () -> {}, true);
  }
}
