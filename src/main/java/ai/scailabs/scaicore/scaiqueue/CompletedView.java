package ai.scailabs.scaicore.scaiqueue;

import ai.scailabs.scaicore.checkpoint.Checkpoint;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A completed message, and what that did.
 *
 * @param checkpoint the one that its {@code correlation_id} names; null where it names none
 */
@Schema(name = "CompletedMessage")
record CompletedView(MessageView message, @Nullable Answered checkpoint) {

  /**
   * What became of a checkpoint.
   *
   * @param answered whether it was this message that did; else it was closed before, as the rest
   *     tells
   */
  @Schema(name = "AnsweredCheckpoint")
  record Answered(
      UUID id,
      boolean answered,
      Checkpoint.Status status,
      @Nullable String decision,
      @Nullable String resolvedBy,
      Checkpoint.@Nullable Via resolvedVia,
      @Nullable Instant resolvedAt) {

    static Answered of(Checkpoint c, boolean answered) {
      var resolution = c.resolution();
      return new Answered(
          c.id(),
          answered,
          c.status(),
          resolution == null ? null : resolution.decision(),
          c.resolvedBy(),
          c.resolvedVia(),
          c.resolvedAt());
    }
  }
}
