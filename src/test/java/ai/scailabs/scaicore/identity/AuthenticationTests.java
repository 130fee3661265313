package ai.scailabs.scaicore.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServerTest
class AuthenticationTests {

  @LocalServerPort int port;
  @Autowired DirectoryWriter writer;

  Http http;
  Town town;

  @BeforeEach
  void setUp() {
    http = new Http(port, null);
    town = new Town(writer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/me", "/v1/nothing/here", "/", "/error/x", "/actuator"})
  void withoutATokenEveryPathIsRefused(String path) {
    var answer = http.get(path);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("AUTH_TOKEN_MISSING");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(answer.header("X-Request-Id"))
        .isEqualTo(answer.json().path("meta").path("request_id").asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sgk_unknown", "nonsense", "eyJhbGciOiJub25lIn0.e30.", "sgk_", "a b c", "'--"})
  void aTokenThatIsNobodysIsInvalid(String token) {
    var answer = http.as(token).get("/v1/me");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("AUTH_TOKEN_INVALID");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
  }

  @Test
  void anotherSchemeIsNoToken() {
    var answer = http.send("GET", "/v1/me", r -> r.header("Authorization", "Basic eDp5"));
    assertThat(answer.code()).isEqualTo("AUTH_TOKEN_MISSING");
  }

  @Test
  void aKeySpeaksForItsUser() {
    var user = town.user(town.tenant(), BuiltInRole.TENANT_USER);
    var answer = http.as(town.key(user)).get("/v1/me");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.data().path("id").asString()).isEqualTo(user.id());
    assertThat(answer.data().path("partner").path("id").asString()).isEqualTo(town.partner().id());
    assertThat(answer.data().path("permissions").toString())
        .isEqualTo("[\"models:list\",\"models:use\"]");
  }

  @Test
  void anExpiredKeyIsInvalidAndALaterOneIsNot() {
    var user = town.user(town.tenant(), BuiltInRole.TENANT_USER);
    var past = town.key(user, Instant.now().minus(Duration.ofSeconds(1)), null);
    var future = town.key(user, Instant.now().plus(Duration.ofHours(1)), null);
    assertThat(http.as(past).get("/v1/me").code()).isEqualTo("AUTH_TOKEN_INVALID");
    assertThat(http.as(future).get("/v1/me").status()).isEqualTo(200);
  }

  @Test
  void neitherAnInactiveUserNorOneOfASuspendedTenantGetsIn() {
    var inactive = town.key(town.user(town.tenant(), false, BuiltInRole.TENANT_ADMIN));
    var suspended = town.key(town.user(town.tenant(false), BuiltInRole.TENANT_ADMIN));
    assertThat(http.as(inactive).get("/v1/me").code()).isEqualTo("AUTH_TOKEN_INVALID");
    assertThat(http.as(suspended).get("/v1/me").code()).isEqualTo("AUTH_TOKEN_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v3/api-docs", "/swagger-ui/index.html"})
  void publicPathsTakeNobodyAndEvenABadToken(String path) {
    assertThat(http.get(path).status()).isEqualTo(200);
    assertThat(http.as("sgk_bad").get(path).status()).isEqualTo(200);
  }

  @Test
  void anUnknownPathIsNotFoundOnceTheCallerIsKnown() {
    var answer = http.as(town.keyOf(BuiltInRole.TENANT_VIEWER)).get("/v1/nothing/here");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void noEncodingOfAPathGoesAroundTheToken() {
    for (var path :
        new String[] {
          "/health/..%2Fv1/me",
          "/health%2F..%2Fv1%2Fme",
          "/v3/api-docs/..%2F..%2Fv1/me",
          "/v1%2Fme",
          "/%76%31/me",
          "/v1/me%2F",
          "/v1/me;/v3/api-docs",
          "/v1/modules/scaicore/cores/x%2Fy/state",
          "/v1/modules/scaicore/cores/x/state%2Favatar"
        }) {
      var answer = http.get(path);
      assertThat(answer.status()).as(path).isIn(400, 401, 404);
      assertThat(answer.body()).as(path).doesNotContain("\"permissions\"");
    }
  }
}
