package ai.scailabs.scaicore.scaiflow.deploy;

import static ai.scailabs.scaicore.scaiflow.FlowClient.CREDENTIALS;
import static ai.scailabs.scaicore.scaiflow.FlowClient.configured;
import static ai.scailabs.scaicore.scaiflow.FlowClient.detail;
import static ai.scailabs.scaicore.scaiflow.FlowClient.echo;
import static ai.scailabs.scaicore.scaiflow.FlowClient.error;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.scaiflow.FlowClient;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.Replica;
import ai.scailabs.scaicore.testing.TestPostgres;
import ai.scailabs.scaicore.testing.Town;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The error matrix, each row by a real cause, on a replica that deploys with the tenant's key, to a
 * ScaiGrid that misbehaves; beside another replica over the same database.
 */
class DeployMatrixTests {

  private static final String TOKEN = "dev-token-of-the-tests-0123456789";
  private static final String REFUSED =
      "{\"status\": \"error\", \"error\": {\"code\": \"%s\", \"message\": \"Because.\"}}";
  private static final Map<String, Object> QUEUES =
      Map.of("scope", "s", "queues", List.of(Map.of("slug", "q", "consumer_mode", "fifo")));

  static @Nullable Replica usual;
  static @Nullable Replica keyed;

  Upstream upstream = new Upstream(replica(usual).port());
  Tenant tenant;
  FlowClient flows;

  @BeforeAll
  static void begin() {
    var database = TestPostgres.newDatabase();
    usual = new Replica(database);
    keyed =
        new Replica(
            database,
            List.of(
                "--scaiflow.deploy-auth=api_key",
                "--scaiflow.api-token=" + TOKEN,
                "--scaiflow.dev-tenant=acme",
                "--scaicore.scaiflow.allowed-hosts=127.0.0.1",
                "--scaicore.scaiflow.pause=5ms",
                "--scaicore.scaiflow.timeout=20s"));
  }

  @AfterAll
  static void end() {
    replica(usual).close();
    replica(keyed).close();
  }

