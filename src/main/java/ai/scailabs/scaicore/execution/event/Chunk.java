package ai.scailabs.scaicore.execution.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some happenings in a row, on their way into one row of the table.
 *
 * @param executionId null: of the Core itself
 * @param run null for what belongs to no run
 */
record Chunk(
    String tenantId,
    String coreId,
    @Nullable String executionId,
    @Nullable RunOf run,
    List<Happening> happenings) {

  /** When the first of them happened. */
  Instant start() {
    return happenings.getFirst().at();
  }

  static Chunk of(RunOf run, List<Happening> happenings) {
    return new Chunk(run.tenantId(), run.coreId(), run.executionId(), run, happenings);
  }
}
