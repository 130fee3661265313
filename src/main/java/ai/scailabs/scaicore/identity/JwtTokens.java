package ai.scailabs.scaicore.identity;

import com.google.re2j.Pattern;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/**
 * Reads signed tokens of the identity provider. Signature (RS256 or ES256, by a key of the issuer),
 * issuer, audience, expiry and start are checked, and the user is provisioned at first sight.
 */
@Component
class JwtTokens implements TokenReader {

  private static final Logger log = LoggerFactory.getLogger(JwtTokens.class);
  private static final Pattern SHAPE =
      Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

  private final JwtProperties properties;
  private final TokenUsers users;
  private final @Nullable SigningKeys keys;
  private final @Nullable JwtDecoder decoder;

  JwtTokens(JwtProperties properties, TokenUsers users, Clock clock) {
    this.properties = properties;
    this.users = users;
    keys = properties.isOn() ? new SigningKeys(properties) : null;
    decoder = keys == null ? null : decoder(keys, properties, clock);
  }

  @Override
  public boolean reads(String token) {
    return decoder != null && SHAPE.matches(token);
  }

  @Override
  public Optional<Account> account(String token) {
    try {
      var jwt = Objects.requireNonNull(decoder).decode(token);
      var end = Objects.requireNonNull(jwt.getExpiresAt()).plus(properties.clockSkew());
      return TokenClaims.of(jwt)
          .flatMap(users::account)
          .map(account -> account.byToken(roles(account), end, properties.refreshInterval()));
    } catch (JwtException e) {
      log.debug("A token was refused: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** A key that was withdrawn is missed here, and at the latest then by {@link CallerCache}. */
  @Scheduled(fixedDelayString = "${scaicore.jwt.refresh-interval:30s}")
  void refresh() {
    if (keys != null) {
      keys.refresh();
    }
  }

  private static Set<BuiltInRole> roles(Account account) {
    return account.roles().stream()
        .map(TokenClaims::withinPartner)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static JwtDecoder decoder(SigningKeys keys, JwtProperties properties, Clock clock) {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), keys));
    // The validators below do it.
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    var decoder = new NimbusJwtDecoder(processor);
    decoder.setJwtValidator(validator(properties, clock));
    return decoder;
  }

  private static OAuth2TokenValidator<Jwt> validator(JwtProperties properties, Clock clock) {
    var times = new JwtTimestampValidator(properties.clockSkew());
    times.setClock(clock);
    times.setAllowEmptyExpiryClaim(false);
    return new DelegatingOAuth2TokenValidator<>(
        times,
        new JwtIssuerValidator(Objects.requireNonNull(properties.issuer())),
        new JwtClaimValidator<@Nullable List<String>>(
            JwtClaimNames.AUD,
            named -> named != null && !Collections.disjoint(named, properties.audience())));
  }
}
