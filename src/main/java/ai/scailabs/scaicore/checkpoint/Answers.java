package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Resolution;
import ai.scailabs.scaicore.engine.EffectKind;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Journal;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.Continuation;
import ai.scailabs.scaicore.execution.QuestionEvents;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells executions what became of their questions, in the transaction that closes them. Each
 * answers what to do after the commit.
 */
@Component
class Answers {

  private final Continuation continuation;
  private final QuestionEvents events;

  Answers(Continuation continuation, QuestionEvents events) {
    this.continuation = continuation;
    this.events = events;
  }

  /**
   * A decision.
   *
   * @param userId null: nobody decided, it is the default
   */
  Runnable decided(
      Checkpoint checkpoint, Resolution resolution, @Nullable String userId, Instant at) {
    var answer = new LinkedHashMap<String, @Nullable Object>();
    var data = resolution.responseData();
    answer.put("decision", resolution.decision());
    answer.put("response_data", data == null ? Map.of() : Json.parse(data.text()));
    answer.put("comment", resolution.comment());
    answer.put("resolved_by", userId);
    answer.put("resolved_at", at.toString());
    return tell(checkpoint, Checkpoint.Status.RESOLVED, answer, null, userId);
  }

  /** Nobody decided in time: the block fails. */
  Runnable expired(Checkpoint checkpoint) {
    return tell(
        checkpoint,
        Checkpoint.Status.EXPIRED,
        null,
        new Failure(Failure.EXPIRED, "nobody answered the checkpoint in time"),
        null);
  }

  /**
   * The execution is cancelled with it.
   *
   * @param userId null: its timeout did it
   */
  Runnable cancelled(Checkpoint checkpoint, @Nullable String userId) {
    return tell(
        checkpoint,
        Checkpoint.Status.CANCELLED,
        null,
        new Failure(Failure.CANCELLED, "the checkpoint was cancelled"),
        userId);
  }

  private Runnable tell(
      Checkpoint checkpoint,
      Checkpoint.Status status,
      @Nullable Object value,
      @Nullable Failure failure,
      @Nullable String userId) {
    var details = new LinkedHashMap<String, @Nullable Object>();
    details.put("checkpoint_id", checkpoint.id().toString());
    details.put("node_id", checkpoint.nodeId());
    details.put("status", status.word());
    details.put("resolved_by", userId);
    events.resolved(checkpoint.tenantId(), checkpoint.coreId(), checkpoint.executionId(), details);
    return continuation.answered(
        checkpoint.tenantId(),
        checkpoint.executionId(),
        checkpoint.attempt(),
        new Journal.Entry(
            checkpoint.step(), EffectKind.CHECKPOINT, checkpoint.argumentHash(), value, failure));
  }
}
