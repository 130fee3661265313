package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.checkpoint.Assignee;
import ai.scailabs.scaicore.checkpoint.Checkpoint;
import ai.scailabs.scaicore.web.RawJson;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook is told, in JSON. What stands beside the prompt (payload, context) is not in it:
 * whoever may read that fetches it.
 *
 * @param event such as {@code checkpoint.created}
 * @param occurredAt when it happened, not when it is told
 */
record Notice(String event, String tenantId, Instant occurredAt, Subject checkpoint) {

  private static final int LONGEST_PROMPT = 2_000;
  private static final int LONGEST_OPTIONS = 10_000;
  private static final String PATH = "/v1/modules/scaicore/checkpoints/";

  /**
   * The checkpoint, as it was then.
   *
   * @param prompt its beginning, where it is long
   * @param options null where they are long
   * @param path where it is read and answered
   */
  record Subject(
      UUID id,
      String coreId,
      String coreName,
      String executionId,
      String flowName,
      @Nullable String nodeId,
      String checkpointType,
      @Nullable String prompt,
      @Nullable RawJson options,
      For assignee,
      String status,
      String priority,
      Instant createdAt,
      @Nullable Instant expiresAt,
      int reminderCount,
      long version,
      String path) {}

  /** Whom it is for. */
  record For(Assignee.Kind type, String value, String display) {}

  static Notice of(Checkpoint c, NotifiedEvent event, Instant at) {
    var assignee = c.assignee();
    return new Notice(
        "checkpoint." + event.word(),
        c.tenantId(),
        at,
        new Subject(
            c.id(),
            c.coreId(),
            c.coreName(),
            c.executionId(),
            c.flowName(),
            c.nodeId(),
            c.type(),
            beginning(c.prompt()),
            c.options().text().length() > LONGEST_OPTIONS ? null : c.options(),
            new For(assignee.kind(), assignee.value(), assignee.display()),
            c.status().word(),
            c.priority(),
            c.createdAt(),
            c.expiresAt(),
            c.reminderCount(),
            c.version(),
            PATH + c.id()));
  }

  private static @Nullable String beginning(@Nullable String prompt) {
    if (prompt == null || prompt.length() <= LONGEST_PROMPT) {
      return prompt;
    }
    boolean pair = Character.isHighSurrogate(prompt.charAt(LONGEST_PROMPT - 1));
    return prompt.substring(0, pair ? LONGEST_PROMPT - 1 : LONGEST_PROMPT) + "…";
  }
}
