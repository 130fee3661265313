package ai.scailabs.scaicore.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTests {

  private static final Destinations PUBLIC = new Destinations(List.of(), false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:a00:1::",
        "3fff::1",
        "100::1"
      })
  void anAddressThatIsNotPublicIsNotCalled(String address) {
    assertThat(PUBLIC.permits("models.example", InetAddress.ofLiteral(address))).isFalse();
    var host = address.contains(":") ? "[" + address + "]" : address;
    assertThatThrownBy(() -> PUBLIC.check(URI.create("https://" + host + "/v1")))
        .isInstanceOf(DestinationRefused.class)
        .hasMessageContaining("not public");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "128.0.0.1",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "223.255.255.255",
        "2606:4700::1111",
        "64:ff9b::1.1.1.1",
        "::ffff:1.1.1.1"
      })
  void aPublicAddressIsCalled(String address) {
    assertThat(PUBLIC.permits("models.example", InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://models.example/v1",
        "http://1.1.1.1/v1",
        "ftp://models.example/",
        "file:///etc/passwd",
        "//models.example/v1",
        "v1",
        "https:models.example",
        "https:///v1",
        "https://user@models.example/",
        "https://user:secret@models.example/",
        "https://models.example/#x",
        "https://models.example:0/",
        "https://models.example:70000/",
        "http://localhost/"
      })
  void whatIsNoAddressOfAPublicServerIsRefused(String uri) {
    assertThatThrownBy(() -> PUBLIC.check(URI.create(uri))).isInstanceOf(DestinationRefused.class);
  }

  @Test
  void hostsAndRangesThatAreNamedAreCalledWhereverTheyAre() throws Exception {
    var inHouse = new Destinations(List.of("Models.internal", "10.1.0.0/16", "fd00::/8"), false);

    for (var uri :
        new String[] {
          "http://models.internal:8000/v1", "http://10.1.2.3/v1", "https://[fd00::1]/v1"
        }) {
      assertThatCode(() -> inHouse.check(URI.create(uri))).as(uri).doesNotThrowAnyException();
    }
    for (var uri :
        new String[] {
          "http://10.2.0.1/v1", "http://models.internal.example/", "http://127.0.0.1/"
        }) {
      assertThatThrownBy(() -> inHouse.check(URI.create(uri)))
          .as(uri)
          .isInstanceOf(DestinationRefused.class);
    }
    assertThat(inHouse.permits("models.internal", InetAddress.ofLiteral("192.168.0.1"))).isTrue();
    assertThat(inHouse.permits("other.internal", InetAddress.ofLiteral("10.1.0.9"))).isTrue();
    assertThat(inHouse.permits("other.internal", InetAddress.ofLiteral("192.168.0.1"))).isFalse();
    try (var resolver = new GuardedResolver(new Destinations(List.of("127.0.0.0/8"), false))) {
      var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      var found =
          ScopedValue.where(GuardedResolver.END, end).call(() -> resolver.resolve("127.0.0.1"));
      assertThat(found).hasSize(1);
    }
  }

  @Test
  void loopbackIsCalledByItsOwnNamesOnly() {
    var local = new Destinations(List.of(), true);
    var loopback = InetAddress.ofLiteral("127.0.0.1");

    for (var uri :
        new String[] {"http://localhost:1/v1", "http://127.0.0.1:1/", "http://[::1]:1/"}) {
      assertThatCode(() -> local.check(URI.create(uri))).as(uri).doesNotThrowAnyException();
    }
    assertThat(local.permits("localhost", loopback)).isTrue();
    assertThat(local.permits("rebound.example", loopback)).isFalse();
    assertThat(local.permits("localhost", InetAddress.ofLiteral("10.0.0.1"))).isFalse();
    assertThatThrownBy(() -> local.check(URI.create("http://10.0.0.1/")))
        .isInstanceOf(DestinationRefused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://models.internal", "10.0.0.0/33", "a b", "", "*.internal", "/8"})
  void anEntryThatIsNeitherHostNorRangeIsRefused(String entry) {
    assertThatThrownBy(() -> new Destinations(List.of(entry), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + entry + "'");
  }
}
