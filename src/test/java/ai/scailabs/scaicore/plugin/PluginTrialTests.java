package ai.scailabs.scaicore.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.McpTestServer;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Ids;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** {@code POST …/plugins/{alias}/test}: a plugin is called, and what came of it is shown. */
@ServerTest
class PluginTrialTests {

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;

  private final PluginServer server = new PluginServer();
  private Http admin;
  private String core;

  @BeforeEach
  void freshCore() {
    admin = new Http(port, Demo.ADMIN);
    core = Demo.create(admin, Ids.next("Trial "), "{}");
    install(
        "crm",
        server.url() + "/crm",
        "{\"key\": {\"type\": \"secret\", \"value\": \"s3cret-value\"}}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void install(String alias, String endpoint, String config) {
    var installed =
        admin.post(
            Demo.CORES + "/" + core + "/plugins",
            "{\"alias\": \"%s\", \"endpoint\": \"%s\", \"config\": %s}"
                .formatted(alias, endpoint, config));
    assertThat(installed.status()).as(installed.body()).isEqualTo(201);
  }

  private JsonNode test(String alias, String body) {
    var answer = admin.post(Demo.CORES + "/" + core + "/plugins/" + alias + "/test", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data();
  }

  @Test
  void aMethodIsCalledAsAProgramWouldAndNoExecutionIsMade() {
    server.then(PluginServer.result("{\"id\": 7, \"key\": \"s3cret-value\"}"));

    var shown = test("crm", "{\"method\": \"create\", \"args\": {\"title\": \"A test\"}}");

    assertThat(shown.path("ok").asBoolean()).isTrue();
    assertThat(shown.path("alias").asString()).isEqualTo("crm");
    assertThat(shown.path("status").asInt()).isEqualTo(200);
    assertThat(shown.path("latency_ms").isIntegralNumber()).isTrue();
    assertThat(shown.path("result").toString()).isEqualTo("{\"id\":7,\"key\":\"[secret]\"}");
    assertThat(shown.path("error").isNull()).isTrue();
    var call = server.lastCall();
    assertThat(call.method()).isEqualTo("crm/create");
    assertThat(call.args().toString()).isEqualTo("{\"title\":\"A test\"}");
    assertThat(call.config().path("key").asString()).isEqualTo("s3cret-value");
    assertThat(call.key()).startsWith("test_");
    assertThat(call.context().path("execution_id").asString()).startsWith("test_");
    assertThat(call.headers()).containsKey("x-scaigrid-signature");
    assertThat(admin.get(Demo.CORES + "/" + core + "/executions").data().path("items").size())
        .isZero();
    assertThat(
            admin
                .get("/v1/audit/events?resource_id=" + core + "/crm&action=plugin.test")
                .data()
                .path("items")
                .size())
        .isEqualTo(1);
  }

  @Test
  void withoutAMethodItIsAskedWhetherAnybodyIsThere() {
    server.then(PluginServer.status(404, ""));
    var shown = test("crm", "");
    assertThat(shown.path("ok").asBoolean()).as(shown.toString()).isTrue();
    assertThat(shown.path("status").asInt()).isEqualTo(404);
    assertThat(server.lastCall().verb()).isEqualTo("GET");
    assertThat(server.lastCall().method()).isEqualTo("crm");
    assertThat(server.lastCall().headers()).containsKey("x-scaigrid-signature");
  }

  @Test
  void whatFailsIsShownAndTriedOnce() {
    server.otherwise(PluginServer.status(503, "{\"message\": \"Closed: s3cret-value\"}"));
    var failed = test("crm", "{\"method\": \"create\"}");
    assertThat(failed.path("ok").asBoolean()).isFalse();
    assertThat(failed.path("status").asInt()).isEqualTo(503);
    assertThat(failed.at("/error/code").asString()).isEqualTo("PLUGIN_ERROR");
    assertThat(failed.at("/error/message").asString()).contains("503", "Closed: [secret]");
    assertThat(failed.path("result").isNull()).isTrue();
    assertThat(server.calls()).hasSize(1);
    assertThat(test("crm", "{}").path("status").asInt()).isEqualTo(503);

    server.otherwise(PluginServer.status(302, "", "Location", "https://x.example"));
    assertThat(test("crm", "{}").path("ok").asBoolean()).isFalse();

    server.close();
    var gone = test("crm", "{}");
    assertThat(gone.path("ok").asBoolean()).isFalse();
    assertThat(gone.path("status").isNull()).isTrue();
    assertThat(gone.at("/error/message").asString()).contains("cannot be reached");
  }

  @Test
  void anMcpServerIsAskedForItsTools() {
    try (var mcp = new McpTestServer()) {
      mcp.tool(
          "search",
          Map.of("type", "object"),
          (_, args) -> CallToolResult.builder().addTextContent("found " + args).build());
      install("docs", mcp.endpoint(), "{}");

      var listed = test("docs", "{}");
      assertThat(listed.path("ok").asBoolean()).as(listed.toString()).isTrue();
      assertThat(listed.path("methods").toString()).isEqualTo("[\"search\"]");
      assertThat(listed.path("status").isNull()).isTrue();
      assertThat(mcp.calls()).isEmpty();

      var called = test("docs", "{\"method\": \"search\", \"args\": {\"q\": 1}}");
      assertThat(called.path("result").asString()).contains("found {q=1}");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202})
  void theStatusIsThatOfThePlugin(int status) {
    server.then(PluginServer.status(status, "{\"result\": 1}"));
    var shown = test("crm", "{\"method\": \"create\"}");
    assertThat(shown.path("ok").asBoolean()).as(shown.toString()).isTrue();
    assertThat(shown.path("status").asInt()).isEqualTo(status);
  }

  @Test
  void aCoreThatMayNotActAsItsUserCallsNobodyHereEither() {
    var town = new Town(directory);
    var tenant = town.tenant();
    var user = town.user(tenant, BuiltInRole.TENANT_USER);
    admin = admin.as(town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
    core = Demo.create(admin, "Acts", "{}");
    install("crm", server.url(), "{}");
    admin.post(
        Demo.CORES + "/" + core + "/delegate",
        "{\"user_id\": \"" + user.id() + "\", \"scopes\": [\"models:use\"]}");

    admin.put("/v1/users/" + user.id(), "{\"active\": false}");
    refused("DELEGATED_USER_NOT_FOUND");
    admin.put("/v1/users/" + user.id(), "{\"active\": true}");
    change("delegation_expires_at = now()");
    refused("DELEGATION_EXPIRED");
    change("delegation_expires_at = null, delegated_user_id = null");
    refused("DELEGATION_NOT_ACTIVE");
    assertThat(server.calls()).isEmpty();
  }

  private void refused(String code) {
    var shown = test("crm", "{\"method\": \"x\"}");
    assertThat(shown.path("ok").asBoolean()).isFalse();
    assertThat(shown.path("status").isNull()).isTrue();
    assertThat(shown.at("/error/code").asString()).isEqualTo(code);
  }

  private void change(String columns) {
    jdbc.sql("update mod_scaicore_cores set " + columns + " where id = ?").param(core).update();
  }

  @Test
  void aCoreCallsAsItsUserHereToo() {
    admin.post(
        Demo.CORES + "/" + core + "/delegate",
        "{\"user_id\": \"usr_acme_user\", \"scopes\": [\"models:use\"]}");
    assertThat(test("crm", "{\"method\": \"x\"}").path("ok").asBoolean()).isTrue();
    assertThat(server.lastCall().headers().get("authorization")).startsWith("Bearer ");
    assertThat(server.lastCall().context().path("user_id").asString()).isEqualTo("usr_acme_user");
  }

  @Test
  void aLargeResultIsNotShown() {
    server.then(PluginServer.result("\"" + "x".repeat(100_000) + "\""));
    var shown = test("crm", "{\"method\": \"x\"}");
    assertThat(shown.path("ok").asBoolean()).isTrue();
    assertThat(shown.path("result").isNull()).isTrue();
  }

  @Test
  void whatIsNotThereCannotBeTried() {
    var path = Demo.CORES + "/" + core + "/plugins/";
    assertThat(admin.post(path + "nothing/test", "{}").code()).isEqualTo("NOT_FOUND");
    assertThat(admin.post(path + "%00/test", "{}").code()).isIn("NOT_FOUND", "VALIDATION_ERROR");
    assertThat(admin.post(Demo.CORES + "/core_x/plugins/crm/test", "{}").code())
        .isEqualTo("CORE_NOT_FOUND");
    assertThat(admin.as(Demo.VIEWER).post(path + "crm/test", "{}").code())
        .isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(test("crm", "{\"method\": \"../x\"}").at("/error/code").asString())
        .isEqualTo("PLUGIN_ERROR");
    assertThat(server.calls()).isEmpty();
  }
}
