package ai.scailabs.scaicore.web;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is told instead of an answer. Subclasses are named after the fact, such as {@code
 * CoreNotFound}; one handler turns each into the error envelope.
 */
public class ApiException extends RuntimeException {

  private final ErrorCode code;
  private final transient List<Detail> details;
  private final @Nullable Duration retryAfter;

  public ApiException(ErrorCode code, String message) {
    this(code, message, List.of(), null);
  }

  public ApiException(
      ErrorCode code, String message, List<Detail> details, @Nullable Duration retryAfter) {
    super(message);
    this.code = code;
    this.details = List.copyOf(details);
    this.retryAfter = retryAfter;
  }

  public ErrorCode code() {
    return code;
  }

  /** What was wrong, field by field; empty where there is nothing to add to the message. */
  public List<Detail> details() {
    return details;
  }

  /** When it makes sense to try again. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /**
   * One thing wrong.
   *
   * @param field path of the field, such as {@code plugins[0].alias}
   */
  public record Detail(String field, String message) {}
}
