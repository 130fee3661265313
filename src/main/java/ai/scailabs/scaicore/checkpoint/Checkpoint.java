package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A question to a person, as it is stored. JSON members are text.
 *
 * @param escalatedAt when it went to its escalation target; null: it did not
 * @param claimedBy who has taken it for half an hour from {@code claimedAt}
 * @param resolvedOnBehalfOf the assignee in whose place somebody else, or the clock, decided, as in
 *     {@code role:reviewer}
 * @param hitlTarget null where it is in the inbox alone
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
    @Nullable Instant claimedAt,
    @Nullable Resolution resolution,
    @Nullable String resolvedBy,
    @Nullable Via resolvedVia,
    @Nullable String resolvedOnBehalfOf,
    @Nullable Instant resolvedAt,
    @Nullable HitlTarget hitlTarget,
    long version) {

  /** How long a claim lasts. */
  static final Duration CLAIM = Duration.ofMinutes(30);

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

  /** Through what a checkpoint was closed. */
  public enum Via {
    /** A person, over HTTP. */
    API,
    /** A person, by a message. */
    QUEUE,
    /** Its timeout ran out. */
    EXPIRY,
    /** Its execution needs no answer any more. */
    EXECUTION;

    @com.fasterxml.jackson.annotation.JsonValue
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Via of(String word) {
      return valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }
  }

  /**
   * The queue that a question also goes to, and that was there when it was raised.
   *
   * @param scope slug
   * @param queue slug
   * @param spec a JSON object: what consumers show, such as {@code sections}
   */
  public record HitlTarget(String scope, String queue, RawJson spec) {}

  /** What was answered. */
  public record Resolution(
      String decision, @Nullable RawJson responseData, @Nullable String comment) {}

  /** When a claim ends by itself; null where there is none. */
  public @Nullable Instant claimExpiresAt() {
    return claimedAt == null ? null : claimedAt.plus(CLAIM);
  }

  /** Whether somebody has claimed it, and not too long ago. */
  boolean isClaimed(Instant now) {
    var end = claimExpiresAt();
    return claimedBy != null && end != null && end.isAfter(now);
  }

  /** Where the block stands among the flow's top-level blocks. */
  public int blockIndex() {
    int open = blockPath.indexOf("body[");
    int close = blockPath.indexOf(']', open);
    return open < 0 || close < 0 ? 0 : Integer.parseInt(blockPath.substring(open + 5, close));
  }
}
