package ai.scailabs.scaicore.identity;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Tokens of an identity provider (ScaiKey): off until there is an issuer, which needs {@code
 * jwksUri} and {@code audience}.
 *
 * @param issuer the {@code iss} of its tokens
 * @param jwksUri where its public keys are
 * @param audience a token must name one of these in {@code aud}
 * @param clockSkew how far its clock may be from ours
 * @param refreshInterval how often its keys are fetched; a key that was withdrawn is refused after
 *     twice as long at the latest, unless they cannot be fetched
 * @param keysMaxAge how long keys count that cannot be fetched again; no token is taken thereafter
 * @param cooldown how soon after a fetch an unknown key id may cause another
 * @param connectTimeout for a fetch of the keys
 * @param readTimeout for a fetch of the keys
 */
@ConfigurationProperties("scaicore.jwt")
record JwtProperties(
    @Nullable String issuer,
    @Nullable URI jwksUri,
    @DefaultValue List<String> audience,
    @DefaultValue("60s") Duration clockSkew,
    @DefaultValue("30s") Duration refreshInterval,
    @DefaultValue("1h") Duration keysMaxAge,
    @DefaultValue("5s") Duration cooldown,
    @DefaultValue("2s") Duration connectTimeout,
    @DefaultValue("3s") Duration readTimeout) {

  JwtProperties {
    audience = audience.stream().filter(word -> !word.isBlank()).toList();
    if (issuer != null && !issuer.isBlank()) {
      if (jwksUri == null || !isHttp(jwksUri.getScheme())) {
        throw new IllegalArgumentException(
            "scaicore.jwt.jwks-uri (SCAICORE_JWT_JWKS_URI) must be the http(s) address of the"
                + " issuer's keys where scaicore.jwt.issuer is set");
      }
      if (audience.isEmpty()) {
        throw new IllegalArgumentException(
            "scaicore.jwt.audience (SCAICORE_JWT_AUDIENCE) must name this service as the issuer"
                + " does where scaicore.jwt.issuer is set");
      }
    }
    if (clockSkew.isNegative() || refreshInterval.toMillis() < 1 || cooldown.isNegative()) {
      throw new IllegalArgumentException("the durations of scaicore.jwt must not be negative");
    }
    if (keysMaxAge.compareTo(refreshInterval) <= 0) {
      throw new IllegalArgumentException(
          "scaicore.jwt.keys-max-age (SCAICORE_JWT_KEYS_MAX_AGE) must be longer than"
              + " scaicore.jwt.refresh-interval");
    }
  }

  private static boolean isHttp(@Nullable String scheme) {
    return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
  }

  boolean isOn() {
    return issuer != null && !issuer.isBlank();
  }

  /** The address of the keys, where it is on. */
  URL jwks() {
    try {
      return Objects.requireNonNull(jwksUri).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("scaicore.jwt.jwks-uri is not an address", e);
    }
  }
}
