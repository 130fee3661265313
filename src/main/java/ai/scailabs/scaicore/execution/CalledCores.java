package ai.scailabs.scaicore.execution;

import ai.scailabs.scaicore.core.PrivilegeLevel;
import ai.scailabs.scaicore.core.RunnableCores;
import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.engine.CoreCalls;
import ai.scailabs.scaicore.engine.EffectKind;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Journal.Entry;
import ai.scailabs.scaicore.execution.Execution.Origin;
import ai.scailabs.scaicore.execution.Execution.Parent;
import ai.scailabs.scaicore.identity.ActingCore;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.web.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Begins executions for the {@code core_call}s of others. A called execution is stored with the
 * entry of its call, so that there is one of it, whatever happens. Source: the HTTP contract,
 * "Where the seeds leave a choice", on {@code privilege_level}.
 */
@Component
class CalledCores {

  static final int DEEPEST = 16;

  private static final Pattern TARGET =
      Pattern.compile("core://([a-z0-9][a-z0-9_-]*)/([a-z0-9][a-z0-9_-]*)");

  private final RunnableCores cores;
  private final CoreCallGrants grants;
  private final ExecutionDrafts drafts;
  private final Ownership ownership;
  private final JournalRows journal;
  private final Instances instances;
  private final AuditTrail audit;
  private final Failpoints failpoints;

  CalledCores(
      RunnableCores cores,
      CoreCallGrants grants,
      ExecutionDrafts drafts,
      Ownership ownership,
      JournalRows journal,
      Instances instances,
      AuditTrail audit,
      Failpoints failpoints) {
    this.cores = cores;
    this.grants = grants;
    this.drafts = drafts;
    this.ownership = ownership;
    this.journal = journal;
    this.instances = instances;
    this.audit = audit;
    this.failpoints = failpoints;
  }

  /**
   * The calls of one run.
   *
   * @param runs takes what is to run here
   */
  CoreCalls of(RunWriter writer, Consumer<Execution> runs) {
    return call -> begin(writer, call, runs);
  }

  private Entry begin(RunWriter writer, CoreCalls.Call call, Consumer<Execution> runs) {
    var caller = writer.execution();
    RunnableCore own;
    ExecutionDrafts.Draft draft;
    try {
      own = cores.get(caller.tenantId(), caller.coreId());
      draft = draft(own, caller, call);
    } catch (Refusal e) {
      return refused(writer, call, String.valueOf(e.getMessage()));
    } catch (ApiException e) {
      return refused(writer, call, call.target() + ": " + e.getMessage());
    }
    var child = draft.execution();
    var creation =
        audit.prepare(
            child.tenantId(),
            "execution.create",
            child.id(),
            // Another tenant's audit does not name ours.
            child.tenantId().equals(caller.tenantId())
                ? new ActingCore(own.id(), own.delegation().userAt(child.createdAt()))
                : null);
    var entry =
        new Entry(
            call.step(), EffectKind.CORE_CALL, call.argumentHash(), handle(call, child), null);
    var row = journal.row(caller, entry);
    try {
      writer.commit(
          () -> {
            var settings = draft.instances();
            if (settings != null) {
              instances.arrive(child, settings);
            }
            ownership.insert(child, creation, List.of());
            journal.add(row);
            return entry;
          });
    } catch (ApiException e) {
      return refused(writer, call, call.target() + ": " + e.getMessage());
    }
    failpoints.reach(Failpoint.CHILD_BEGUN);
    var key = child.turn().queueKey();
    if (key == null) {
      runs.accept(child);
    } else {
      instances.admit(child.tenantId(), child.coreId(), key).forEach(runs);
    }
    return entry;
  }

  private static Entry refused(RunWriter writer, CoreCalls.Call call, String why) {
    var entry =
        new Entry(
            call.step(),
            EffectKind.CORE_CALL,
            call.argumentHash(),
            null,
            new Failure(Failure.CORE_CALL, why));
    writer.add(entry);
    return entry;
  }

  private static Map<String, @Nullable Object> handle(CoreCalls.Call call, Execution child) {
    var handle = new LinkedHashMap<String, @Nullable Object>();
    handle.put("execution_id", child.id());
    handle.put("step", call.step());
    handle.put("target", call.target());
    return handle;
  }

  private ExecutionDrafts.Draft draft(RunnableCore own, Execution caller, CoreCalls.Call call) {
    var target = target(own, call);
    var path = new ArrayList<>(caller.origin().callPath());
    path.add(caller.coreId());
    if (path.contains(target.id())) {
      throw new Refusal(
          call.target()
              + " is calling already, directly or through others; Cores cannot call in a"
              + " circle");
    }
    if (path.size() > DEEPEST) {
      throw new Refusal(
          "calls go through more than " + DEEPEST + " Cores; have fewer call each other");
    }
    var draft =
        drafts.draft(
            target,
            new StartExecution(
                target.tenantId(),
                target.id(),
                caller.invokedBy(),
                call.input(),
                call.flow(),
                call.instanceKey(),
                null,
                Map.of(
                    "kind", "core_call", "core_id", caller.coreId(), "execution_id", caller.id()),
                null),
            new Origin(
                new Parent(caller.tenantId(), caller.id(), caller.attempt(), call.step()),
                List.copyOf(path)));
    if (call.version() != null && !call.version().equals(draft.programVersion())) {
      throw new Refusal(
          "%s has version %s of its program, not %s"
              .formatted(call.target(), draft.programVersion(), call.version()));
    }
    return draft;
  }

  private RunnableCore target(RunnableCore own, CoreCalls.Call call) {
    Matcher named = TARGET.matcher(call.target());
    if (!named.matches()) {
      throw new Refusal("the target must be core://<tenant>/<slug>, not " + call.target());
    }
    var target = cores.named(named.group(1), named.group(2));
    boolean foreign = target.map(t -> !t.tenantId().equals(own.tenantId())).orElse(false);
    // Another tenant's Core that may not be called does not exist.
    if (target.isEmpty() || (foreign && !grants.allow(own, target.get()))) {
      throw new Refusal("there is no Core " + call.target() + " that this one may call");
    }
    var needed = foreign ? PrivilegeLevel.ADMIN : PrivilegeLevel.ELEVATED;
    if (own.privilegeLevel().compareTo(needed) < 0) {
      throw new Refusal(
          "the Core has privilege_level %s; to call %s it needs %s"
              .formatted(
                  own.privilegeLevel().word(),
                  foreign ? "Cores of other tenants" : "other Cores",
                  needed.word()));
    }
    return target.get();
  }

  private static final class Refusal extends RuntimeException {

    Refusal(String message) {
      super(message, null, false, false);
    }
  }
}
