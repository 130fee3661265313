package ai.scailabs.scaicore.web;

import java.util.Objects;
import org.slf4j.MDC;

/** The id of the request that this thread serves; it is in the answer and in every log line. */
public final class RequestId {

  /** Its key in the log. */
  public static final String KEY = "request_id";

  private RequestId() {}

  /** The current id; {@code req_none} outside a request. */
  public static String current() {
    return Objects.requireNonNullElse(MDC.get(KEY), "req_none");
  }
}
