package ai.scailabs.scaicore.scaiqueue;

import io.swagger.v3.oas.annotations.media.Schema;

/** How many messages of a queue are where; counted to 100,000. */
@Schema(name = "QueueCounts")
record QueueCounts(
    @Schema(description = "That can be claimed; of a broadcast queue: that are kept") int ready,
    @Schema(description = "That are with a consumer, or wait to be tried again") int claimed,
    @Schema(description = "That are in `_dead_letter`") int dead) {}
