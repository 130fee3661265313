package ai.scailabs.scaicore.outbound;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A call to a server.
 *
 * @param headers with the body's Content-Type, where there is one
 * @param body empty for none
 * @param timeout for all of it, from the wait for a connection to the answer's last byte
 */
public record OutboundRequest(
    String method, URI uri, Map<String, List<String>> headers, byte[] body, Duration timeout) {

  public OutboundRequest {
    headers.forEach(
        (name, values) -> {
          refuseControls(name);
          values.forEach(OutboundRequest::refuseControls);
        });
  }

  /** A line break in a header would begin another. */
  private static void refuseControls(String text) {
    if (text.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)) {
      throw new IllegalArgumentException("a header has a control character in it");
    }
  }
}
