package ai.scailabs.scaicore.checkpoint;

import org.jspecify.annotations.Nullable;

/** Why a checkpoint is cancelled. */
record CancelRequest(@Nullable String comment) {

  @Nullable String checkedComment() {
    return Comment.checked(comment);
  }
}
