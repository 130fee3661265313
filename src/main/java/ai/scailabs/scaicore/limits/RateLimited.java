package ai.scailabs.scaicore.limits;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.time.Duration;
import java.util.List;

/** Too many requests in too short a time. */
class RateLimited extends ApiException {

  /**
   * @param whose such as "your API key"
   */
  RateLimited(String whose, long limit, Duration wait) {
    super(
        ErrorCode.RATE_LIMITED,
        "%s may send %d requests a minute; wait as Retry-After says and send this one again."
            .formatted(whose, limit),
        List.of(),
        wait);
  }
}
