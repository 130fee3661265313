package ai.scailabs.scaicore.outbound;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * The addresses that everybody on the Internet reaches: none that is private, shared, link-local,
 * loopback, multicast, reserved, or answers with a cloud's metadata. Source: the IANA registries of
 * special-purpose addresses.
 */
final class PublicAddresses {

  private static final List<Cidr> SPECIAL =
      List.of(
          Cidr.of("0.0.0.0/8"),
          Cidr.of("10.0.0.0/8"),
          Cidr.of("100.64.0.0/10"),
          Cidr.of("127.0.0.0/8"),
          // Where a cloud's agent answers its guests, on an address that is otherwise ordinary.
          Cidr.of("168.63.129.16/32"),
          Cidr.of("169.254.0.0/16"),
          Cidr.of("172.16.0.0/12"),
          Cidr.of("192.0.0.0/24"),
          Cidr.of("192.0.2.0/24"),
          Cidr.of("192.88.99.0/24"),
          Cidr.of("192.168.0.0/16"),
          Cidr.of("198.18.0.0/15"),
          Cidr.of("198.51.100.0/24"),
          Cidr.of("203.0.113.0/24"),
          Cidr.of("224.0.0.0/3"),
          Cidr.of("2001::/23"),
          Cidr.of("2001:db8::/32"),
          Cidr.of("2002::/16"),
          Cidr.of("3fff::/20"));

  /** All of IPv6 that is given out for use on the Internet. */
  private static final Cidr GLOBAL = Cidr.of("2000::/3");

  /** IPv4 addresses as seen through a translator. */
  private static final Cidr TRANSLATED = Cidr.of("64:ff9b::/96");

  private static final int IPV4_AT = 12;
  private static final int IPV6_LENGTH = 16;

  private PublicAddresses() {}

  static boolean contains(InetAddress address) {
    var meant = TRANSLATED.contains(address) ? translated(address) : address;
    return SPECIAL.stream().noneMatch(range -> range.contains(meant))
        && (!(meant instanceof Inet6Address) || GLOBAL.contains(meant));
  }

  private static InetAddress translated(InetAddress address) {
    try {
      return InetAddress.getByAddress(
          Arrays.copyOfRange(address.getAddress(), IPV4_AT, IPV6_LENGTH));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
