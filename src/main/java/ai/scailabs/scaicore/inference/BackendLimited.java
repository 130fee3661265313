package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is behind a model takes no more for the moment. */
class BackendLimited extends ApiException {

  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  /**
   * @param retryAfter as the back-end says; null where it does not
   */
  BackendLimited(String message, @Nullable Duration retryAfter) {
    super(
        ErrorCode.RATE_LIMITED,
        message,
        List.of(),
        Objects.requireNonNullElse(retryAfter, A_MOMENT));
  }
}
