package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.web.ValidationFailed;
import org.jspecify.annotations.Nullable;

/** Why a checkpoint is cancelled. */
record CancelRequest(@Nullable String comment) {

  private static final int MAX_COMMENT = 20_000;

  @Nullable String checkedComment() {
    if (comment != null && comment.length() > MAX_COMMENT) {
      throw new ValidationFailed("comment", "is longer than " + MAX_COMMENT + " characters");
    }
    return comment;
  }
}
