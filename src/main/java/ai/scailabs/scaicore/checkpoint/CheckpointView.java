package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.RawJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A checkpoint as people see it. Source of the fields: the HTTP contract, "Resources". */
@Schema(name = "Checkpoint")
record CheckpointView(
    UUID id,
    String coreId,
    String coreName,
    String executionId,
    String flowName,
    @Schema(description = "Place of the block among the flow's top-level blocks.") int blockIndex,
    @Nullable String nodeId,
    @Nullable String instanceKey,
    @Schema(example = "approval") String checkpointType,
    @Nullable String prompt,
    @Schema(description = "What is shown beside the prompt, or null.") @Nullable RawJson payload,
    @Schema(type = "array", description = "Decisions to choose from; empty: any text.")
        RawJson options,
    @Schema(type = "object", description = "JSON Schema of response_data, or null.")
        @Nullable RawJson responseSchema,
    @Nullable String assigneeRaw,
    Assignee.Kind assigneeType,
    ResolvedAssignee assigneeResolved,
    @Nullable RawJson context,
    Checkpoint.Status status,
    @Schema(allowableValues = {"low", "normal", "high", "critical"}) String priority,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Schema(description = "expire, escalate, cancel or default:<option>") String expiryAction,
    @Nullable String escalationTarget,
    boolean notificationSent,
    int reminderCount,
    @Schema(description = "Minutes between reminders, or null.")
        @Nullable Integer reminderIntervalM,
    @Schema(description = "User id of whoever has taken it, or null.") @Nullable String claimedBy,
    @Schema(description = "When the claim lapses, or null.") @Nullable Instant claimExpiresAt,
    @Nullable ResolutionView resolution,
    @Nullable String resolvedBy,
    @Nullable Instant resolvedAt,
    long version) {

  /** Whom the checkpoint is for. */
  record ResolvedAssignee(Assignee.Kind type, @Nullable String value, String display) {}

  /** What was decided, through what, and in whose place. */
  @Schema(name = "Resolution")
  record ResolutionView(
      String decision,
      @Nullable RawJson responseData,
      @Nullable String comment,
      @Schema(description = "api, queue or expiry") Checkpoint.@Nullable Via resolvedVia,
      @Schema(
              description =
                  "The assignee in whose place it was decided, where that is not resolved_by"
                      + " themselves; else null.",
              example = "role:reviewer")
          @Nullable String resolvedOnBehalfOf) {}

  static CheckpointView of(Checkpoint c) {
    var assignee = c.assignee();
    return new CheckpointView(
        c.id(),
        c.coreId(),
        c.coreName(),
        c.executionId(),
        c.flowName(),
        c.blockIndex(),
        c.nodeId(),
        c.instanceKey(),
        c.type(),
        c.prompt(),
        c.payload(),
        c.options(),
        c.responseSchema(),
        assignee.raw(),
        assignee.kind(),
        new ResolvedAssignee(
            assignee.kind(),
            assignee.value().isEmpty() ? null : assignee.value(),
            assignee.display()),
        c.context(),
        c.status(),
        c.priority(),
        c.createdAt(),
        c.expiresAt(),
        c.expiryAction(),
        c.escalationTarget(),
        c.notificationSent(),
        c.reminderCount(),
        c.reminderMinutes(),
        c.claimedBy(),
        c.claimExpiresAt(),
        resolution(c),
        c.resolvedBy(),
        c.resolvedAt(),
        c.version());
  }

  private static @Nullable ResolutionView resolution(Checkpoint c) {
    var resolution = c.resolution();
    return resolution == null
        ? null
        : new ResolutionView(
            resolution.decision(),
            resolution.responseData(),
            resolution.comment(),
            c.resolvedVia(),
            c.resolvedOnBehalfOf());
  }
}
