package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.time.Duration;
import java.util.List;

/** Another request of the same {@code Idempotency-Key} has no answer yet. */
class ChatUnderWay extends ApiException {

  private static final Duration LATER = Duration.ofSeconds(1);

  ChatUnderWay() {
    super(
        ErrorCode.CONFLICT,
        "Another request with this Idempotency-Key is under way; repeat this one in a moment for"
            + " its answer.",
        List.of(),
        LATER);
  }
}
