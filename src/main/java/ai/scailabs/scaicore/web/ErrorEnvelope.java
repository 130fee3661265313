package ai.scailabs.scaicore.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of every answer that is none: {@code {"status":"error","error":{"code","message",
 * "retry_after"?,"details"?},"meta":{"request_id"}}}.
 */
public record ErrorEnvelope(String status, Problem error, Envelope.Meta meta) {

  static ErrorEnvelope of(ApiException e, String requestId) {
    return new ErrorEnvelope(
        "error",
        new Problem(
            e.code().name(),
            String.valueOf(e.getMessage()),
            seconds(e.retryAfter()),
            e.details()),
        new Envelope.Meta(requestId));
  }

  /** At least one, rounded up. */
  static @Nullable Long seconds(@Nullable Duration wait) {
    return wait == null ? null : Long.valueOf(Math.max(1, wait.plusMillis(999).toSeconds()));
  }

  /**
   * What went wrong.
   *
   * @param code one of {@link ErrorCode}
   * @param message what was wrong, where, and what to do
   * @param retryAfter seconds, rounded up; left out where trying again does not help
   * @param details field by field; left out where there is nothing to add
   */
  public record Problem(
      String code,
      String message,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long retryAfter,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ApiException.Detail> details) {}
}
