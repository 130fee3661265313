package ai.scailabs.scaicore.scaiqueue;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST …/queues/{id}/claim}. */
@Schema(name = "ClaimRequest")
record ClaimRequest(
    @Schema(description = "How many at most, 1 to 100; 1 unless given") @Nullable Integer max,
    @Schema(description = "How long they are held, 1 to 43,200 s; as the queue says unless given")
        @Nullable Integer visibilityTimeoutS,
    @Schema(description = "Of a broadcast queue: as whom; the calling user unless given")
        @Nullable String consumer) {

  static final int MOST = 100;
  static final int LONGEST = 43_200;

  int limit() {
    return Fields.number("max", max, 1, 1, MOST);
  }

  @Nullable Integer seconds() {
    return visibilityTimeoutS == null
        ? null
        : Fields.number("visibility_timeout_s", visibilityTimeoutS, 1, 1, LONGEST);
  }
}
