package ai.scailabs.scaicore.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the questions that a program has for people. */
public interface CheckpointSink {

  /**
   * Decides what becomes of a question that has no answer yet. One that an earlier run raised, and
   * that is still open, goes on waiting and is not raised again.
   */
  Ruling raise(Request request);

  /** Takes back the open questions of some steps: nothing waits for their answers any more. */
  void withdraw(Collection<String> steps);

  /**
   * A question.
   *
   * @param step where its answer will stand in the journal
   * @param argumentHash fingerprint to be recorded with the answer
   * @param assignee the rendered text, such as {@code role:tenant_admin}; null when the program
   *     names nobody
   * @param timeout as in the source, such as {@code 2d}
   * @param context JSON value shown beside the prompt
   * @param hitlTarget null where it goes to the inbox alone
   */
  record Request(
      String step,
      String argumentHash,
      String block,
      @Nullable String nodeId,
      String type,
      @Nullable String prompt,
      @Nullable Object payload,
      List<String> options,
      @Nullable String assignee,
      String priority,
      @Nullable String timeout,
      String onTimeout,
      @Nullable String escalationTarget,
      @Nullable String reminderInterval,
      @Nullable Object context,
      @Nullable Map<String, @Nullable Object> responseSchema,
      @Nullable HitlTarget hitlTarget) {}

  /**
   * The queue that the question also goes to.
   *
   * @param spec what its consumers show; its templates are filled in
   */
  record HitlTarget(String scope, String queue, Map<String, @Nullable Object> spec) {}

  /** What becomes of it. */
  sealed interface Ruling {

    /** It waits for a person; the execution is suspended. */
    record Wait() implements Ruling {}

    /** Nobody is asked: it is answered at once with an option. */
    record Answered(String decision) implements Ruling {}

    /** Nobody can be asked: the block fails. */
    record Refused(Failure failure) implements Ruling {}

    /** It is cancelled, and with it the execution. */
    record Cancelled() implements Ruling {}
  }
}
