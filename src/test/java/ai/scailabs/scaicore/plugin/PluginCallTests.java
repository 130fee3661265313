package ai.scailabs.scaicore.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.scailabs.scaicore.core.CoreConnections;
import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.Interruption;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.Outcome;
import ai.scailabs.scaicore.engine.PluginBridge.Call;
import ai.scailabs.scaicore.engine.PluginBridge.Target;
import ai.scailabs.scaicore.plugin.PluginProperties.Available;
import ai.scailabs.scaicore.program.expression.SecretHandle;
import ai.scailabs.scaicore.program.expression.SecretText;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Calls to a plugin over HTTP. Source: the engine design, "Plugin bridge". */
@ServerTest
class PluginCallTests {

  private static final String TENANT = "ten_acme";
  private static final String KEY = "exec_1:1:flows.main.body[0]#0";
  private static final String SECRET = "s3cret-\"quoted\"-value";

  @LocalServerPort private int port;
  @Autowired private PluginCalls plugins;
  @Autowired private CoreConnections connections;
  @Autowired private ActingUser acting;
  @Autowired private HttpPlugins http;
  @Autowired private McpPlugins mcp;
  @Autowired private JdbcClient jdbc;

  private final PluginServer server = new PluginServer();
  private Http admin;

  @BeforeEach
  void connect() {
    admin = new Http(port, Demo.ADMIN);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aCallIsAPostWithArgsConfigAndContextAndGivesItsResult() {
    server.then(PluginServer.result("{\"id\": 7, \"list\": [1, 2.5, null]}"));

    var result =
        call(core(), target(server.url() + "/crm/", Map.of("region", "eu")), "create_ticket");

    assertThat(Json.text(result)).isEqualTo("{\"id\":7,\"list\":[1,2.5,null]}");
    var call = server.lastCall();
    assertThat(call.verb()).isEqualTo("POST");
    assertThat(call.method()).isEqualTo("crm/create_ticket");
    assertThat(call.key()).isEqualTo(KEY);
    assertThat(call.args().toString()).isEqualTo("{\"title\":\"Broken\"}");
    assertThat(call.config().toString()).isEqualTo("{\"region\":\"eu\"}");
    assertThat(call.context().path("tenant_id").asString()).isEqualTo(TENANT);
    assertThat(call.context().path("execution_id").asString()).isEqualTo("exec_1");
    assertThat(call.context().has("user_id")).isFalse();
    assertThat(call.headers()).doesNotContainKey("authorization");
  }

  @Test
  void whoHasTheSecretOfTheCoreCanTellThatItCalled() {
    var core = core();

    call(core, target(server.url()), "x");
    call(core(), target(server.url()), "x");

    var path = Demo.CORES + "/" + core.coreId() + "/plugins/signing-secret";
    var told = admin.get(path);
    var secret = told.data().path("secret").asString();
    var call = server.calls().getFirst();
    var timestamp = Objects.requireNonNull(call.headers().get("x-scaigrid-timestamp"));
    assertThat(Instant.ofEpochSecond(Long.parseLong(timestamp)))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    assertThat(call.headers().get("x-scaigrid-signature"))
        .isEqualTo(Signature.of(secret, timestamp, call.body().getBytes(StandardCharsets.UTF_8)))
        .isNotEqualTo(server.lastCall().headers().get("x-scaigrid-signature"));
    assertThat(admin.get(path).data().path("secret").asString()).isEqualTo(secret);
    assertThat(admin.as(Demo.VIEWER).get(path).code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(admin.as(Demo.GLOBEX).get(path).code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(
            admin
                .get("/v1/audit/events?resource_id=" + core.coreId())
                .data()
                .path("items")
                .findValuesAsString("action"))
        .contains("core.read_signing_secret");
    assertThat(
            jdbc.sql("select sealed from mod_scaicore_signing_secrets where core_id = ?")
                .param(core.coreId())
                .query((row, number) -> new String(row.getBytes(1), StandardCharsets.ISO_8859_1))
                .single())
        .doesNotContain(secret);
  }

  @Test
  void callsThatRaceAgreeOnOneSecret() {
    var core = core();

    AtOnce.run(8, i -> call(core, target(server.url()), "m" + i));

    var secret =
        admin
            .get(Demo.CORES + "/" + core.coreId() + "/plugins/signing-secret")
            .data()
            .path("secret")
            .asString();
    assertThat(server.calls())
        .hasSize(8)
        .allSatisfy(
            call ->
                assertThat(call.headers().get("x-scaigrid-signature"))
                    .isEqualTo(
                        Signature.of(
                            secret,
                            Objects.requireNonNull(call.headers().get("x-scaigrid-timestamp")),
                            call.body().getBytes(StandardCharsets.UTF_8))));
  }

  @ParameterizedTest
  @CsvSource({"429", "500", "502", "503"})
  void aServerThatIsBusyOrFailsIsCalledAgainWithTheSameKey(int status) {
    server
        .then(PluginServer.status(status, "later"))
        .then(PluginServer.status(status, "later", "Retry-After", "0"))
        .then(PluginServer.result("\"now\""));

    assertThat(call(core(), target(server.url()), "x")).isEqualTo("now");
    assertThat(server.countsByKey()).isEqualTo(Map.of(KEY, 3));
    assertThat(server.calls()).extracting(PluginServer.Call::body).containsOnly(body());
  }

  private String body() {
    return server.lastCall().body();
  }

  @Test
  void aServerThatBreaksOffIsCalledAgain() {
    server.then(PluginServer.hangsUp()).then(PluginServer.result("1"));

    assertThat(call(core(), target(server.url()), "x")).isEqualTo(1L);
    assertThat(server.calls()).hasSize(2);
  }

  @Test
  void afterThreeTriesACallHasFailed() {
    server.otherwise(PluginServer.status(500, "{\"error\": {\"message\": \"No disk\\nleft.\"}}"));

    var failed = failure(core(), target(server.url()), "x");

    assertThat(failed.code()).isEqualTo("PLUGIN_ERROR");
    assertThat(failed.message()).contains("'crm'", "'x'", "500", "No disk left.");
    assertThat(server.calls()).hasSize(3);
  }

  @Test
  void aServerThatWantsToBeLeftAloneForLongIs() {
    server.then(PluginServer.status(429, "", "Retry-After", "3600"));

    assertThat(failure(core(), target(server.url()), "x").code()).isEqualTo("PLUGIN_ERROR");
    assertThat(server.calls()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"400", "401", "404", "409", "422"})
  void whatTheServerRefusesIsNotRepeated(int status) {
    server.then(PluginServer.status(status, "{\"message\": \"Title is missing.\"}"));

    var failed = failure(core(), target(server.url()), "x");

    assertThat(failed.code()).isEqualTo("PLUGIN_ERROR");
    assertThat(failed.message()).contains(String.valueOf(status), "Title is missing.");
    assertThat(Json.text(failed.details())).isEqualTo("{\"status\":" + status + "}");
    assertThat(server.calls()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | {"answer": 1} | without a "result"
          200 | [1]           | without a "result"
          200 | <html>        | no JSON
          201 | ''            | no JSON
          """)
  void whatIsNoResultIsAnError(int status, String body, String why) {
    server.then(PluginServer.status(status, body));

    var failed = failure(core(), target(server.url()), "x");

    assertThat(failed.code()).isEqualTo("PLUGIN_ERROR");
    assertThat(failed.message()).contains(why);
  }

  @Test
  void nothingIsAResultToo() {
    server.then(PluginServer.status(204, "")).then(PluginServer.result("null"));

    assertThat(call(core(), target(server.url()), "x")).isNull();
    assertThat(call(core(), target(server.url()), "x")).isNull();
  }

  @Test
  void valuesOfMoreThanFiveMegabytesAreRefusedOnTheWayInAndOut() {
    var big = "x".repeat(5 * 1024 * 1024 + 1);
    server.then(PluginServer.result("\"" + big + "y".repeat(20_000) + "\""));

    assertThat(failure(core(), target(server.url()), "x").code()).isEqualTo("PAYLOAD_TOO_LARGE");
    assertThat(server.calls()).hasSize(1);
    var failed = failure(core(), target(server.url(), Map.of("big", big)), "x");
    assertThat(failed.code()).isEqualTo("PAYLOAD_TOO_LARGE");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void anAliasThatOnlyTheCoreHasWorksAndItsEntryWins() {
    var core =
        core(
            """
            {"alias": "crm", "endpoint": "%s/own", "config": {"a": 1}}
            """
                .formatted(server.url()));

    call(core, new Target("crm", null, Map.of()), "x");
    call(core, target("https://nowhere.example", Map.of("b", 2L)), "x");

    assertThat(server.calls())
        .extracting(PluginServer.Call::method)
        .containsExactly("own/x", "own/x");
    assertThat(server.lastCall().config().toString()).isEqualTo("{\"a\":1}");
  }

  @Test
  void secretsOfTheCoresEntryAreSentAndNeverComeBack() {
    var core =
        core(
            """
            {"alias": "crm", "endpoint": "%s", "config": {"keys": [{"k.1": %s}], "x": "open"}}
            """
                .formatted(server.url(), secret(SECRET)));

    server
        .then(PluginServer.status(400, "{\"message\": \"bad key " + escaped(SECRET) + "\"}"))
        .then(PluginServer.status(400, "not json: " + escaped(SECRET) + " " + SECRET))
        .then(PluginServer.result("{\"echo\": [\"<" + escaped(SECRET) + ">\"]}"));

    for (int i = 0; i < 2; i++) {
      assertThat(failure(core, new Target("crm", null, Map.of()), "x").message())
          .contains("[secret]")
          .doesNotContain("s3cret");
    }
    var result = call(core, new Target("crm", null, Map.of()), "x");
    assertThat(Json.text(result)).isEqualTo("{\"echo\":[\"<[secret]>\"]}");
    assertThat(server.lastCall().config().at("/keys/0/k.1").asString()).isEqualTo(SECRET);
  }

  @Test
  void aProgramsSecretIsOpenedFromTheEnvironmentAsItIsNow() {
    var core = core("", "\"API_KEY\": " + secret("first-value"));
    var config = new LinkedHashMap<String, @Nullable Object>();
    config.put("plain", List.of(new SecretHandle("API_KEY")));
    config.put("bearer", new SecretText(List.of("Bearer ", new SecretHandle("API_KEY"))));

    call(core, target(server.url(), config), "x");
    assertThat(server.lastCall().config().toString())
        .isEqualTo("{\"plain\":[\"first-value\"],\"bearer\":\"Bearer first-value\"}");

    admin.put(
        Demo.CORES + "/" + core.coreId(),
        "{\"environment\": {\"API_KEY\": " + secret("second-value") + "}}");
    server.then(PluginServer.result("\"second-value\""));
    assertThat(call(core, target(server.url(), config), "x")).isEqualTo("[secret]");
    assertThat(server.lastCall().config().at("/plain/0").asString()).isEqualTo("second-value");
  }

  @Test
  void aSecretThatIsNotSetIsSaid() {
    var failed = failure(core(), target(server.url(), Map.of("k", new SecretHandle("NOPE"))), "x");

    assertThat(failed.code()).isEqualTo("PLUGIN_ERROR");
    assertThat(failed.message()).contains("'NOPE'", "not set");
    assertThat(server.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://10.0.0.1            | not public
          https://192.168.1.1/x       | not public
          https://169.254.169.254     | not public
          https://[fe80::1]           | not public
          https://[::ffff:10.0.0.1]   | not public
          https://100.64.0.1          | not public
          http://example.com          | https://
          ftp://example.com           | https://
          https://u:p@example.com     | no user
          https:foo                   | name a host
          https:///foo                | name a host
          """)
  void anAddressThatIsNotOutsideIsBlockedAndSaysByWhichRule(String endpoint, String rule) {
    var failed = failure(core(), target(endpoint), "x");

    assertThat(failed.message()).contains(rule);
    assertThat(failed.code()).isEqualTo("PLUGIN_BLOCKED");
  }

  @ParameterizedTest
  @CsvSource({"301", "302", "307", "308"})
  void aRedirectIsNotFollowed(int status) {
    try (var hidden = new PluginServer()) {
      server.then(PluginServer.status(status, "", "Location", hidden.url() + "/x"));

      var failed = failure(core(), target(server.url()), "x");

      assertThat(failed.code()).isEqualTo("PLUGIN_BLOCKED");
      assertThat(failed.message()).contains("redirects are not followed");
      assertThat(hidden.calls()).isEmpty();
      assertThat(server.calls()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plugin://nothing  | there is no plugin 'nothing' here
          not an address    | is no address
          ''                | has no endpoint
          """)
  void anEndpointThatLeadsNowhereIsAnError(String endpoint, String why) {
    var failed = failure(core(), target(endpoint), "x");

    assertThat(failed.code()).isEqualTo("PLUGIN_ERROR");
    assertThat(failed.message()).contains(why);
  }

  @ParameterizedTest
  @CsvSource({"../secret", "a/b", "'a b'", "x?y=1", "''", "..", "a#b"})
  void aMethodThatIsNoNameIsNotCalled(String method) {
    assertThat(failure(core(), target(server.url()), method).code()).isEqualTo("PLUGIN_ERROR");
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void aPluginOverHttpDoesNotSayWhatItHas() {
    assertThatThrownBy(() -> plugins.methods(core(), target(server.url())))
        .isInstanceOf(BlockFailed.class)
        .hasMessageContaining("PLUGIN_ERROR")
        .hasMessageContaining("declare them");
  }

  @Test
  void whoACoreActsAsIsHandedOnUntilItMayNotAnyMore() {
    var core = core();
    delegate(core, "usr_acme_user", "now() + interval '1 hour'");
    call(core, target(server.url()), "x");
    assertThat(server.lastCall().context().path("user_id").asString()).isEqualTo("usr_acme_user");
    assertThat(server.lastCall().headers().get("authorization")).startsWith("Bearer ey");

    delegate(core, "usr_acme_user", "now() - interval '1 second'");
    assertThat(failure(core, target(server.url()), "x").code()).isEqualTo("DELEGATION_EXPIRED");
    delegate(core, "usr_globex_admin", "null");
    assertThat(failure(core, target(server.url()), "x").code())
        .isEqualTo("DELEGATED_USER_NOT_FOUND");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void aTokenThatAServerSaysBackIsTakenOut() {
    var core = core();
    delegate(core, "usr_acme_user", "null");
    server.otherwise(
        (exchange, call) ->
            PluginServer.result(
                    "\"You sent "
                        + Objects.requireNonNull(call.headers().get("authorization")).substring(7)
                        + "\"")
                .to(exchange, call));

    assertThat(call(core, target(server.url()), "x")).isEqualTo("You sent [secret]");

    server.otherwise(
        (exchange, call) ->
            PluginServer.status(
                    400, "{\"message\": \"" + call.headers().get("authorization") + "\"}")
                .to(exchange, call));
    assertThat(failure(core, target(server.url()), "x").message())
        .contains("Bearer [secret]")
        .doesNotContain("ey");
  }

  @Test
  void eachTryHasATokenOfItsOwn() {
    var core = core();
    delegate(core, "usr_acme_user", "null");
    server.then(PluginServer.status(503, "")).then(PluginServer.result("1"));

    call(core, target(server.url()), "x");

    assertThat(server.calls())
        .hasSize(2)
        .extracting(seen -> seen.headers().get("authorization"))
        .doesNotHaveDuplicates()
        .allMatch(header -> String.valueOf(header).startsWith("Bearer "));
  }

  @Test
  void aCoreThatIsToActAsAUserWhomNobodyNamedDoesNotCall() {
    var core = core();
    delegate(core, null, "null");

    assertThat(failure(core, target(server.url()), "x").code()).isEqualTo("DELEGATION_NOT_ACTIVE");
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void aPluginOfTheOperatorIsFoundByItsName() {
    var settings =
        new PluginProperties(
            true,
            List.of(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            1,
            Duration.ofMillis(1),
            10,
            10,
            List.of(new Available("billing", server.url() + "/billing", "Bills.")));
    var offered =
        new PluginCalls(
            new PluginBinding(connections, acting, new AvailablePlugins(jdbc, settings)),
            http,
            mcp);

    offered.call(core(), new Call(target("plugin://billing"), "send", Map.of(), KEY));

    assertThat(server.lastCall().method()).isEqualTo("billing/send");
    assertThat(
            catchThrowableOfType(
                    BlockFailed.class,
                    () ->
                        offered.call(
                            core(), new Call(target("plugin://other"), "send", Map.of(), KEY)))
                .failure()
                .message())
        .contains("there is no plugin 'other' here", "billing");
  }

  @Test
  void aCallThatMayNotGoOnIsNotTriedAgain() {
    server.otherwise(PluginServer.status(503, ""));
    var held = new Interruption(new Outcome.Held());
    var tries = new AtomicInteger();
    Runnable permit =
        () -> {
          if (tries.incrementAndGet() > 1) {
            throw held;
          }
        };
    var made = core();
    var core =
        new CallingCore(TENANT, made.coreId(), made.executionId(), made.environment(), permit);

    assertThatThrownBy(() -> call(core, target(server.url()), "x")).isSameAs(held);
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void aSigningSecretThatCannotBeOpenedFailsTheCall() {
    var core = core();
    jdbc.sql(
            "insert into mod_scaicore_signing_secrets (tenant_id, core_id, sealed, created_at)"
                + " values (?, ?, ?, now())")
        .params(TENANT, core.coreId(), new byte[] {1, 2, 3})
        .update();

    var failed = failure(core, target(server.url()), "x");

    // Others here seal every value again.
    jdbc.sql("delete from mod_scaicore_signing_secrets where core_id = ?")
        .param(core.coreId())
        .update();
    assertThat(failed.code()).isEqualTo("PLUGIN_ERROR");
    assertThat(failed.message()).contains("cannot be signed");
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void aServerMaySayWhenToComeAgainAsADate() {
    server
        .then(PluginServer.status(429, "", "Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"))
        .then(PluginServer.status(429, "", "Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT"));

    assertThat(failure(core(), target(server.url()), "x").code()).isEqualTo("PLUGIN_ERROR");
    assertThat(server.calls()).hasSize(2);
  }

  private void delegate(CallingCore core, @Nullable String user, String end) {
    jdbc.sql(
            "update mod_scaicore_cores set identity_mode = 'user_delegated',"
                + " delegated_user_id = ?, delegation_expires_at = "
                + end
                + " where id = ?")
        .param(user)
        .param(core.coreId())
        .update();
  }

  @Test
  void keysThatDoNotFitIntoAHeaderAreShortened() {
    var long1 = "exec_1:1:" + "b".repeat(300) + "1";
    var long2 = "exec_1:1:" + "b".repeat(300) + "2";
    var keys = Set.of(long1, long2, "exec_1:1:naïve branch\n#0", KEY);
    var core = core();

    for (var key : keys) {
      plugins.call(core, new Call(target(server.url()), "x", Map.of(), key));
      plugins.call(core, new Call(target(server.url()), "x", Map.of(), key));
    }

    assertThat(server.countsByKey()).hasSize(4).containsEntry(KEY, 2);
    assertThat(server.countsByKey().values()).containsOnly(2);
    assertThat(server.calls()).allMatch(call -> call.key().length() <= 200);
  }

  private @Nullable Object call(CallingCore core, Target target, String method) {
    return plugins.call(core, new Call(target, method, Map.of("title", "Broken"), KEY));
  }

  private ai.scailabs.scaicore.engine.Failure failure(
      CallingCore core, Target target, String method) {
    return catchThrowableOfType(BlockFailed.class, () -> call(core, target, method)).failure();
  }

  private static Target target(String endpoint) {
    return target(endpoint, Map.of());
  }

  private static Target target(String endpoint, Map<String, @Nullable Object> config) {
    return new Target("crm", endpoint, config);
  }

  private CallingCore core() {
    return core("");
  }

  private CallingCore core(String entries) {
    return core(entries, "");
  }

  private CallingCore core(String entries, String environment) {
    var made =
        admin.post(
            Demo.CORES,
            "{\"name\": \"%s\", \"plugins\": [%s], \"environment\": {%s}}"
                .formatted(Ids.next("Plugin "), entries, environment));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return new CallingCore(
        TENANT,
        made.data().path("id").asString(),
        "exec_1",
        made.data().path("environment").toString(),
        () -> {});
  }

  private static String secret(String value) {
    return "{\"type\": \"secret\", \"value\": \"" + escaped(value) + "\"}";
  }

  private static String escaped(String value) {
    return value.replace("\"", "\\\"");
  }
}
