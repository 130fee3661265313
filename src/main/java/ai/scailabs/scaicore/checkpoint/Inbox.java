package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.core.CheckpointMode;
import ai.scailabs.scaicore.core.RunnableCores.RunnableCore;
import ai.scailabs.scaicore.delegation.ActingUsers;
import ai.scailabs.scaicore.delegation.DelegationRefused;
import ai.scailabs.scaicore.engine.CheckpointSink.Request;
import ai.scailabs.scaicore.engine.CheckpointSink.Ruling;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.CheckpointRaising;
import ai.scailabs.scaicore.execution.Execution;
import ai.scailabs.scaicore.execution.QuestionEvents;
import ai.scailabs.scaicore.execution.QueueRefused;
import ai.scailabs.scaicore.execution.ReachedQueues;
import ai.scailabs.scaicore.identity.ActingCore;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.program.type.AnswerSchema;
import ai.scailabs.scaicore.program.type.DurationText;
import ai.scailabs.scaicore.program.type.SchemaInvalid;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.RawJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides which questions of programs become rows of the inbox, by the Core's {@code
 * checkpoint_mode}. Source: the HTTP contract, "Where the seeds leave a choice".
 */
@Component
class Inbox implements CheckpointRaising {

  private static final String DEFAULT_OPTION = "default:";
  private static final int MOST_SPEC = 64 * 1024;
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final Assignees assignees;
  private final ActingUsers delegates;
  private final Checkpoints checkpoints;
  private final QuestionEvents events;
  private final Notices notices;
  private final ReachedQueues queues;
  private final AuditTrail audit;
  private final Clock clock;

  Inbox(
      Assignees assignees,
      ActingUsers delegates,
      Checkpoints checkpoints,
      QuestionEvents events,
      Notices notices,
      ReachedQueues queues,
      AuditTrail audit,
      Clock clock) {
    this.assignees = assignees;
    this.delegates = delegates;
    this.checkpoints = checkpoints;
    this.events = events;
    this.notices = notices;
    this.queues = queues;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public Raised raise(RunnableCore core, Execution execution, Request request) {
    if (core.checkpointMode() == CheckpointMode.VISUAL_QUEUE && request.prompt() == null) {
      return Raised.without(
          defaultOption(request.onTimeout())
              .<Ruling>map(Ruling.Answered::new)
              .orElseGet(
                  () ->
                      new Ruling.Refused(
                          new Failure(
                              Failure.EXPIRED,
                              "a checkpoint without a prompt asks nobody in checkpoint_mode"
                                  + " visual_queue, and it has no default option"))));
    }
    var now = clock.instant();
    if (isForDelegate(request.assignee())) {
      try {
        delegates.require(core.tenantId(), core.delegation());
      } catch (DelegationRefused e) {
        return Raised.without(
            new Ruling.Refused(
                new Failure(
                    e.code().name(),
                    "the checkpoint is for the delegated user, and there is none to ask: "
                        + e.getMessage())));
      }
    }
    var schema = request.responseSchema();
    if (schema != null) {
      try {
        AnswerSchema.of(schema);
      } catch (SchemaInvalid e) {
        return Raised.without(
            new Ruling.Refused(
                new Failure(
                    Failure.MISMATCH,
                    "the response_schema of the checkpoint cannot be used: " + e.getMessage())));
      }
    }
    var assignee =
        assignees.resolve(execution.tenantId(), request.assignee(), core.delegation().userAt(now));
    if (core.checkpointMode() == CheckpointMode.ROUTED
        && assignee.kind() == Assignee.Kind.UNROUTED) {
      return Raised.without(new Ruling.Cancelled());
    }
    var target = request.hitlTarget();
    if (target != null) {
      if (Json.text(target.spec()).length() > MOST_SPEC) {
        return Raised.without(
            new Ruling.Refused(
                new Failure(
                    Failure.TOO_LARGE,
                    "the hitl_spec of the checkpoint has more than 64 KB; show less in it")));
      }
      try {
        queues.find(execution.tenantId(), target.scope(), target.queue());
      } catch (QueueRefused e) {
        return Raised.without(new Ruling.Refused(e.about(target.scope(), target.queue())));
      }
    }
    var checkpoint = checkpoint(execution, request, core, assignee);
    var acting = new ActingCore(core.id(), core.delegation().userAt(now));
    return new Raised(new Ruling.Wait(), checkpoint.id(), () -> add(checkpoint, acting));
  }

  private void add(Checkpoint checkpoint, ActingCore acting) {
    checkpoints.add(
        checkpoint,
        audit.prepare(
            checkpoint.tenantId(), "checkpoint.create", checkpoint.id().toString(), acting));
    var details = new LinkedHashMap<String, @Nullable Object>();
    details.put("checkpoint_id", checkpoint.id().toString());
    details.put("node_id", checkpoint.nodeId());
    details.put("block_id", checkpoint.blockPath());
    details.put("checkpoint_type", checkpoint.type());
    details.put("assignee", checkpoint.assignee().raw());
    events.pending(checkpoint.tenantId(), checkpoint.coreId(), checkpoint.executionId(), details);
    notices.note(checkpoint, CheckpointNotices.Why.CREATED);
  }

  private static boolean isForDelegate(@Nullable String assignee) {
    return assignee != null && assignee.strip().equals("delegated_user");
  }

  private static Optional<String> defaultOption(String onTimeout) {
    return onTimeout.startsWith(DEFAULT_OPTION)
        ? Optional.of(onTimeout.substring(DEFAULT_OPTION.length()).strip())
        : Optional.empty();
  }

  private Checkpoint checkpoint(
      Execution execution, Request request, RunnableCore core, Assignee assignee) {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new Checkpoint(
        Ids.uuid(),
        execution.tenantId(),
        execution.coreId(),
        core.name(),
        execution.id(),
        execution.attempt(),
        request.step(),
        request.argumentHash(),
        execution.flow(),
        request.block(),
        request.nodeId(),
        execution.instanceKey(),
        request.type(),
        request.prompt() == null ? null : request.prompt().replace("\0", "\uFFFD"),
        json(request.payload()),
        new RawJson(Json.text(request.options())),
        json(request.responseSchema()),
        assignee,
        json(request.context()),
        Checkpoint.Status.PENDING,
        request.priority(),
        now,
        expiry(request, now),
        request.onTimeout(),
        request.escalationTarget(),
        false,
        0,
        reminderMinutes(request),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        hitlTarget(request),
        0);
  }

  private static Checkpoint.@Nullable HitlTarget hitlTarget(Request request) {
    var target = request.hitlTarget();
    return target == null
        ? null
        : new Checkpoint.HitlTarget(
            target.scope(), target.queue(), new RawJson(Json.text(target.spec())));
  }

  private static @Nullable RawJson json(@Nullable Object value) {
    return value == null ? null : new RawJson(Json.text(value));
  }

  private static @Nullable Instant expiry(Request request, Instant now) {
    return duration(request.timeout()).map(now::plus).orElse(null);
  }

  private static @Nullable Integer reminderMinutes(Request request) {
    return duration(request.reminderInterval())
        .map(d -> (int) Math.max(1, d.toMinutes()))
        .orElse(null);
  }

  private static Optional<Duration> duration(@Nullable String text) {
    return Optional.ofNullable(text)
        .flatMap(DurationText::parse)
        .map(d -> d.compareTo(LONGEST) > 0 ? LONGEST : d);
  }
}
