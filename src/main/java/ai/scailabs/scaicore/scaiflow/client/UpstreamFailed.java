package ai.scailabs.scaicore.scaiflow.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A server refused a call, or could not be called. */
public final class UpstreamFailed extends RuntimeException {

  private static final int LONGEST = 2_000;
  private static final int MOST_DETAILS = 32_000;

  private final int status;
  private final @Nullable String upstreamCode;
  private final transient @Nullable JsonNode details;

  private UpstreamFailed(
      int status,
      @Nullable String upstreamCode,
      String message,
      @Nullable JsonNode details,
      @Nullable Throwable cause) {
    super(message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message, cause);
    this.status = status;
    this.upstreamCode = upstreamCode;
    this.details = details;
  }

  /** There was no answer. */
  static UpstreamFailed unreachable(String why, @Nullable Throwable cause) {
    return new UpstreamFailed(0, null, why, null, cause);
  }

  /** The answer was an error, in ScaiGrid's envelope or in something else. */
  static UpstreamFailed answered(int status, JsonNode body) {
    var error = body.path("error");
    var details = error.path("details");
    var code = error.path("code").asString("");
    var message = error.path("message").asString("");
    return new UpstreamFailed(
        status,
        code.isEmpty() || code.length() > 100 ? null : code,
        message.isEmpty() ? "It answered with status " + status + "." : message,
        details.isMissingNode() || details.toString().length() > MOST_DETAILS ? null : details,
        null);
  }

  /** The answer was none that is understood. */
  static UpstreamFailed strange(int status, String what) {
    return new UpstreamFailed(status, null, what, null, null);
  }

  /** The status of the answer; 0: there was none. */
  public int status() {
    return status;
  }

  public boolean isAuth() {
    return status == 401 || status == 403;
  }

  /** Whether it said this. */
  public boolean isCode(String word) {
    return word.equals(upstreamCode);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }

  /** {@code {status, code, message, details}}, as far as there is any of it. */
  public Map<String, Object> members() {
    var members = new LinkedHashMap<String, Object>();
    if (status > 0) {
      members.put("status", status);
    }
    if (upstreamCode != null) {
      members.put("code", upstreamCode);
    }
    members.put("message", reason());
    if (details != null) {
      members.put("details", details);
    }
    return members;
  }
}
