package ai.scailabs.scaicore.outbound;

import java.net.InetAddress;
import java.util.Optional;

/** A range of addresses, such as {@code 10.0.0.0/8}; one address is a range of its own. */
final class Cidr {

  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /** The range that a text names; fails on any other text. */
  static Cidr of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException(text + " is no range of addresses"));
  }

  /** The range that a text names; empty where it names none. */
  static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    try {
      var network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
      int size = network.length * Byte.SIZE;
      int bits = slash < 0 ? size : Integer.parseInt(text.substring(slash + 1));
      return bits < 0 || bits > size ? Optional.empty() : Optional.of(new Cidr(network, bits));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress address) {
    var other = address.getAddress();
    if (other.length != network.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (other[i] != network[i]) {
        return false;
      }
    }
    int rest = bits % Byte.SIZE;
    return rest == 0 || (other[whole] ^ network[whole]) >> (Byte.SIZE - rest) == 0;
  }
}
