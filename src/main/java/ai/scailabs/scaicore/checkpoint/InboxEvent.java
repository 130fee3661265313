package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Status;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an event of the inbox's stream shows. */
sealed interface InboxEvent {

  /**
   * A checkpoint that appeared or changed, as it is when it is shown. {@code GET
   * /checkpoints/{checkpoint_id}} has the rest.
   *
   * @param prompt its first 1,000 characters
   */
  record Shown(
      UUID id,
      String coreId,
      String coreName,
      String executionId,
      String flowName,
      String checkpointType,
      @Nullable String prompt,
      Status status,
      String priority,
      @Nullable String assigneeRaw,
      Assignee.Kind assigneeType,
      @Nullable String claimedBy,
      Instant createdAt,
      @Nullable Instant expiresAt,
      long version)
      implements InboxEvent {}

  /**
   * A checkpoint that left.
   *
   * @param status {@code pending}: it is somebody else's now; null: its Core was deleted
   */
  record Removed(UUID id, @Nullable Status status) implements InboxEvent {}

  /** The client was away for too long. */
  record Reset(String message) implements InboxEvent {}
}
