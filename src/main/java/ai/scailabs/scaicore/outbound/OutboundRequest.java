package ai.scailabs.scaicore.outbound;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A call to a server. */
public final class OutboundRequest {

  private final String method;
  private final URI uri;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final Duration timeout;

  /**
   * Fails where a header has a control character in it.
   *
   * @param headers with the body's {@code Content-Type}, where there is one
   * @param body empty for none
   * @param timeout for all of it, from the wait for a connection to the answer's last byte
   */
  public OutboundRequest(
      String method, URI uri, Map<String, List<String>> headers, byte[] body, Duration timeout) {
    headers.forEach(
        (name, values) -> {
          refuseControls(name);
          values.forEach(OutboundRequest::refuseControls);
        });
    this.method = method;
    this.uri = uri;
    this.headers = headers;
    this.body = body;
    this.timeout = timeout;
  }

  /** A line break in a header would begin another. */
  private static void refuseControls(String text) {
    if (text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw new IllegalArgumentException("a header has a control character in it");
    }
  }

  String method() {
    return method;
  }

  URI uri() {
    return uri;
  }

  Map<String, List<String>> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  Duration timeout() {
    return timeout;
  }
}
