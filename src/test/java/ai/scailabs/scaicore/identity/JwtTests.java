package ai.scailabs.scaicore.identity;

import static ai.scailabs.scaicore.identity.TestIssuer.claims;
import static ai.scailabs.scaicore.identity.TestIssuer.sign;
import static ai.scailabs.scaicore.identity.TestIssuer.signer;
import static ai.scailabs.scaicore.identity.TestIssuer.token;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Ids;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Tokens of the identity provider, with real keys and a real server that publishes them. */
@ServerTest
class JwtTests {

  private static final Object NOTHING = "nothing";
  private static final RSAKey RSA = TestIssuer.rsa();
  private static final ECKey EC = TestIssuer.ec();
  private static final TestIssuer ISSUER = new TestIssuer(RSA, EC);

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter writer;
  @Autowired private JdbcClient jdbc;
  @Autowired private JwtTokens tokens;
  @Autowired private CallerCache cache;
  @Autowired private DataSource dataSource;

  private Town town;
  private Tenant tenant;
  private String subject;

  @DynamicPropertySource
  static void issuer(DynamicPropertyRegistry properties) {
    properties.add("scaicore.jwt.issuer", () -> TestIssuer.NAME);
    properties.add("scaicore.jwt.jwks-uri", ISSUER::jwks);
    properties.add("scaicore.jwt.audience", () -> "other," + TestIssuer.AUDIENCE);
    properties.add("scaicore.jwt.clock-skew", () -> "3s");
    properties.add("scaicore.jwt.refresh-interval", () -> "200ms");
    properties.add("scaicore.jwt.cooldown", () -> "100ms");
  }

  @AfterAll
  static void close() {
    ISSUER.close();
  }

  @BeforeEach
  void newTenant() {
    town = new Town(writer);
    tenant = town.tenant();
    subject = Ids.next("sub-");
  }

  @AfterEach
  void calmDown() {
    ISSUER.be(TestIssuer.Mood.WELL);
    ISSUER.publish(RSA, EC);
    tokens.refresh();
  }

  @Test
  void atFirstSightTheUserIsMadeWithRoleAndGroups() {
    var caller =
        with(
            c ->
                c.claim("role", "tenant_admin")
                    .claim("partner_id", town.partner().id())
                    .claim("groups", List.of("Finance", "Legal"))
                    .claim("email", "Ada@example.com")
                    .claim("name", "Ada"));
    var me = caller.get("/v1/me");
    assertThat(me.status()).as(me.body()).isEqualTo(200);
    var id = me.data().path("id").asString();
    assertThat(id).startsWith("usr_");
    assertThat(me.data().path("email").asString()).isEqualTo("Ada@example.com");
    assertThat(me.data().path("tenant").path("id").asString()).isEqualTo(tenant.id());
    assertThat(me.data().path("roles").toString()).isEqualTo("[\"tenant_admin\"]");
    assertThat(me.data().path("groups")).hasSize(2);
    assertThat(groups(id)).containsExactly("Finance", "Legal");
    // What the administration sees is the same user.
    var seen = caller.get("/v1/users/" + id).data();
    assertThat(seen.path("display_name").asString()).isEqualTo("Ada");
    assertThat(audit()).containsExactly("user.provision", "group.create", "group.create");
  }

  @Test
  void eitherAlgorithmWillDoAndEitherType() {
    assertThat(as(token(RSA, tenant.id(), subject, c -> c)).status()).isEqualTo(200);
    assertThat(as(token(EC, tenant.id(), subject, c -> c)).status()).isEqualTo(200);
    var accessToken =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .keyID(EC.getKeyID())
            .type(new JOSEObjectType("at+jwt"))
            .build();
    assertThat(as(sign(accessToken, signer(EC), claims(tenant.id(), subject, c -> c))).status())
        .isEqualTo(200);
  }

