package ai.scailabs.scaicore.story;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.McpTestServer;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Programs that call plugins, by themselves and by their model. */
@ServerTest
class PluginStoryTests {

  @LocalServerPort private int port;

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
  void aProgramCallsAPluginAndAServerWithTheSecretsOfItsCore() {
    server
        .then(PluginServer.status(503, ""))
        .then(PluginServer.result("{\"id\": 7, \"key\": \"planted-secret\"}"))
        .then(PluginServer.status(200, "{\"state\": \"open\"}"));

    var run =
        run(
            """
            "config": [{"name": "API_KEY", "type": "string", "secret": true}],
            "plugins": [{"alias": "crm", "endpoint": "%s/crm", "config": {"key": "${config.API_KEY}"}}],
            """
                .formatted(server.url()),
            """
            {"kind": "rigid", "statements": [
              {"kind": "plugin_call", "alias": "crm", "method": "create",
               "args": {"title": "input.title"}, "result_binding": "ticket"},
              {"kind": "http", "method": "GET", "url": "%s/tickets/{{ticket.id}}",
               "headers": {"Authorization": "'Bearer ${config.API_KEY}'"}, "result_binding": "seen"},
              {"kind": "return", "value": "{ticket: ticket, state: seen.body.state}"}]}
            """
                .formatted(server.url()));

    assertThat(run.path("output").toString())
        .isEqualTo("{\"ticket\":{\"id\":7,\"key\":\"[secret]\"},\"state\":\"open\"}");
    var first = server.calls().getFirst();
    assertThat(first.method()).isEqualTo("crm/create");
    assertThat(first.args().toString()).isEqualTo("{\"title\":\"Printer\"}");
    assertThat(first.config().toString()).isEqualTo("{\"key\":\"planted-secret\"}");
    assertThat(first.key()).startsWith(run.path("id").asString() + ":1:flows.main");
    assertThat(server.calls().get(1).key()).isEqualTo(first.key());
    assertThat(server.lastCall().method()).isEqualTo("tickets/7");
    assertThat(server.lastCall().headers()).containsEntry("authorization", "Bearer planted-secret");
  }

  @Test
  void whatAPluginFailsWithCanBeCaught() {
    server.then(PluginServer.status(422, "{\"error\": {\"message\": \"No title.\"}}"));

    var run =
        run(
            """
            "plugins": [{"alias": "crm", "endpoint": "%s"},
                        {"alias": "inside", "endpoint": "https://169.254.169.254/"}],
            """
                .formatted(server.url()),
            """
            {"kind": "try", "body": [{"kind": "rigid", "statements": [
               {"kind": "plugin_call", "alias": "crm", "method": "create", "args": {}}]}],
             "catch": [{"error": "PLUGIN_ERROR", "binding": "why", "body": [
               {"kind": "rigid", "result_binding": "said", "statements": [
                 {"kind": "expression", "expression": "why.details.status"}]}]}]},
            {"kind": "rigid", "statements": [
               {"kind": "plugin_call", "alias": "inside", "method": "x", "args": {}}]}
            """);

    assertThat(run.path("status").asString()).isEqualTo("failed");
    assertThat(run.at("/error/code").asString()).isEqualTo("PLUGIN_BLOCKED");
    assertThat(run.at("/error/message").asString()).contains("not public");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void aModelCallsTheToolsOfAnMcpServer() {
    try (var mcp = new McpTestServer()) {
      mcp.tool(
          "search",
          Map.of(
              "type",
              "object",
              "properties",
              Map.of("query", Map.of("type", "string")),
              "required",
              List.of("query")),
          (_, args) -> CallToolResult.builder().addTextContent("Found " + args).build());

      var run =
          run(
              """
              "plugins": [{"alias": "docs", "endpoint": "%s"}],
              """
                  .formatted(mcp.endpoint()),
              """
              {"kind": "flexible", "goal": "Find {{input.title}}", "tools": ["docs"]}
              """);

      assertThat(run.path("status").asString()).as(run.toString()).isEqualTo("completed");
      assertThat(mcp.calls()).hasSize(1);
      assertThat(String.valueOf(mcp.calls().getFirst().arguments().get("query")))
          .contains("Find Printer");
      assertThat(run.path("output").asString()).contains("Find Printer");
    }
  }

  private JsonNode run(String sections, String blocks) {
    var source =
        """
        {"schema_version": "0.2", "name": "Test", %s
         "models": [{"role": "primary", "provider": "scaigrid", "model": "offline/echo"}],
         "flows": [{"name": "main", "params": [{"name": "title", "type": "string"}], "body": [%s]}]}
        """
            .formatted(sections, blocks);
    var made =
        admin.post(
            Demo.CORES,
            """
            {"name": "%s", "source": %s, "environment":
             {"API_KEY": {"type": "secret", "value": "planted-secret"}}}
            """
                .formatted(Ids.next("Story "), source));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var core = made.data().path("id").asString();
    var started = admin.post(Demo.CORES + "/" + core + "/start", "");
    assertThat(started.status()).as(started.body()).isEqualTo(200);
    var answer = Demo.invoke(admin, core, "{\"title\": \"Printer\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data();
  }
}
