package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whom a checkpoint goes to, and why. Source: {@code seeds/api-reference.md}, "POST
 * /checkpoints/{checkpoint_id}/reassign".
 */
record ReassignRequest(
    @Schema(
            description =
                "user:<email or id>, group:<id>, role:<role> or delegated_user; what is none of"
                    + " these and no user goes to the tenant's admins",
            example = "user:alice@acme")
        @Nullable String assignee,
    @Nullable String comment) {

  private static final int MAX_ASSIGNEE = 500;

  String checkedAssignee() {
    if (assignee == null || assignee.isBlank()) {
      throw new ValidationFailed(
          "assignee", "is required: user:<email or id>, group:<id>, role:<role> or delegated_user");
    }
    if (assignee.length() > MAX_ASSIGNEE) {
      throw new ValidationFailed("assignee", "is longer than " + MAX_ASSIGNEE + " characters");
    }
    return Comment.storable("assignee", assignee.strip());
  }

  @Nullable String checkedComment() {
    return Comment.checked(comment);
  }
}