  @Test
  void whatIsNotTheIssuersGoodTokenIsInvalid() throws JOSEException {
    var good = claims(tenant.id(), subject, c -> c);
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(RSA.getKeyID()).build();
    var bad = new LinkedHashMap<String, String>();
    bad.put("another key, same id", sign(header, signer(TestIssuer.rsa()), good));
    bad.put("unknown key", token(TestIssuer.rsa(), tenant.id(), subject, c -> c));
    bad.put("no signature", new PlainJWT(good).serialize());
    bad.put("signature cut off", sign(header, signer(RSA), good).replaceFirst("[^.]*$", ""));
    bad.put(
        "HS256 with the public key",
        sign(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(RSA.getKeyID()).build(),
            new MACSigner(RSA.toPublicKey().getEncoded()),
            good));
    bad.put("RS512", sign(new JWSHeader.Builder(JWSAlgorithm.RS512).build(), signer(RSA), good));
    bad.put(
        "another type",
        sign(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(RSA.getKeyID())
                .type(new JOSEObjectType("logout+jwt"))
                .build(),
            signer(RSA),
            good));
    Map<String, UnaryOperator<JWTClaimsSet.Builder>> claims =
        Map.ofEntries(
            Map.entry("expired", c -> c.expirationTime(in(-4))),
            Map.entry("without expiry", c -> c.expirationTime(null)),
            Map.entry("not yet", c -> c.notBeforeTime(in(60))),
            Map.entry("another issuer", c -> c.issuer("https://evil.example.com")),
            Map.entry("no issuer", c -> c.issuer(null)),
            Map.entry("another audience", c -> c.audience("scaiflow")),
            Map.entry("no audience", c -> c.audience((String) null)),
            Map.entry("no subject", c -> c.subject(null)),
            Map.entry("U+0000 in it", c -> c.subject("a\0b")),
            Map.entry("a subject with blanks", c -> c.subject(subject + " ")),
            Map.entry("an endless subject", c -> c.subject("x".repeat(256))),
            Map.entry("no tenant", c -> c.claim("tenant_id", null)),
            Map.entry("a tenant that is no text", c -> c.claim("tenant_id", List.of(tenant.id()))),
            Map.entry("an unknown tenant", c -> c.claim("tenant_id", "ten_none")),
            Map.entry("a slug for a tenant", c -> c.claim("tenant_id", tenant.slug())),
            Map.entry("another partner", c -> c.claim("partner_id", "par_north")),
            Map.entry("a partner that is no text", c -> c.claim("partner_id", 5)),
            Map.entry("a suspended tenant", c -> c.claim("tenant_id", town.tenant(false).id())));
    claims.forEach((why, wrong) -> bad.put(why, token(RSA, tenant.id(), subject, wrong)));
    bad.forEach(
        (why, token) -> {
          var answer = as(token);
          assertThat(answer.status()).as(why).isEqualTo(401);
          assertThat(answer.code()).as(why).isEqualTo("AUTH_TOKEN_INVALID");
        });
    assertThat(users()).isZero();
  }

  @Test
  void clocksMayDifferALittleAndACachedTokenEndsAllTheSame() {
    var late = with(c -> c.issueTime(in(-9)).expirationTime(in(-1)));
    assertThat(late.get("/v1/me").status()).isEqualTo(200);
    Eventually.get(() -> late.get("/v1/me").status(), status -> status == 401);
    assertThat(late.get("/v1/me").code()).isEqualTo("AUTH_TOKEN_INVALID");
    var early = with(c -> c.notBeforeTime(in(2)));
    assertThat(early.get("/v1/me").status()).isEqualTo(200);
  }

