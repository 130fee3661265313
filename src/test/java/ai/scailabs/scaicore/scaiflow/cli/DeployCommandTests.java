package ai.scailabs.scaicore.scaiflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.PluginServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/scaiflow.md}, "From a pipeline": against a server that speaks as ScaiFlow does. */
class DeployCommandTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FLOWS = "v1/flows";

  @TempDir private Path folder;
  private final FlowsServer server = new FlowsServer();
  private String file = "";

  @BeforeEach
  void theFile() {
    file = Commands.sample(folder, Commands.ECHO);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Commands.Ended deploy(String... more) {
    var arguments = new ArrayList<>(List.of("deploy", file));
    arguments.addAll(Arrays.asList(more));
    return Commands.at(server.url() + "/", Commands.KEY, arguments.toArray(String[]::new));
  }

  @Test
  void aNewFlowIsCreatedDeployedAndCanBeChattedWith() {
    var ended = deploy("--publish-as-model", "--group-id", "mg_a", "--group-id=mg_b");

    assertThat(ended.err()).as("warnings only").contains("warning: ").hasLineCount(1);
    assertThat(ended.status()).isZero();
    assertThat(server.calls())
        .containsExactly("GET v1/flows", "POST v1/flows", "POST v1/flows/flow_1/deploy");
    var created = JSON.readTree(server.all().get(1).body());
    assertThat(created.path("name").asString()).isEqualTo("Echo Agent");
    assertThat(created.path("description").asString()).isEqualTo("Answers with what it was told.");
    assertThat(created.path("content").path("nodes").size()).isEqualTo(2);
    assertThat(server.lastCall().body())
        .isEqualTo("{\"publish_as_model\":true,\"group_ids\":[\"mg_a\",\"mg_b\"]}");
    assertThat(server.lastCall().headers().get("idempotency-key")).hasSize(36);
    assertThat(ended.out())
        .contains("flow   flow_1", "core   core_of_flow_1 (slug echo-agent)")
        .contains("model  scaicore/acme/echo-agent", server.url() + "/v1/inference/chat")
        .contains("$SCAIGRID_API_KEY")
        .doesNotContain(Commands.KEY);
  }

  @Test
  void aFlowOfTheSameNameGetsTheNewContentAndOnlyIfThatIsNew() {
    deploy();
    server.flows.put("flow_2", JSON.createObjectNode().put("id", "flow_2").put("name", "Echo"));
    file = Commands.file(folder, "new.json", read(file).replace("You said", "They said"));
    int before = server.calls().size();

    assertThat(deploy().out()).contains("flow   flow_1", "not published");
    assertThat(server.calls().subList(before, server.calls().size()))
        .containsExactly(
            "GET v1/flows",
            "GET v1/flows/flow_1",
            "PUT v1/flows/flow_1",
            "POST v1/flows/flow_1/deploy");
    assertThat(String.valueOf(server.flows.get("flow_1"))).contains("They said");
    assertThat(server.lastCall().body()).isEqualTo("{}");
    deploy();
    assertThat(server.calls()).as("once").containsOnlyOnce("PUT v1/flows/flow_1");
  }

  @Test
  void flowsOfOneNameAreToldApartByTheirId() {
    deploy();
    var flow = Objects.requireNonNull(server.flows.get("flow_1"));
    server.flows.put("flow_b", flow.deepCopy().put("id", "flow_b"));

    var several = deploy();
    assertThat(several.status()).isEqualTo(2);
    assertThat(several.err())
        .contains("2 flows are named \"Echo Agent\"", "--flow", "flow_1, flow_b");

    var named = deploy("--flow", "flow_b", "--json");
    assertThat(named.status()).isZero();
    assertThat(JSON.readTree(named.out()).path("flow_id").asString()).isEqualTo("flow_b");
    assertThat(JSON.readTree(named.out()).path("core_id").asString()).isEqualTo("core_of_flow_b");

    var missing = deploy("--flow", "flow_zz");
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err()).contains("refused to read the flow flow_zz: flow_not_found (404)");
    int before = server.calls().size();
    assertThat(deploy("--flow", "../x").status()).isEqualTo(2);
    assertThat(server.calls()).hasSize(before);
  }

  @Test
  void aPageThatDoesNotHoldAllFlowsOfTheNameIsNotTakenForNone() {
    server.then(PluginServer.status(200, "{\"items\": [{\"name\": \"Echo\"}], \"total\": 500}"));

    var ended = deploy();
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("--flow");
    assertThat(server.calls()).containsExactly("GET v1/flows");
  }

  @Test
  void aGraphThatDoesNotCompileIsNotSent() {
    file = Commands.sample(folder, "broken/three-errors.flow.json");

    var ended = deploy();
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err()).contains("3 errors, 2 warnings; nothing was sent.");
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void whatIsMissingInTheConfigurationIsNamedAndTheKeyNeverShown() {
    assertThat(Commands.run("deploy", file))
        .satisfies(
            ended -> {
              assertThat(ended.status()).isEqualTo(2);
              assertThat(ended.err()).contains("SCAIGRID_API_KEY is not set");
            });
    for (var url :
        List.of("ftp://x", "scaigrid.example", "http://u:hunter2@x", "http://x?y", "::")) {
      assertThat(Commands.at(url, Commands.KEY, "deploy", file))
          .satisfies(
              ended -> {
                assertThat(ended.status()).isEqualTo(2);
                assertThat(ended.err()).contains("SCAIGRID_BASE_URL").doesNotContain("hunter2");
              });
    }
    assertThat(Commands.at(server.url(), "sgk_a\nb", "deploy", file))
        .satisfies(
            ended -> {
              assertThat(ended.status()).isEqualTo(2);
              assertThat(ended.err()).contains("SCAIGRID_API_KEY holds").doesNotContain("sgk_a");
            });
    var wrong = Commands.at(server.url(), "sgk_wrong_1234567890", "deploy", file);
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err())
        .contains("AUTH_TOKEN_INVALID (401): Unknown key.", "set SCAIGRID_API_KEY")
        .doesNotContain("sgk_wrong");
    server.then(
        PluginServer.status(
            403,
            "{\"detail\": {\"error\": \"x\", \"message\": \"No: "
                + Commands.KEY
                + " \\u001b[2J\"}}"));
    assertThat(deploy().err()).contains("No: …").doesNotContain(Commands.KEY, "\u001b");
  }

  @Test
  void anErrorOfTheDialectIsToldInFull() {
    deploy();
    server
        .then(
            PluginServer.status(
                200, "{\"items\": [{\"id\": \"flow_1\", \"name\": \"Echo Agent\"}]}"))
        .then(PluginServer.status(200, "{}"))
        .then(PluginServer.status(200, "{}"))
        .then(
            PluginServer.status(
                400,
                """
                {"detail": {"error": "compile_error", "message": "The flow does not compile.",
                 "fix": "Correct what the diagnostics name.",
                 "diagnostics": [{"severity": "error", "message": "no such model",
                   "path": null, "node_id": "node_say", "edge_id": null}]}}
                """));

    var ended = deploy();
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("refused to deploy the flow flow_1: compile_error (400): The flow does not")
        .contains(file + ": error: no such model (node node_say)")
        .contains("what to do: Correct what the diagnostics name.");
  }

  @ParameterizedTest
  @CsvSource({
    "412, missing_scaigrid_credentials, , 1",
    "502, scaiqueue_auth, , 1",
    "502, scaiqueue_provision_failed, , 3",
    "502, scaiqueue_provision_failed, 409, 1",
    "502, scaicore_create_failed, 422, 1",
    "502, scaicore_create_failed, 503, 3",
    "502, scaicore_publish_failed, , 3",
    "500, internal, , 3",
    "409, conflict, , 3",
    "429, rate_limited, , 3"
  })
  void theStatusTellsARefusalFromAFailure(int status, String error, Integer upstream, int exit) {
    server.then(
        PluginServer.status(
            status,
            """
            {"detail": {"error": "%s", "message": "So it is.", "status": %s, "core_id": "core_9",
             "details": [{"field": "core.name", "message": "E201 twice"}]}}
            """
                .formatted(error, upstream)));

    var ended = deploy();
    assertThat(ended.status()).isEqualTo(exit);
    assertThat(ended.err())
        .contains(error, "So it is.", "core_id: core_9", "core.name: E201 twice");
    assertThat(server.calls()).as("the dialect's own word is not asked for again").hasSize(1);
  }

  @Test
  void aGatewayThatIsPassingIsAskedAgainWhereNothingIsDoneTwice() {
    var gone = PluginServer.status(503, "<html>busy</html>");
    server.then(gone).then(PluginServer.hangsUp());
    assertThat(deploy().status()).isZero();
    assertThat(server.calls()).startsWith("GET v1/flows", "GET v1/flows", "GET v1/flows");

    var create = PluginServer.status(200, "{\"items\": [], \"total\": 0}");
    int before = server.calls().size();
    server.then(create).then(gone);
    var refused = deploy();
    assertThat(refused.status()).isEqualTo(3);
    assertThat(refused.err()).contains("refused to create the flow: 503, without a message");
    assertThat(server.calls()).as("a create is not repeated").hasSize(before + 2);

    before = server.calls().size();
    var found = "{\"items\": [{\"id\": \"flow_1\", \"name\": \"Echo Agent\"}]}";
    server
        .then(PluginServer.status(200, found))
        .then(PluginServer.status(200, "{\"content\": " + read(file) + "}"))
        .then(gone)
        .then(PluginServer.hangsUp());
    assertThat(deploy().status()).isZero();
    var tries = server.all().subList(before + 2, server.calls().size());
    assertThat(tries).hasSize(3);
    assertThat(tries.stream().map(call -> call.headers().get("idempotency-key")).distinct())
        .as("one key")
        .hasSize(1);
  }

  @Test
  void aServerThatIsNotThereIsSaidToBe() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var ended = Commands.at("http://127.0.0.1:" + port, Commands.KEY, "deploy", file);

    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.err()).contains("Cannot reach http://127.0.0.1:" + port, "SCAIGRID_BASE_URL");
    assertThat(Commands.at("http://nowhere.invalid", Commands.KEY, "deploy", file).status())
        .isEqualTo(3);
  }

  @Test
  void theKeyDoesNotFollowARedirect() {
    server.then(PluginServer.status(302, "", "Location", server.url() + "/elsewhere"));

    var ended = deploy();
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err()).contains("302", "redirects are not followed");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void somethingElseThatAnswersIsNotTakenForTheService() {
    server.then(PluginServer.status(200, "<html>Welcome</html>"));
    server.then(PluginServer.status(200, "<html>Welcome</html>"));

    var ended = deploy();
    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.err()).contains("does not speak as ScaiFlow does");
    assertThat(Commands.at(server.url() + "/prefix", Commands.KEY, "deploy", file))
        .satisfies(
            other -> {
              assertThat(other.status()).isEqualTo(1);
              assertThat(other.err()).contains("404", "SCAIGRID_BASE_URL");
            });
    assertThat(server.lastCall().method()).isEqualTo("prefix/" + FLOWS);
  }

  @Test
  void aFlowWithoutANameNeedsAnId() {
    var graph = new java.util.LinkedHashMap<>(Map.of("nodes", List.of()));
    assertThat(new FlowFile("x", new java.util.LinkedHashMap<>(graph)).name()).isNull();
    assertThat(
            new FlowFile(
                    "x", Map.of("config", Map.of("core_identity", Map.of("name", "From Core"))))
                .name())
        .isEqualTo("From Core");
  }

  private static String read(String file) {
    try {
      return java.nio.file.Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
