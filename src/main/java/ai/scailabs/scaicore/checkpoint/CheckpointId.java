package ai.scailabs.scaicore.checkpoint;

import java.util.UUID;

/** Ids of checkpoints in paths. */
final class CheckpointId {

  private CheckpointId() {}

  /** An id of another shape is that of no checkpoint. */
  static UUID parse(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw new CheckpointNotFound();
    }
  }
}