  @Test
  void noTokenReachesBeyondItsPartner() {
    var sibling = town.tenant();
    for (var role : List.of("super_admin", "partner_admin")) {
      var admin = with(c -> c.claim("role", List.of(role, "emperor")).subject(subject + role));
      assertThat(admin.get("/v1/me").data().path("roles").toString())
          .isEqualTo("[\"partner_admin\"]");
      assertThat(in(admin, sibling.id()).status()).isEqualTo(200);
      assertThat(in(admin, "acme").code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
      assertThat(admin.get("/v1/partners").status()).isEqualTo(403);
    }
    // Not even for one who is a super admin by the directory, nor by a key that they make.
    var root = town.user(tenant, BuiltInRole.SUPER_ADMIN);
    var linked = with(c -> c.claim("email", root.email()).subject(subject + "root"));
    assertThat(linked.get("/v1/me").data().path("id").asString()).isEqualTo(root.id());
    assertThat(in(linked, "acme").status()).isEqualTo(403);
    assertThat(linked.post("/v1/api-keys", "{\"name\": \"up\"}").message()).contains("super_admin");
  }

  @Test
  void anInactiveUserStaysOutWithWhateverToken() {
    var caller = with(c -> c);
    var id = caller.get("/v1/me").data().path("id").asString();
    jdbc.sql("update scaigrid_users set active = false where id = ?").param(id).update();
    Eventually.get(() -> caller.get("/v1/me").status(), status -> status == 401);
    assertThat(with(c -> c.claim("name", "Somebody else")).get("/v1/me").status()).isEqualTo(401);
    assertThat(audit()).containsExactly("user.provision");
  }

  @Test
  void aUserOfTheSameAddressIsLinkedOnceAndOnlyWhereTheAddressIsVerified() {
    var known = town.user(tenant, BuiltInRole.TENANT_VIEWER);
    UnaryOperator<JWTClaimsSet.Builder> address = c -> c.claim("email", known.email());
    for (var verified : new Object[] {false, "false", "yes", 1, NOTHING}) {
      var claim = verified == NOTHING ? null : verified;
      var liar = "liar-" + verified;
      var unverified = with(c -> address.apply(c).claim("email_verified", claim).subject(liar));
      assertThat(unverified.get("/v1/me").data().path("id").asString())
          .as(liar)
          .startsWith("usr_")
          .isNotEqualTo(known.id());
    }

    var caller = with(c -> address.apply(c).claim("email_verified", "true"));
    var me = caller.get("/v1/me").data();
    assertThat(me.path("id").asString()).isEqualTo(known.id());
    assertThat(me.path("roles").toString()).isEqualTo("[\"tenant_viewer\"]");

    var second = with(c -> address.apply(c).subject(subject + "2")).get("/v1/me").data();
    assertThat(second.path("id").asString()).isNotEqualTo(known.id());
    assertThat(second.path("email").asString()).endsWith("@no-email.invalid");
    assertThat(second.path("roles")).isEmpty();
  }

  @Test
  void anAddressThatOnlyLooksTheSameIsNotTheSame() {
    var known = town.user(tenant);
    jdbc.sql("update scaigrid_users set email = 'frank@x' where id = ?").param(known.id()).update();
    var other = with(c -> c.claim("email", "fran\u212a@x").subject("kelvin"));
    assertThat(other.get("/v1/me").data().path("id").asString())
        .startsWith("usr_")
        .isNotEqualTo(known.id());
    var same = with(c -> c.claim("email", "FRANK@X"));
    assertThat(same.get("/v1/me").data().path("id").asString()).isEqualTo(known.id());
  }

  @Test
  void keysThatWereMadeForAUserEndWhenTheUserIsLinked() {
    var known = town.user(tenant);
    var admin = new Http(port, town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
    var planted = admin.as(keyFor(admin, known.id()));
    var next = planted.as(keyFor(planted, known.id()));
    assertThat(next.get("/v1/me").data().path("id").asString()).isEqualTo(known.id());
    var caller = with(c -> c.claim("email", known.email()).claim("role", "tenant_admin"));
    assertThat(caller.get("/v1/me").data().path("id").asString()).isEqualTo(known.id());
    for (var key : List.of(planted, next)) {
      Eventually.get(() -> key.get("/v1/me").status(), status -> status == 401);
    }
    assertThat(audit().stream().filter("api_key.revoke"::equals)).hasSize(2);
  }

  @Test
  void keysThatOthersMadeEndWhenATokenBringsMore() {
    var caller = with(c -> c.issueTime(in(-9)));
    var id = caller.get("/v1/me").data().path("id").asString();
    var admin = caller.as(town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
    var planted = admin.as(keyFor(admin, id));
    var own = caller.as(keyFor(caller, id));
    assertThat(with(c -> c.claim("role", "tenant_admin")).get("/v1/me").status()).isEqualTo(200);
    Eventually.get(() -> planted.get("/v1/me").status(), status -> status == 401);
    assertThat(own.get("/v1/me").status()).isEqualTo(200);
  }

  @Test
  void aKeyThatIsMadeWithATokenEndsWithIt() {
    var caller = with(c -> c.expirationTime(in(100)));
    var made = caller.post("/v1/api-keys", "{\"name\": \"x\"}").data();
    assertThat(Instant.parse(made.path("expires_at").asString()))
        .isBetween(Instant.now().plusSeconds(60), Instant.now().plusSeconds(104));
  }

  @Test
  void twoTokensThatDoNotSayWhenTheyWereIssuedDoNotUndoEachOther() {
    var one = with(c -> c.issueTime(null).expirationTime(in(1000)).claim("role", "tenant_user"));
    var two = with(c -> c.issueTime(null).expirationTime(in(2000)).claim("role", "tenant_viewer"));
    assertThat(one.get("/v1/me").status()).isEqualTo(200);
    assertThat(two.get("/v1/me").status()).isEqualTo(200);
    var before = written();
    for (int i = 0; i < 3; i++) {
      tokens.refresh();
      cache.changed();
      assertThat(one.get("/v1/me").data().path("roles").toString())
          .isEqualTo("[\"tenant_viewer\"]");
      assertThat(two.get("/v1/me").status()).isEqualTo(200);
    }
    assertThat(written()).isEqualTo(before);
  }

  @Test
  void anAddressThatSomebodyTakesMeanwhileIsLeftToThem() throws SQLException {
    assertThat(with(c -> c.issueTime(in(-9))).get("/v1/me").status()).isEqualTo(200);
    var caller = with(c -> c.claim("email", "wanted@x"));
    try (var other = dataSource.getConnection()) {
      other.setAutoCommit(false);
      try (var insert =
          other.prepareStatement(
              "insert into scaigrid_users (id, tenant_id, email, display_name) values (?, ?, ?,"
                  + " '')")) {
        insert.setString(1, Ids.next("usr_"));
        insert.setString(2, tenant.id());
        insert.setString(3, "wanted@x");
        insert.execute();
      }
      var answer = CompletableFuture.supplyAsync(() -> caller.get("/v1/me"));
      Eventually.get(this::waiting, count -> count > 0);
      other.commit();
      assertThat(answer.join().status()).isEqualTo(200);
      assertThat(answer.join().data().path("email").asString()).endsWith("@no-email.invalid");
    }
  }

  @Test
  void firstRequestsAtOnceMakeOneUserAndOneGroup() {
    var token = token(RSA, tenant.id(), subject, c -> c.claim("groups", List.of("b", "a")));
    var other = token(EC, tenant.id(), subject + "2", c -> c.claim("groups", List.of("a", "b")));
    var answers = AtOnce.run(12, i -> as(i % 2 == 0 ? token : other));
    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(users()).isEqualTo(2);
    assertThat(
            jdbc.sql("select count(*) from scaigrid_groups where tenant_id = ?")
                .param(tenant.id())
                .query(Integer.class)
                .single())
        .isEqualTo(2);
    assertThat(audit())
        .containsExactlyInAnyOrder(
            "user.provision", "user.provision", "group.create", "group.create");
  }

  @Test
  void whatTokensGaveFollowsThemAndWhatAdministratorsGaveStays() {
    var first =
        with(
            c ->
                c.issueTime(in(-20))
                    .claim("role", "tenant_viewer")
                    .claim("groups", List.of("A", "B", "C")));
    var id = first.get("/v1/me").data().path("id").asString();
    var admin = first.as(town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
    var kept =
        jdbc.sql("select id from scaigrid_groups where tenant_id = ? and name = 'A'")
            .param(tenant.id())
            .query(String.class)
            .single();
    assertThat(admin.put("/v1/groups/" + kept + "/members/" + id, "").status()).isEqualTo(200);
    writer.add(
        new User(id, tenant.id(), "x", "x", true), java.util.Set.of(BuiltInRole.TENANT_USER));

    var second =
        with(c -> c.issueTime(in(-10)).claim("groups", List.of("C", "D")).claim("name", "New"));
    assertThat(second.get("/v1/me").data().path("roles").toString()).isEqualTo("[\"tenant_user\"]");
    assertThat(groups(id)).containsExactly("A", "C", "D");
    assertThat(admin.get("/v1/users/" + id).data().path("display_name").asString())
        .isEqualTo("New");
    // The older token is still good, and says nothing new.
    for (int i = 0; i < 3; i++) {
      assertThat(first.get("/v1/me").data().path("roles").toString())
          .isEqualTo("[\"tenant_user\"]");
      assertThat(second.get("/v1/me").status()).isEqualTo(200);
    }
    assertThat(groups(id)).containsExactly("A", "C", "D");
    assertThat(audit().stream().filter(action -> !action.equals("group.create")))
        .containsExactly("user.update", "group.add_member", "user.provision");
    assertThat(audit().stream().filter("group.create"::equals)).hasSize(4);
  }

  @Test
  void aTokenThatSaysNothingNewWritesNothing() {
    UnaryOperator<JWTClaimsSet.Builder> same =
        c -> c.claim("role", "tenant_user").claim("groups", "G").claim("email", subject + "@x");
    assertThat(with(c -> same.apply(c).issueTime(in(-9))).get("/v1/me").status()).isEqualTo(200);
    var before = written();
    assertThat(with(c -> same.apply(c).issueTime(in(-8))).get("/v1/me").status()).isEqualTo(200);
    assertThat(with(c -> same.apply(c).issueTime(in(-7))).get("/v1/me").status()).isEqualTo(200);
    assertThat(written()).isEqualTo(before);
  }

  @Test
  void aNewKeyIsTakenAtOnceAndAWithdrawnOneSoonNotAnyMore() {
    var next = TestIssuer.ec();
    ISSUER.publish(EC, next);
    var token = token(next, tenant.id(), subject, c -> c);
    Eventually.get(() -> as(token).status(), status -> status == 200);
    ISSUER.publish(EC);
    Eventually.get(() -> as(token).status(), status -> status == 401);
    assertThat(as(token(EC, tenant.id(), subject, c -> c)).status()).isEqualTo(200);
    ISSUER.publish();
    Eventually.get(
        () -> as(token(EC, tenant.id(), subject, c -> c)).status(), status -> status == 401);
  }

  @Test
  void whileTheKeysCannotBeFetchedThoseKnownStayGood() {
    for (var mood : List.of(TestIssuer.Mood.FAILING, TestIssuer.Mood.TALKING_NONSENSE)) {
      ISSUER.be(mood);
      tokens.refresh();
      assertThat(as(token(RSA, tenant.id(), subject, c -> c)).status()).isEqualTo(200);
      assertThat(as(token(TestIssuer.ec(), tenant.id(), subject, c -> c)).status()).isEqualTo(401);
    }
  }

  @Test
  void aDemoKeyIsStillAKey() {
    assertThat(new Http(port, Demo.ADMIN).get("/v1/me").status()).isEqualTo(200);
  }

  private static String keyFor(Http maker, String userId) {
    var made = maker.post("/v1/api-keys", "{\"name\": \"k\", \"user_id\": \"" + userId + "\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.data().path("key").asString();
  }

  /** How many statements wait for another transaction. */
  private int waiting() {
    return jdbc.sql(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'
              and query like '%claims_issued_at%'\
            """)
        .query(Integer.class)
        .single();
  }

  private Http with(UnaryOperator<JWTClaimsSet.Builder> more) {
    return new Http(port, token(RSA, tenant.id(), subject, more));
  }

  private Http.Answer as(String token) {
    return new Http(port, token).get("/v1/me");
  }

  private static Http.Answer in(Http caller, String tenant) {
    return caller.send("GET", "/v1/me", request -> request.header("X-Tenant-Id", tenant));
  }

  private static Date in(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private int users() {
    return jdbc.sql("select count(*) from scaigrid_users where tenant_id = ?")
        .param(tenant.id())
        .query(Integer.class)
        .single();
  }

  private List<String> groups(String userId) {
    return jdbc.sql(
            """
            select g.name from scaigrid_group_members m join scaigrid_groups g on g.id = m.group_id
            where m.tenant_id = ? and m.user_id = ? order by 1""")
        .params(tenant.id(), userId)
        .query((row, n) -> row.getString(1))
        .list();
  }

  /** What the tenant's audit has, newest first. */
  private List<String> audit() {
    return jdbc.sql(
            "select action from scaigrid_audit_events where tenant_id = ? order by created_at desc")
        .param(tenant.id())
        .query((row, n) -> row.getString(1))
        .list();
  }

  /** The versions of the tenant's rows that tokens write. */
  private List<String> written() {
    return jdbc.sql(
            """
            select xmin::text || ctid::text from scaigrid_users where tenant_id = :t
            union all select xmin::text || ctid::text from scaigrid_user_roles where tenant_id = :t
            union all select xmin::text || ctid::text from scaigrid_groups where tenant_id = :t
            union all select xmin::text || ctid::text from scaigrid_group_members where tenant_id = :t
            union all select id from scaigrid_audit_events where tenant_id = :t
            order by 1""")
        .param("t", tenant.id())
        .query((row, n) -> row.getString(1))
        .list();
  }
}
