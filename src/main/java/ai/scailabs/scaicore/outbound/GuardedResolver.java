package ai.scailabs.scaicore.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Answers with the addresses of a host that may be called. The connection is made to one of these
 * very addresses, so that a name which means something else a moment later changes nothing.
 */
final class GuardedResolver implements DnsResolver {

  private final Destinations destinations;

  GuardedResolver(Destinations destinations) {
    this.destinations = destinations;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var name = host.toLowerCase(Locale.ROOT);
    var permitted =
        Arrays.stream(InetAddress.getAllByName(host))
            .filter(address -> destinations.permits(name, address))
            .toArray(InetAddress[]::new);
    if (permitted.length == 0) {
      throw new DestinationRefused(
          "leads to an address that may not be called from here: it is not public");
    }
    return permitted;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
