package ai.scailabs.scaicore.operations;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Addresses in settings. */
final class Addresses {

  private Addresses() {}

  /** Whether what is sent there leaves this machine readable and changeable. */
  static boolean isOpen(String address) {
    try {
      var uri = URI.create(address.strip());
      return "http".equalsIgnoreCase(uri.getScheme()) && !isLoopback(uri.getHost());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static boolean isLoopback(@Nullable String host) {
    return "localhost".equalsIgnoreCase(host)
        || "[::1]".equals(host)
        || "::1".equals(host)
        || (host != null && host.matches("127\\.\\d+\\.\\d+\\.\\d+"));
  }
}
