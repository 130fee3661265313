package ai.scailabs.scaicore.delegation;

import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.web.Ids;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Signs the tokens by which a plugin knows as whom a Core calls: a JWT with the {@code act} claim
 * of RFC 8693, signed with ES256.
 */
@Component
public class DelegationTokens {

  private final DelegationKeys keys;
  private final Directory directory;
  private final DelegationProperties settings;
  private final Clock clock;

  DelegationTokens(
      DelegationKeys keys, Directory directory, DelegationProperties settings, Clock clock) {
    this.keys = keys;
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A token that says that a Core acts as a user. Its scopes are those of the delegation, but for
   * the permissions that the user does not hold any more; it ends with the delegation at the
   * latest.
   *
   * @param user as {@link ActingUsers} gave them
   * @param server whom the token is for: its {@code aud} is the origin of this address
   */
  public String issue(String coreId, Delegation delegation, User user, URI server) {
    var now = clock.instant();
    var held = directory.permissions(user.tenantId(), user.id());
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(settings.issuer())
            .subject(user.id())
            .audience(origin(server))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(end(now, delegation)))
            .jwtID(Ids.next("tok_"))
            .claim("tenant_id", user.tenantId())
            .claim("scope", String.join(" ", Scopes.held(delegation.scopes(), held)))
            .claim("act", Map.of("sub", "core:" + coreId))
            .build();
    var key = keys.signing();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(JOSEObjectType.JWT)
            .keyID(key.getKeyID())
            .build();
    try {
      var token = new SignedJWT(header, claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("a token of a delegation cannot be signed", e);
    }
  }

  private Instant end(Instant now, Delegation delegation) {
    var usual = now.plus(settings.tokenLifetime());
    var end = delegation.expiresAt();
    return end != null && end.isBefore(usual) ? end : usual;
  }

  /** Scheme, host and port, as a browser has it: the port only where it is not the usual one. */
  static String origin(URI server) {
    var scheme = String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT);
    var port = server.getPort();
    boolean usual = port < 0 || port == (scheme.equals("https") ? 443 : 80);
    return scheme
        + "://"
        + String.valueOf(server.getHost()).toLowerCase(Locale.ROOT)
        + (usual ? "" : ":" + port);
  }
}