  @BeforeEach
  void setUp() {
    var town = new Town(replica(usual).context().getBean(DirectoryWriter.class));
    tenant = town.tenant();
    var key = town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN));
    flows = new FlowClient(replica(keyed).as(key));
    credentials(flows.http(), key, upstream.url());
  }

  @AfterEach
  void tearDown() {
    upstream.close();
  }

  private static void credentials(Http admin, String key, @Nullable String url) {
    var set =
        admin.post(
            CREDENTIALS,
            url == null
                ? "{\"api_key\": \"%s\"}".formatted(key)
                : "{\"api_key\": \"%s\", \"base_url\": \"%s\"}".formatted(key, url));
    assertThat(set.status()).as(set.body()).isEqualTo(204);
  }

  @Test
  void theTenantsKeyDeploysToTheScaiGridItIsFor() {
    var id = flows.create("Keyed", echo("Keyed", "x"));
    var core = flows.deployed(id).path("core_id").asString();
    assertThat(upstream.seen())
        .containsSubsequence(
            "POST /v1/modules/scaicore/cores",
            "POST /v1/modules/scaicore/cores/" + core + "/start");
    assertThat(flows.core(core).data().path("status").asString()).isEqualTo("running");
  }

  @Test
  void withoutAnyCredentialsNothingIsCalled() {
    var town = new Town(replica(usual).context().getBean(DirectoryWriter.class));
    var bare = new FlowClient(replica(keyed).as(town.keyOf(BuiltInRole.TENANT_ADMIN)));
    var id = bare.create("Bare", echo("Bare", "x"));
    var refused = bare.deploy(id, "{}");
    assertThat(refused.status()).isEqualTo(412);
    assertThat(error(refused)).isEqualTo("missing_scaigrid_credentials");
    assertThat(detail(refused).path("fix").asString()).contains(CREDENTIALS);
    assertThat(bare.deployments(id).at("/items/0/error/error").asString())
        .isEqualTo("missing_scaigrid_credentials");
    // Where both would fail, it is the graph that is told of.
    bare.put(id, Map.of("nodes", List.of()));
    assertThat(error(bare.deploy(id, "{}"))).isEqualTo("compile_error");
  }

  @Test
  void aScaiQueueThatRefusesIsAnAuthFailure() {
    for (var status : List.of(401, 403)) {
      upstream.answers("GET /v1/modules/scaiqueue/scopes.*", 1, status, REFUSED.formatted("AUTHZ"));
      var refused = flows.deploy(queued("Refused " + status), "{}");
      assertThat(refused.status()).isEqualTo(502);
      assertThat(error(refused)).isEqualTo("scaiqueue_auth");
      assertThat(detail(refused).at("/upstream/status").asInt()).isEqualTo(status);
    }
    assertThat(upstream.count("POST /v1/modules/scaicore/cores")).isZero();
  }

  @Test
  void aScaiQueueThatIsDownIsTriedAgainAndThenNamed() {
    upstream.answers("GET /v1/modules/scaiqueue/scopes.*", 100, 503, "");
    var id = queued("Down");
    var refused = flows.deploy(id, "{}");
    assertThat(error(refused)).isEqualTo("scaiqueue_provision_failed");
    assertThat(upstream.count("GET /v1/modules/scaiqueue/scopes.*")).isEqualTo(3);
    assertThat(flows.deployments(id).at("/items/0/error/scope").asString()).isEqualTo("s");
  }

  @Test
  void aScaiQueueThatIsNotThereIsNamed() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    credentials(flows.http(), "sgk_0123456789abcdef0123456789", "http://127.0.0.1:" + closed);
    var refused = flows.deploy(queued("Away"), "{}");
    assertThat(error(refused)).isEqualTo("scaiqueue_provision_failed");
    assertThat(detail(refused).path("message").asString()).contains("cannot be reached");
    var create = flows.deploy(flows.create("Away 2", echo("Away 2", "x")), "{}");
    assertThat(error(create)).isEqualTo("scaicore_create_failed");
    assertThat(create.status()).isEqualTo(502);
  }

  @Test
  void aQueueThatSomebodyElseMakesAtTheSameTimeIsTaken() {
    // Both look before either has made it: the list is still empty, and the create conflicts.
    var none = "{\"data\": {\"items\": []}, \"pagination\": {\"has_more\": false}}";
    flows.http().post("/v1/modules/scaiqueue/scopes", "{\"slug\": \"s\"}");
    upstream.answers("GET /v1/modules/scaiqueue/scopes\\?.*", 1, 200, none);
    var id = queued("Raced");
    assertThat(flows.deploy(id, "{}").status()).isEqualTo(200);
    assertThat(upstream.count("POST /v1/modules/scaiqueue/scopes")).isEqualTo(1);
    assertThat(upstream.count("GET /v1/modules/scaiqueue/scopes\\?.*")).isEqualTo(2);
  }

  @Test
  void aManifestThatScaiGridRejectsIsToldWithItsFindings() {
    upstream.answers(
        "POST /v1/modules/scaicore/cores",
        1,
        422,
        """
        {"status": "error", "error": {"code": "INVALID_SOURCE_IR", "message": "One finding.",
         "details": [{"field": "core.flows", "message": "is odd"}]}}
        """);
    var id = flows.create("Rejected", echo("Rejected", "x"));
    var refused = flows.deploy(id, "{}");
    assertThat(refused.status()).isEqualTo(502);
    assertThat(error(refused)).isEqualTo("scaicore_create_failed");
    assertThat(detail(refused).at("/upstream/code").asString()).isEqualTo("INVALID_SOURCE_IR");
    assertThat(detail(refused).at("/upstream/details/0/message").asString()).isEqualTo("is odd");
    assertThat(detail(refused).has("core_id")).isFalse();
  }

  @Test
  void aCreateThatMayHaveArrivedIsNotRepeatedAndItsCoreIsFoundAgain() {
    upstream.answers("POST /v1/modules/scaicore/cores", 1, 504, "");
    var id = flows.create("Unsure", echo("Unsure", "x"));
    assertThat(error(flows.deploy(id, "{}"))).isEqualTo("scaicore_create_failed");
    assertThat(upstream.count("POST /v1/modules/scaicore/cores")).isEqualTo(1);
    assertThat(flows.deployed(id).path("status").asString()).isEqualTo("succeeded");
    assertThat(flows.coresOf(id)).isEqualTo(1);
  }

  @Test
  void aCoreThatDoesNotStartStaysAndTheNextDeployStartsIt() {
    upstream.answers(".*/start", 1, 500, REFUSED.formatted("INTERNAL_ERROR"));
    var id = flows.create("Sleepy", echo("Sleepy", "x"));
    var refused = flows.deploy(id, "{}");
    assertThat(error(refused)).isEqualTo("scaicore_create_failed");
    var core = detail(refused).path("core_id").asString();
    assertThat(core).startsWith("core_");
    assertThat(flows.deployments(id).at("/items/0/core_id").asString()).isEqualTo(core);
    assertThat(flows.deployed(id).path("core_id").asString()).isEqualTo(core);
    assertThat(flows.core(core).data().path("status").asString()).isEqualTo("running");
  }

  @Test
  void aPublishThatFailsLeavesTheCoreDeployed() {
    upstream.answers(".*/publish", 1, 409, REFUSED.formatted("SLUG_CONFLICT"));
    var id = flows.create("Hidden", echo("Hidden", "x"));
    var refused = flows.deploy(id, "{\"publish_as_model\": true}");
    assertThat(refused.status()).isEqualTo(502);
    assertThat(error(refused)).isEqualTo("scaicore_publish_failed");
    assertThat(detail(refused).at("/upstream/code").asString()).isEqualTo("SLUG_CONFLICT");
    var core = detail(refused).path("core_id").asString();
    assertThat(flows.core(core).data().path("status").asString()).isEqualTo("running");
    var again = flows.deploy(id, "{\"publish_as_model\": true}").json();
    assertThat(again.path("core_id").asString()).isEqualTo(core);
    assertThat(again.path("published_slug").asString()).endsWith("/hidden");
  }

  @Test
  void whereTheNewProgramDoesNotStartTheOneBeforeRunsAgain() {
    var id = flows.create("Careful", echo("Careful", "old {{message}}"));
    var core = flows.deployed(id).path("core_id").asString();
    flows.put(id, echo("Careful", "new {{message}}"));
    upstream.answers(".*/restart", 1, 422, REFUSED.formatted("SKILL_NOT_FOUND"));
    var refused = flows.deploy(id, "{}");
    assertThat(error(refused)).isEqualTo("scaicore_create_failed");
    assertThat(detail(refused).path("rolled_back").asBoolean()).isTrue();
    assertThat(detail(refused).path("message").asString()).contains("put back");
    assertThat(said(core)).contains("old hi");
    flows.deployed(id);
    assertThat(said(core)).contains("new hi");
  }

  private String said(String core) {
    return Demo.invoke(flows.http(), core, "{\"message\": \"hi\"}").body();
  }

  @Test
  void twoReplicasThatDeployOneFlowLeaveOneCore() {
    var id = flows.create("Both", echo("Both", "x"));
    var there = new FlowClient(new Http(replica(usual).port(), keyOfTenant()));
    var answers = AtOnce.run(6, i -> (i % 2 == 0 ? flows : there).deploy(id, "{}"));
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
    assertThat(flows.coresOf(id)).isEqualTo(1);
    assertThat(flows.deployments(id).path("total").asInt()).isEqualTo(6);
  }

  private String keyOfTenant() {
    var town = new Town(replica(usual).context().getBean(DirectoryWriter.class));
    return town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN));
  }

  @Test
  void theDeprecatedPathTakesItsOwnTokenOnlyAndSaysThatItIsDeprecated() {
    var acme = replica(keyed).as(Demo.ADMIN);
    var body =
        "{\"publish_as_model\": true, \"content\": %s}"
            .formatted(JsonMapper.shared().writeValueAsString(echo("Dev", "x")));
    var path = "/v1/dev/deploy";
    assertThat(error(acme.as(null).post(path, body))).isEqualTo("auth_token_missing");
    var wrong = acme.post(path, body);
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(error(wrong)).isEqualTo("auth_token_invalid");
    assertThat(wrong.header("Deprecation")).isNotEmpty();

    var dev = acme.as(TOKEN);
    var none = dev.post(path, body);
    assertThat(none.status()).as(none.body()).isEqualTo(412);
    credentials(acme, Demo.ADMIN, null);
    assertThat(error(dev.post(path, "{\"content\": {\"nodes\": []}}"))).isEqualTo("compile_error");
    assertThat(error(dev.post(path, "{}"))).isEqualTo("validation_error");
    var deployed = dev.post(path, body);
    assertThat(deployed.status()).as(deployed.body()).isEqualTo(200);
    assertThat(deployed.json().propertyNames()).containsExactly("core_id", "published_slug");
    assertThat(deployed.json().path("published_slug").asString()).isEqualTo("scaicore/acme/dev");
    assertThat(deployed.header("Deprecation")).startsWith("@");
    assertThat(deployed.header("Link")).contains("/v1/flows/{flow_id}/deploy");
    var again = dev.post(path, body);
    assertThat(again.json().path("core_id")).isEqualTo(deployed.json().path("core_id"));
    // It opens nothing else.
    assertThat(dev.get("/v1/flows").status()).isEqualTo(401);
  }

  private String queued(String name) {
    return flows.create(name, configured(echo(name, "x"), "scaiqueue", QUEUES));
  }

  private static Replica replica(@Nullable Replica replica) {
    return Objects.requireNonNull(replica);
  }

  @Test
  void aKeyDeploysIntoTheTenantOfTheFlowOrNotAtAll() {
    var town = new Town(replica(usual).context().getBean(DirectoryWriter.class));
    var elsewhere = town.tenant();
    var superior = town.key(town.user(elsewhere, BuiltInRole.SUPER_ADMIN));
    credentials(flows.http(), superior, null);
    var id = flows.create("At Home", echo("At Home", "x"));
    var core = flows.deployed(id).path("core_id").asString();
    assertThat(flows.core(core).status()).isEqualTo(200);
    var theirs = new FlowClient(flows.http().as(superior));
    assertThat(theirs.coresOf(id)).isZero();

    var foreign = town.key(town.user(elsewhere, BuiltInRole.TENANT_ADMIN));
    credentials(flows.http(), foreign, null);
    var other = flows.create("Astray", echo("Astray", "x"));
    var refused = flows.deploy(other, "{}");
    assertThat(refused.status()).as(refused.body()).isEqualTo(502);
    assertThat(error(refused)).isEqualTo("scaicore_create_failed");
    assertThat(detail(refused).at("/upstream/status").asInt()).isEqualTo(403);
    assertThat(flows.coresOf(other)).isZero();
    assertThat(theirs.coresOf(other)).isZero();
  }

  @Test
  void theDeprecatedPathLooksAtTheTokenBeforeTheBodyAndSaysInEveryErrorThatItIsDeprecated() {
    var path = "/v1/dev/deploy";
    var nobody = replica(keyed).as("not-the-token");
    var dev = replica(keyed).as(TOKEN);
    var answers =
        Map.of(
            nobody.post(path, "{not json"), 401,
            nobody.post(path, "x".repeat(2_100_000)), 401,
            nobody.post("/v1/dev/%64eploy", "{not json"), 401,
            nobody.send("GET", path, r -> r), 401,
            replica(usual).as(TOKEN).post(path, "{not json"), 503,
            dev.post(path, "{not json"), 400,
            dev.post(path, "x".repeat(2_100_000)), 413,
            dev.send("POST", path, r -> r.header("Content-Type", "text/plain")), 415,
            replica(keyed).as(Demo.ADMIN).send("GET", path, r -> r), 405);
    answers.forEach(
        (answer, status) -> {
          assertThat(answer.status()).as(answer.body()).isEqualTo(status);
          assertThat(answer.header("Deprecation")).as(answer.body()).startsWith("@");
          assertThat(answer.header("Link")).contains("successor-version");
        });
  }
}
