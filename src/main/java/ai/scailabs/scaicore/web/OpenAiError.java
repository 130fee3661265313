package ai.scailabs.scaicore.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The shape of an error below {@code /oai/v1}, which is OpenAI's. */
@Schema(name = "OpenAiError", description = "An error as OpenAI's clients understand it.")
public record OpenAiError(Problem error) {

  private static final String PATH = "/oai/v1";

  /**
   * What went wrong.
   *
   * @param param the field that is wrong; null where it is none
   */
  @Schema(name = "OpenAiProblem")
  public record Problem(
      @Schema(example = "No model 'acme/nobody' is visible to you.") String message,
      @Schema(example = "invalid_request_error") String type,
      @Schema(example = "model") @Nullable String param,
      @Schema(example = "model_not_found") @Nullable String code) {}

  /** The same problem in OpenAI's words. */
  public static OpenAiError of(ErrorCode code, String message, @Nullable String param) {
    return new OpenAiError(new Problem(message, type(code), param, word(code)));
  }

  static OpenAiError of(ApiException problem) {
    var details = problem.details();
    return of(
        problem.code(),
        String.valueOf(problem.getMessage()),
        details.isEmpty() ? null : details.getFirst().field());
  }

  /** Whether a request, or the one that was forwarded to an error page, is in this dialect. */
  static boolean isFor(HttpServletRequest request) {
    var path =
        request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String original
            ? original
            : request.getRequestURI();
    return path != null && (path.equals(PATH) || path.startsWith(PATH + "/"));
  }

  private static String type(ErrorCode code) {
    return switch (code) {
      case RATE_LIMITED -> "rate_limit_error";
      case QUOTA_EXCEEDED -> "insufficient_quota";
      default ->
          switch (code.status()) {
            case UNAUTHORIZED -> "authentication_error";
            case FORBIDDEN -> "permission_error";
            default -> code.status().is5xxServerError() ? "server_error" : "invalid_request_error";
          };
    };
  }

  private static String word(ErrorCode code) {
    return switch (code) {
      case AUTH_TOKEN_MISSING, AUTH_TOKEN_INVALID -> "invalid_api_key";
      case RATE_LIMITED -> "rate_limit_exceeded";
      case QUOTA_EXCEEDED -> "insufficient_quota";
      default -> code.name().toLowerCase(Locale.ROOT);
    };
  }
}
