package ai.scailabs.scaicore.trigger;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What is answered to an event.
 *
 * @param status always {@code accepted}
 */
@Schema(name = "AcceptedEvent")
record Accepted(
    @Schema(example = "accepted") String status,
    @Schema(example = "evt_06a1q8b3v5e3s9k4t7m2n8p6rw") String eventId,
    @Schema(description = "The executions that it began; none where no trigger matched.")
        List<String> executionIds) {

  Accepted(String eventId, List<String> executionIds) {
    this("accepted", eventId, executionIds);
  }
}
