package ai.scailabs.scaicore.web;

import com.google.re2j.Pattern;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.slf4j.MDC;

/** The id of the request that this thread serves; it is in the answer and in every log line. */
public final class RequestId {

  /** Its key in the log. */
  public static final String KEY = "request_id";

  /** The header that carries it, both ways. */
  public static final String HEADER = "X-Request-Id";

  /** Where the request keeps it, for what runs after the filters. */
  static final String ATTRIBUTE = RequestId.class.getName();

  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private RequestId() {}

  /** The current id; {@code req_none} outside a request. */
  public static String current() {
    return Objects.requireNonNullElse(MDC.get(KEY), "req_none");
  }

  /** The id that a request has been given, else the caller's where it is acceptable, else ours. */
  static String of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof String given) {
      return given;
    }
    var theirs = request.getHeader(HEADER);
    var id = theirs != null && ACCEPTED.matches(theirs) ? theirs : Ids.next("req_");
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }
}
