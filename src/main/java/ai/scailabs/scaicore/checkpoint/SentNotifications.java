package ai.scailabs.scaicore.checkpoint;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people were told about checkpoints, for the history of one. Implemented by whoever tells
 * them; any number of them, or none.
 */
public interface SentNotifications {

  /**
   * One notification that has left.
   *
   * @param at when it did
   * @param channel such as {@code webhook}
   * @param recipient whom it went to, as people know them; null where the channel has nobody
   * @param why {@link CheckpointNotices.Why#word()} of what it tells
   */
  record Sent(Instant at, String channel, @Nullable String recipient, String why) {}

  /** Those about one checkpoint, oldest first, a thousand at most. */
  List<Sent> about(String tenantId, UUID checkpointId);
}
