package ai.scailabs.scaicore.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which servers may be called: those on public addresses, over {@code https}; and those that are
 * named here, wherever they are, over {@code http} too.
 */
public final class Destinations {

  private final Set<String> hosts = new HashSet<>();
  private final List<Cidr> networks = new ArrayList<>();
  private final boolean allowLoopback;

  /**
   * Fails where an entry is neither.
   *
   * @param allowed names of hosts, addresses, and ranges such as {@code 10.1.0.0/16}
   * @param allowLoopback whether {@code localhost} and loopback addresses may be called
   */
  public Destinations(List<String> allowed, boolean allowLoopback) {
    for (var entry : allowed) {
      var network = Cidr.parse(entry.strip());
      if (network.isPresent()) {
        networks.add(network.get());
      } else if (entry.strip().matches("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9])?")) {
        hosts.add(entry.strip().toLowerCase(Locale.ROOT));
      } else {
        throw new IllegalArgumentException(
            "'" + entry + "' is neither the name of a host nor an address nor a range of them");
      }
    }
    this.allowLoopback = allowLoopback;
  }

  /**
   * Looks at everything of an address that can be told without asking for its host's.
   *
   * @throws DestinationRefused saying why
   */
  public void check(URI uri) throws DestinationRefused {
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new DestinationRefused("must begin with https://");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new DestinationRefused("must name a host, and no user and no fragment");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw new DestinationRefused("has a port that there is not");
    }
    var host = host(uri);
    var literal = literal(host);
    if (literal.isPresent() && !permits(host, literal.get())) {
      throw new DestinationRefused(
          "is on an address that may not be called from here: it is not public");
    }
    boolean trusted = literal.map(address -> isTrusted(host, address)).orElse(isTrusted(host));
    if (scheme.equals("http") && !trusted) {
      throw new DestinationRefused("must begin with https://");
    }
  }

  /** Whether a host may be called at an address that its name has led to. */
  boolean permits(String host, InetAddress address) {
    return PublicAddresses.contains(address) || isTrusted(host, address);
  }

  private boolean isTrusted(String host, InetAddress address) {
    return hosts.contains(host)
        || networks.stream().anyMatch(network -> network.contains(address))
        // Any other name that leads to loopback was not meant by whoever allowed loopback.
        || (allowLoopback
            && address.isLoopbackAddress()
            && (host.equals("localhost") || literal(host).isPresent()));
  }

  private boolean isTrusted(String host) {
    return hosts.contains(host) || (allowLoopback && host.equals("localhost"));
  }

  /** The host of an address in lower case, without brackets. */
  static String host(URI uri) {
    var host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
