package ai.scailabs.scaicore.web;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shape of an error of ScaiFlow's paths: {@code {"detail": {"error", "message", "fix"?, …}}}.
 * Source: {@code design/scaiflow.md}, "REST".
 */
@Schema(name = "FlowError", description = "An error as ScaiFlow's clients understand it.")
public record FlowError(Problem detail) {

  private static final List<String> PATHS = List.of("/v1/flows", "/v1/dev/deploy");
  private static final String BELOW = "/v1/tenants/me/";

  /**
   * What went wrong.
   *
   * @param error the {@link ErrorCode} in lower case
   * @param fix what to do; left out where the message says it
   * @param retryAfter seconds; left out where trying again does not help
   * @param details field by field; left out where there is nothing to add
   * @param members what only some errors have, such as {@code diagnostics}, {@code core_id}
   */
  @Schema(name = "FlowProblem")
  public record Problem(
      @Schema(example = "missing_scaigrid_credentials") String error,
      @Schema(example = "There is no token and no API key to deploy with.") String message,
      @Schema(example = "POST /v1/tenants/me/scaigrid_credentials as a tenant admin.")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String fix,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long retryAfter,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ApiException.Detail> details,
      @JsonAnyGetter @Schema(hidden = true) Map<String, Object> members) {}

  /** The same problem in ScaiFlow's words. */
  public static FlowError of(ApiException problem) {
    var more = problem instanceof FlowProblem known ? known : null;
    return new FlowError(
        new Problem(
            word(problem.code()),
            String.valueOf(problem.getMessage()),
            more == null ? null : more.fix(),
            ErrorEnvelope.seconds(problem.retryAfter()),
            problem.details(),
            more == null ? Map.of() : more.members()));
  }

  /** What {@code error} says for a code. */
  public static String word(ErrorCode code) {
    return code.name().toLowerCase(Locale.ROOT);
  }

  /** Whether a request, or the one that was forwarded to an error page, is in this dialect. */
  static boolean isFor(HttpServletRequest request) {
    var path =
        request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String original
            ? original
            : request.getRequestURI();
    return path != null
        && (path.startsWith(BELOW)
            || PATHS.stream().anyMatch(p -> path.equals(p) || path.startsWith(p + "/")));
  }
}
