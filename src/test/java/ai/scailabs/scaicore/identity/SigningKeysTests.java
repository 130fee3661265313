package ai.scailabs.scaicore.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.testing.Eventually;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SigningKeysTests {

  private static final ECKey KEY = TestIssuer.ec();
  private static final Duration MAX_AGE = Duration.ofHours(1);

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
  void aServerThatNeverAnswersKeepsNobodyWithAKnownKeyWaiting() {
    try (var issuer = new TestIssuer(KEY)) {
      var keys = new SigningKeys(properties(issuer.jwks(), Duration.ZERO));
      keys.refresh();
      issuer.be(TestIssuer.Mood.HANGING);
      var fetch = Thread.startVirtualThread(keys::refresh);
      Eventually.get(issuer::fetches, fetches -> fetches == 2);
      var began = System.nanoTime();
      assertThat(keys.get(select(KEY.getKeyID()), null)).hasSize(1);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(300));
      assertThat(keys.get(select("unknown"), null)).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      assertThat(keys.get(select(KEY.getKeyID()), null)).hasSize(1);
      fetch.interrupt();
    }
  }

  @Test
  void keysThatCannotBeFetchedForTooLongCountNoMore() {
    var nanos = new AtomicLong(7);
    try (var issuer = new TestIssuer(KEY)) {
      var keys = new SigningKeys(properties(issuer.jwks(), Duration.ZERO), nanos::get);
      keys.refresh();
      issuer.be(TestIssuer.Mood.FAILING);
      nanos.addAndGet(MAX_AGE.toNanos() - 1);
      keys.refresh();
      assertThat(keys.get(select(KEY.getKeyID()), null)).hasSize(1);
      nanos.incrementAndGet();
      assertThat(keys.get(select(KEY.getKeyID()), null)).isEmpty();
      issuer.be(TestIssuer.Mood.WELL);
      assertThat(keys.get(select(KEY.getKeyID()), null)).hasSize(1);
    }
  }

  @Test
  void anIssuerNeedsKeysAndAnAudience() {
    assertThat(of(null, null).isOn()).isFalse();
    assertThat(of(" ", null).isOn()).isFalse();
    assertThatThrownBy(() -> of("https://id", null)).hasMessageContaining("SCAICORE_JWT_JWKS_URI");
    assertThatThrownBy(() -> of("https://id", "file:///etc/passwd"))
        .hasMessageContaining("SCAICORE_JWT_JWKS_URI");
    assertThatThrownBy(() -> of("https://id", "id.example.com/jwks"))
        .hasMessageContaining("SCAICORE_JWT_JWKS_URI");
    assertThatThrownBy(() -> of("https://id", "HTTPS://id/jwks"))
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
        MAX_AGE,
        second,
        second,
        second);
  }

  private static JwtProperties properties(String jwks, Duration cooldown) {
    var brief = Duration.ofMillis(500);
    return new JwtProperties(
        TestIssuer.NAME,
        URI.create(jwks),
        List.of(TestIssuer.AUDIENCE),
        Duration.ZERO,
        Duration.ofMinutes(1),
        MAX_AGE,
        cooldown,
        brief,
        brief);
  }

  private static JWKSelector select(String id) {
    return new JWKSelector(new JWKMatcher.Builder().keyID(id).build());
  }
}
