package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.RawJson;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A question to a person, as it is stored. JSON members are text.
 *
 * @param escalatedAt when it went to its escalation target; null: it did not
 * @param step where the answer will stand in the execution's journal, with {@code argumentHash}
 */
public record Checkpoint(
    UUID id,
    String tenantId,
    String coreId,
    String coreName,
    String executionId,
    int attempt,
    String step,
    String argumentHash,
    String flowName,
    String blockPath,
    @Nullable String nodeId,
    @Nullable String instanceKey,
    String type,
    @Nullable String prompt,
    @Nullable RawJson payload,
    RawJson options,
    @Nullable RawJson responseSchema,
    Assignee assignee,
    @Nullable RawJson context,
    Status status,
    String priority,
    Instant createdAt,
    @Nullable Instant expiresAt,
    String expiryAction,
    @Nullable String escalationTarget,
    boolean notificationSent,
    int reminderCount,
    @Nullable Integer reminderMinutes,
    @Nullable Instant escalatedAt,
    @Nullable String claimedBy,
    @Nullable Resolution resolution,
    @Nullable String resolvedBy,
    @Nullable Instant resolvedAt,
    long version) {

  /** Where a checkpoint is. */
  public enum Status {
    PENDING,
    RESOLVED,
    CANCELLED,
    EXPIRED;

    @com.fasterxml.jackson.annotation.JsonValue
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Status of(String word) {
      return valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }
  }

  /** What was answered. */
  public record Resolution(
      String decision, @Nullable RawJson responseData, @Nullable String comment) {}

  /** Where the block stands among the flow's top-level blocks. */
  public int blockIndex() {
    int open = blockPath.indexOf("body[");
    int close = blockPath.indexOf(']', open);
    return open < 0 || close < 0 ? 0 : Integer.parseInt(blockPath.substring(open + 5, close));
  }
}
