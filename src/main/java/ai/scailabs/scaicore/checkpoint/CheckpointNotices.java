package ai.scailabs.scaicore.checkpoint;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Who wants to know what becomes of checkpoints, so as to tell people. Any number of them, or none.
 */
public interface CheckpointNotices {

  /** What has become of a checkpoint. */
  enum Why {
    CREATED,
    REASSIGNED,
    ESCALATED,
    REMINDER,
    EXPIRED,
    RESOLVED,
    CANCELLED;

    /** As people read it, such as {@code reassigned}. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Called inside the transaction that makes the change, after it is made; what it writes is
   * committed with it or not at all, and what it throws undoes it.
   *
   * @param checkpoint as it is now: its assignee is the new one, its version that of the row
   */
  void note(Checkpoint checkpoint, Why why);
}
