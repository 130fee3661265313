package ai.scailabs.scaicore.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.testing.Eventually;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SigningKeysTests {

  private static final ECKey KEY = TestIssuer.ec();

  @Test
  void keysThatNobodyHasCauseFewFetches() {
    try (var issuer = new TestIssuer(KEY)) {
      var keys = new SigningKeys(properties(issuer.jwks(), Duration.ofMinutes(1)));
      assertThat(keys.get(select(KEY.getKeyID()), null)).hasSize(1);
      for (int i = 0; i < 500; i++) {
        assertThat(keys.get(select("garbage-" + i), null)).isEmpty();
      }
      assertThat(issuer.fetches()).isEqualTo(1);
      keys.refresh();
      assertThat(issuer.fetches()).isEqualTo(2);
    }
  }

  @Test
  void afterTheCooldownAnUnknownKeyIsLookedFor() {
    try (var issuer = new TestIssuer(KEY)) {
      var keys = new SigningKeys(properties(issuer.jwks(), Duration.ZERO));
      keys.refresh();
      var next = TestIssuer.ec();
      issuer.publish(KEY, next);
      assertThat(keys.get(select(next.getKeyID()), null)).hasSize(1);
    }
  }

  @Test
  void aServerThatNeverAnswersKeepsNobodyWithAKnownKeyWaiting() throws IOException {
    try (var issuer = new TestIssuer(KEY);
        var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var keys = new SigningKeys(properties(issuer.jwks(), Duration.ZERO));
      keys.refresh();
      issuer.be(TestIssuer.Mood.FAILING);
      var stuck =
          new SigningKeys(
              properties("http://127.0.0.1:" + silent.getLocalPort() + "/jwks", Duration.ZERO));
      var began = System.nanoTime();
      assertThat(stuck.get(select("any"), null)).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      assertThat(keys.get(select("unknown"), null)).isEmpty();
      assertThat(keys.get(select(KEY.getKeyID()), null)).hasSize(1);
    }
  }

  @Test
  void keysThatCannotBeFetchedAgainDoNotCountForEver() {
    try (var issuer = new TestIssuer(KEY)) {
      var lasting = new SigningKeys(properties(issuer.jwks(), Duration.ofHours(1)));
      var fleeting =
          new SigningKeys(properties(issuer.jwks(), Duration.ofHours(1), Duration.ofMillis(500)));
      lasting.refresh();
      fleeting.refresh();
      issuer.be(TestIssuer.Mood.FAILING);
      Eventually.get(() -> fleeting.get(select(KEY.getKeyID()), null).size(), count -> count == 0);
      assertThat(lasting.get(select(KEY.getKeyID()), null)).hasSize(1);
    }
  }

  @Test
  void anIssuerNeedsKeysAndAnAudience() {
    assertThat(of(null, null).isOn()).isFalse();
    assertThat(of(" ", null).isOn()).isFalse();
    assertThatThrownBy(() -> of("https://id", null)).hasMessageContaining("SCAICORE_JWT_JWKS_URI");
    assertThatThrownBy(() -> of("https://id", "file:///etc/passwd"))
        .hasMessageContaining("SCAICORE_JWT_JWKS_URI");
    assertThatThrownBy(() -> of("https://id", "https://id/jwks"))
        .hasMessageContaining("SCAICORE_JWT_AUDIENCE");
  }

  private static JwtProperties of(@Nullable String issuer, @Nullable String jwks) {
    var second = Duration.ofSeconds(1);
    return new JwtProperties(
        issuer,
        jwks == null ? null : URI.create(jwks),
        List.of(" "),
        second,
        second,
        second,
        second,
        second,
        second);
  }

  private static JwtProperties properties(String jwks, Duration cooldown) {
    return properties(jwks, cooldown, Duration.ofHours(1));
  }

  private static JwtProperties properties(String jwks, Duration cooldown, Duration maxAge) {
    var brief = Duration.ofMillis(500);
    return new JwtProperties(
        TestIssuer.NAME,
        URI.create(jwks),
        List.of(TestIssuer.AUDIENCE),
        Duration.ZERO,
        Duration.ofMinutes(1),
        cooldown,
        maxAge,
        brief,
        brief);
  }

  private static JWKSelector select(String id) {
    return new JWKSelector(new JWKMatcher.Builder().keyID(id).build());
  }
}
