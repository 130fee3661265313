package ai.scailabs.scaicore.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Interruption;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.Outcome;
import ai.scailabs.scaicore.engine.PluginBridge.Call;
import ai.scailabs.scaicore.engine.PluginBridge.Target;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.McpTestServer;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Calls to an MCP server that was made with the official SDK. */
@ServerTest
class McpCallTests {

  private static final String KEY = "exec_1:1:flows.main.body[0]#0";
  private static final String TOKEN = "t0ken-of-the-server";
  private static final Map<String, Object> SCHEMA =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of("text", Map.of("type", "string")),
          "required",
          List.of("text"));

  @LocalServerPort private int port;
  @Autowired private PluginCalls plugins;

  private final McpTestServer server = new McpTestServer();
  private CallingCore core;

  @BeforeEach
  void connect() {
    server
        .tool("echo", SCHEMA, (_, args) -> text(String.valueOf(args.get("text"))))
        .tool(
            "look",
            SCHEMA,
            (_, args) ->
                CallToolResult.builder()
                    .addTextContent("see there")
                    .structuredContent(Map.of("found", List.of(1, 2), "of", args.get("text")))
                    .build())
        .tool("fail", SCHEMA, (_, args) -> failed("No such thing:\n" + args.get("text")));
    core = core(new Http(port, Demo.ADMIN));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theToolsOfAServerAreItsMethods() {
    var tools = plugins.methods(core, target());

    assertThat(tools).extracting(tool -> tool.method()).containsOnly("echo", "look", "fail");
    var echo = tools.stream().filter(t -> t.method().equals("echo")).findFirst().orElseThrow();
    assertThat(echo.description()).isEqualTo("Does echo.");
    assertThat(Json.text(echo.inputSchema().get("required"))).isEqualTo("[\"text\"]");
  }

  @Test
  void aToolGivesItsStructuredContentOrItsTextAsJsonOrItsText() {
    assertThat(Json.text(call("look", "x"))).contains("\"found\":[1,2]", "\"of\":\"x\"");
    assertThat(Json.text(call("echo", "{\"a\": [1]}"))).isEqualTo("{\"a\":[1]}");
    assertThat(call("echo", "just text")).isEqualTo("just text");
  }

  @Test
  void theServerIsToldTheKeyAndWhoCalls() {
    call("echo", "x");

    var meta = server.calls().getFirst().meta();
    assertThat(meta).containsEntry("ai.scailabs.scaicore/idempotency_key", KEY);
    assertThat(Json.text(meta.get("ai.scailabs.scaicore/context")))
        .isEqualTo(
            "{\"core_id\":\"%s\",\"tenant_id\":\"ten_acme\",\"execution_id\":\"exec_1\"}"
                .formatted(core.coreId()));
    assertThat(server.requests()).anyMatch(request -> request.key().equals(KEY));
  }

  @Test
  void aToolThatFailsFailsTheCallAndIsNotRepeated() {
    var failure = failure("fail", "it");

    assertThat(failure.code()).isEqualTo("PLUGIN_ERROR");
    assertThat(failure.message()).contains("No such thing: it");
    assertThat(server.calls()).hasSize(1);
    assertThat(failure("nothing", "x").code()).isEqualTo("PLUGIN_ERROR");
  }

  @Test
  void credentialsAreSentAndNeverComeBack() {
    server.tool("leak", SCHEMA, (_, args) -> failed("your token is " + TOKEN));
    var admin = new Http(port, Demo.ADMIN);
    core =
        core(
            admin,
            """
            {"alias": "docs", "endpoint": "%s", "config":
             {"token": {"type": "secret", "value": "%s"}, "headers": {"X-Team": "blue"}}}
            """
                .formatted(server.endpoint(), TOKEN));

    var failure = failure("leak", "x");

    assertThat(failure.message()).contains("[secret]").doesNotContain(TOKEN);
    assertThat(call("echo", "<" + TOKEN + ">")).isEqualTo("<[secret]>");
    assertThat(server.requests())
        .extracting(McpTestServer.Seen::authorization)
        .containsOnly("Bearer " + TOKEN);
  }

  @Test
  void theTokenOfADelegationIsInAuthorizationOrBesideWhatTheConfigPutsThere() {
    delegate();
    call("echo", "1");
    call("echo", "2");

    var first = server.requests();
    assertThat(first).allMatch(request -> request.authorization().startsWith("Bearer ey"));
    assertThat(first).allMatch(request -> request.delegation().isEmpty());
    assertThat(first.stream().map(McpTestServer.Seen::authorization).distinct()).hasSize(2);
    assertThat(sessions()).isEqualTo(1);

    core =
        core(
            new Http(port, Demo.ADMIN),
            """
            {"alias": "docs", "endpoint": "%s", "config": {"token": "%s"}}
            """
                .formatted(server.endpoint(), TOKEN));
    delegate();
    call("echo", "3");
    var last = server.requests().getLast();
    assertThat(last.authorization()).isEqualTo("Bearer " + TOKEN);
    assertThat(last.delegation()).startsWith("Bearer ey");
  }

  private void delegate() {
    var granted =
        new Http(port, Demo.ADMIN)
            .post(
                Demo.CORES + "/" + core.coreId() + "/delegate",
                "{\"user_id\": \"usr_acme_user\", \"scopes\": [\"models:use\"]}");
    assertThat(granted.status()).as(granted.body()).isEqualTo(200);
  }

  @Test
  void aSessionServesTheNextCallOfTheSameCore() {
    call("echo", "1");
    call("echo", "2");

    assertThat(sessions()).isEqualTo(1);
    core = core(new Http(port, Demo.ADMIN));
    call("echo", "3");
    assertThat(sessions()).isEqualTo(2);
    assertThat(server.requests().getLast().version()).isNotEmpty();
  }

  private long sessions() {
    return server.requests().stream()
        .map(McpTestServer.Seen::session)
        .filter(id -> !id.isEmpty())
        .distinct()
        .count();
  }

  @Test
  void aSessionThatTheServerForgotIsBegunAgain() {
    call("echo", "1");
    server.refuse(404);

    assertThat(call("echo", "2")).isEqualTo(2L);
    assertThat(server.calls()).hasSize(2);
  }

  @Test
  void aServerThatFailsForAMomentIsCalledAgain() {
    server.refuse(503).refuse(429);

    assertThat(call("echo", "x")).isEqualTo("x");
    server.refuse(401);
    core = core(new Http(port, Demo.ADMIN));
    assertThat(failure("echo", "x").message()).contains("401");
  }

  @Test
  void callsRunSideBySide() {
    var results = AtOnce.run(6, i -> String.valueOf(call("echo", "n" + i)));

    assertThat(results).containsExactlyInAnyOrder("n0", "n1", "n2", "n3", "n4", "n5");
  }

  @Test
  void aServerThatSpeaksSomethingElseIsAnError() {
    try (var other = new PluginServer()) {
      var endpoint = "mcp+" + other.url();
      other.otherwise(PluginServer.status(200, "{\"result\": 1}"));
      var failure = failure(new Target("docs", endpoint, Map.of()), "echo", "x");
      assertThat(failure.code()).isEqualTo("PLUGIN_ERROR");
      assertThat(failure.message()).contains("nothing that MCP knows");
      other.otherwise(
          PluginServer.status(200, "{\"jsonrpc\": \"2.0\", \"id\": \"x\", \"result\": {}}"));
      assertThat(failure(new Target("docs", endpoint, Map.of()), "echo", "x").message())
          .contains("nothing that MCP knows");
      other.otherwise(PluginServer.status(302, "", "Location", server.endpoint()));
      assertThat(failure(new Target("docs", endpoint, Map.of()), "echo", "x").code())
          .isEqualTo("PLUGIN_BLOCKED");
    }
  }

  @Test
  void questionsOfAServerAreAnsweredSomeTimesAndNotForever() {
    var pings = "data: {\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}\n\n".repeat(50);
    try (var other = new PluginServer()) {
      other.otherwise(PluginServer.status(200, pings, "Content-Type", "text/event-stream"));

      var failure = failure(new Target("docs", "mcp+" + other.url(), Map.of()), "echo", "x");

      assertThat(failure.message()).contains("nothing that MCP knows");
      assertThat(other.calls().size()).isBetween(2, 1 + 8);
    }
  }

  @Test
  void aCallThatMayNotBeMadeAnyMoreIsNotMadeAfterTheSessionBegan() {
    var stopped = new Interruption(new Outcome.Held());
    var asked = new AtomicInteger();
    var made = core;
    core =
        new CallingCore(
            made.tenantId(),
            made.coreId(),
            made.executionId(),
            made.environment(),
            () -> {
              if (asked.incrementAndGet() > 1) {
                throw stopped;
              }
            });

    assertThatThrownBy(() -> call("echo", "x")).isSameAs(stopped);
    assertThat(sessions()).isEqualTo(1);
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void headersOfTheProtocolAreOurs() {
    core =
        core(
            new Http(port, Demo.ADMIN),
            """
            {"alias": "docs", "endpoint": "%s", "config": {"headers": {
              "mcp-session-id": "stolen", "mcp-protocol-version": "1999-01-01",
              "idempotency-key": "mine"}}}
            """
                .formatted(server.endpoint()));

    assertThat(call("echo", "x")).isEqualTo("x");
    assertThat(server.requests())
        .noneMatch(seen -> seen.session().equals("stolen") || seen.version().equals("1999-01-01"));
    assertThat(server.requests()).anyMatch(seen -> seen.key().equals(KEY));
  }

  @ParameterizedTest
  @CsvSource({"mcp+https://10.0.0.1/mcp", "mcp+http://example.com/mcp", "mcp+https://[::1%25x]/"})
  void theSameAddressesAreBlockedAsForAnyPlugin(String endpoint) {
    assertThat(failure(new Target("docs", endpoint, Map.of()), "echo", "x").code())
        .isIn("PLUGIN_BLOCKED", "PLUGIN_ERROR");
  }

  private @Nullable Object call(String tool, String text) {
    return call(target(), tool, text);
  }

  private @Nullable Object call(Target target, String tool, String text) {
    return plugins.call(core, new Call(target, tool, Map.of("text", text), KEY));
  }

  private Failure failure(String tool, String text) {
    return failure(target(), tool, text);
  }

  private Failure failure(Target target, String tool, String text) {
    return catchThrowableOfType(BlockFailed.class, () -> call(target, tool, text)).failure();
  }

  private Target target() {
    return new Target("docs", server.endpoint(), Map.of());
  }

  private static CallToolResult text(String text) {
    return CallToolResult.builder().addTextContent(text).build();
  }

  private static CallToolResult failed(String text) {
    return CallToolResult.builder().addTextContent(text).isError(true).build();
  }

  private static CallingCore core(Http admin) {
    return core(admin, "");
  }

  private static CallingCore core(Http admin, String entries) {
    var made =
        admin.post(
            Demo.CORES,
            "{\"name\": \"%s\", \"plugins\": [%s]}".formatted(Ids.next("Mcp "), entries));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return new CallingCore("ten_acme", made.data().path("id").asString(), "exec_1", "{}", () -> {});
  }
}
