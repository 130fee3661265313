package ai.scailabs.scaicore.outbound;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server answered, whatever its status; a redirect is an answer like any other.
 *
 * @param headers by name in lower case
 */
public record OutboundAnswer(int status, Map<String, List<String>> headers, byte[] body) {

  /** A header's first value. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }
}
