package ai.scailabs.scaicore.outbound;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a server answered, whatever its status; a redirect is an answer like any other. */
public final class OutboundAnswer {

  private final int status;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /**
   * @param headers by name in lower case
   * @param body empty for none
   */
  OutboundAnswer(int status, Map<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  public int status() {
    return status;
  }

  /** By name in lower case. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** A header's first value. */
  public Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }

  public byte[] body() {
    return body;
  }
}
