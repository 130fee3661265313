package ai.scailabs.scaicore.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.secrets.SecretBox;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The keys that tokens are signed with, and what stands in the tokens. */
@ServerTest
class DelegationKeyTests {

  private static final Duration LIFE = Duration.ofDays(1);
  private static final DelegationProperties SETTINGS =
      new DelegationProperties("https://grid.example", Duration.ofMinutes(5), LIFE);
  private static final URI SERVER = URI.create("https://CRM.example:443/scaicore");

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private SecretBox box;
  @Autowired private TransactionOperations transactions;
  @Autowired private Directory directory;

  /** Long before the keys that the server itself makes, so that none of them counts. */
  private final Hand hand = new Hand(Instant.parse("2001-01-01T00:00:00Z"));

  /** A clock that is set by hand. */
  private static final class Hand extends Clock {

    private Instant now;

    private Hand(Instant now) {
      this.now = now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }

    private void on(Duration time) {
      now = now.plus(time);
    }
  }

  @BeforeEach
  @AfterEach
  void forget() {
    jdbc.sql("delete from mod_scaicore_delegation_keys where signs_from < '2002-01-01'").update();
  }

  private DelegationKeys keys() {
    return new DelegationKeys(jdbc, box, transactions, SETTINGS, hand);
  }

  private List<String> listed(DelegationKeys keys) {
    return keys.listed().stream().filter(json -> isOld(json)).map(DelegationKeyTests::kid).toList();
  }

  private boolean isOld(String json) {
    return jdbc.sql(
                "select count(*) from mod_scaicore_delegation_keys"
                    + " where kid = ? and signs_from < '2002-01-01'")
            .param(kid(json))
            .query(Integer.class)
            .single()
        == 1;
  }

  private static String kid(String json) {
    try {
      return ECKey.parse(json).getKeyID();
    } catch (java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aKeyIsMadeOnceHoweverManyNeedItAtOnce() {
    var kids = AtOnce.run(6, i -> keys().signing().getKeyID());

    assertThat(kids.stream().distinct()).hasSize(1);
    assertThat(listed(keys())).containsExactly(kids.getFirst());
  }

  @Test
  void aKeyIsListedBeforeItSignsAndUntilItsLastTokenHasEnded() {
    var first = keys().signing().getKeyID();
    hand.on(LIFE.minus(DelegationKeys.ANNOUNCED).plusSeconds(1));
    assertThat(keys().signing().getKeyID()).isEqualTo(first);
    var both = listed(keys());
    assertThat(both).hasSize(2).startsWith(first);

    hand.on(DelegationKeys.ANNOUNCED);
    var second = keys().signing().getKeyID();
    assertThat(second).isEqualTo(both.getLast());
    assertThat(listed(keys())).isEqualTo(both);

    hand.on(SETTINGS.tokenLifetime().plusMinutes(7));
    assertThat(listed(keys())).containsExactly(second);
  }

  @Test
  void theNextKeyIsListedAnHourAheadAlthoughNobodyAsksForAToken() {
    var keys = keys();
    var first = keys.signing().getKeyID();
    keys.announceNext();
    assertThat(listed(keys)).containsExactly(first);

    hand.on(LIFE.minus(DelegationKeys.ANNOUNCED).minusSeconds(1));
    keys.announceNext();
    keys().announceNext();

    assertThat(listed(keys)).hasSize(2).startsWith(first);
  }

  @Test
  void aReplicaGoesOnWithTheKeyItKnowsForAMinuteAndNoLongerThanTheKeySigns() {
    var keys = keys();
    var first = keys.signing().getKeyID();
    hand.on(LIFE.minusSeconds(10));
    assertThat(keys.signing().getKeyID()).isEqualTo(first);
    hand.on(Duration.ofSeconds(11));
    assertThat(keys.signing().getKeyID()).isNotEqualTo(first);
  }

  @Test
  void thePrivateHalfIsSealedAndTheListHasNone() {
    var key = keys().signing();
    var stored =
        jdbc.sql("select sealed, public_key from mod_scaicore_delegation_keys where kid = ?")
            .param(key.getKeyID())
            .query(
                (row, n) ->
                    new String(row.getBytes(1), StandardCharsets.ISO_8859_1) + row.getString(2))
            .single();
    assertThat(stored).doesNotContain(key.getD().toString()).doesNotContain("\"d\"");

    var list = new Http(port, null).get("/v1/modules/scaicore/.well-known/jwks.json");
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.header("Content-Type")).startsWith("application/json");
    assertThat(list.header("Cache-Control")).contains("max-age=300", "public");
    assertThat(list.json().path("keys").size()).isPositive();
    for (var one : list.json().path("keys")) {
      assertThat(one.path("kty").asString()).isEqualTo("EC");
      assertThat(one.path("alg").asString()).isEqualTo("ES256");
      assertThat(one.path("use").asString()).isEqualTo("sig");
      assertThat(one.has("d")).isFalse();
    }
    // A token that nobody knows does not close what is public.
    assertThat(
            new Http(port, "sgk_unknown")
                .get("/v1/modules/scaicore/.well-known/jwks.json")
                .status())
        .isEqualTo(200);
  }

  @Test
  void aTokenSaysWhoActsAsWhomForWhomAndHowLong() throws Exception {
    var user = directory.user("ten_acme", "usr_acme_user").orElseThrow();
    var delegation =
        Delegation.to(user.id(), List.of("models:use", "scaicore:admin", "files:read"), null, "x");

    var keys = keys();
    var token =
        SignedJWT.parse(
            new DelegationTokens(keys, directory, SETTINGS, hand)
                .issue("core_1", delegation, user, SERVER));

    var known = JWKSet.parse("{\"keys\":[" + String.join(",", keys.listed()) + "]}");
    var key = Objects.requireNonNull(known.getKeyByKeyId(token.getHeader().getKeyID()));
    assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
    var claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("https://grid.example");
    assertThat(claims.getSubject()).isEqualTo("usr_acme_user");
    assertThat(claims.getClaim("act")).isEqualTo(Map.of("sub", "core:core_1"));
    assertThat(claims.getAudience()).containsExactly("https://crm.example");
    assertThat(claims.getStringClaim("tenant_id")).isEqualTo("ten_acme");
    // The user is no admin of ScaiCore (any more).
    assertThat(claims.getStringClaim("scope")).isEqualTo("models:use files:read");
    assertThat(claims.getIssueTime().toInstant()).isEqualTo(hand.instant());
    assertThat(claims.getExpirationTime().toInstant())
        .isEqualTo(hand.instant().plus(Duration.ofMinutes(5)));
    assertThat(claims.getJWTID()).startsWith("tok_");
  }

  @Test
  void aTokenEndsWithTheDelegation() throws Exception {
    var user = directory.user("ten_acme", "usr_acme_user").orElseThrow();
    var end = hand.instant().plusSeconds(60);
    var delegation = Delegation.to(user.id(), List.of("files:read"), end, "x");

    var token =
        SignedJWT.parse(
            new DelegationTokens(keys(), directory, SETTINGS, hand)
                .issue("core_1", delegation, user, SERVER));

    assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant()).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({
    "https://crm.example/a/b?c=d, https://crm.example",
    "HTTPS://Crm.Example:443/, https://crm.example",
    "https://crm.example:8443, https://crm.example:8443",
    "http://127.0.0.1:80/x, http://127.0.0.1",
    "http://[::1]:9000/x, http://[::1]:9000"
  })
  void theAudienceIsTheOriginOfTheEndpoint(String endpoint, String origin) {
    assertThat(DelegationTokens.origin(URI.create(endpoint))).isEqualTo(origin);
  }
}
