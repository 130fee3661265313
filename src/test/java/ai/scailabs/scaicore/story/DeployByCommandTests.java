package ai.scailabs.scaicore.story;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.scaiflow.cli.Commands;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** Flows from files: one command and a chat, and manifests that become flows. */
@ServerTest
class DeployByCommandTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String IMPORT = "/v1/flows/import";

  @LocalServerPort private int port;
  @TempDir private Path folder;
  private Http admin = new Http(0, null);

  @BeforeEach
  void caller() {
    admin = new Http(port, Demo.ADMIN);
  }

  private Commands.Ended command(String... arguments) {
    return Commands.at("http://127.0.0.1:" + port, Demo.ADMIN, arguments);
  }

  private Http.Answer imported(String type, byte[] manifest) {
    return admin.send(
        "POST",
        IMPORT,
        request -> request.header("Content-Type", type).POST(BodyPublishers.ofByteArray(manifest)));
  }

  private String echo(String name, String said) throws Exception {
    var text = Demo.sample(Commands.ECHO).replace("Echo Agent", name).replace("You said", said);
    return Files.writeString(folder.resolve("my.flow.json"), text).toString();
  }

  @Test
  void aFlowGoesFromFileToAChatByOneCommand() throws Exception {
    var first = command("deploy", echo("Command Echo", "You said"), "--publish-as-model", "--json");
    assertThat(first.status()).as(first.err()).isZero();
    var deployment = JSON.readTree(first.out());
    var model = deployment.path("published_slug").asString();
    assertThat(model).isEqualTo("scaicore/acme/command-echo");
    assertThat(chat(model)).isEqualTo("You said: hello");

    var second = command("deploy", echo("Command Echo", "They said"), "--publish-as-model");
    assertThat(second.status()).as(second.err()).isZero();
    assertThat(second.out())
        .contains(deployment.path("flow_id").asString(), deployment.path("core_id").asString())
        .contains("model  " + model)
        .doesNotContain(Demo.ADMIN);
    assertThat(chat(model)).as("the same Core").isEqualTo("They said: hello");
  }

  private String chat(String model) {
    return admin
        .post(
            "/v1/inference/chat",
            "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}"
                .formatted(model))
        .data()
        .at("/choices/0/message/content")
        .asString();
  }

  @Test
  void aCommandOfAnotherKeyIsRefusedInASentence() throws Exception {
    var file = echo("Not Theirs", "You said");
    var url = "http://127.0.0.1:" + port;

    var viewer = Commands.at(url, Demo.VIEWER, "deploy", file);
    assertThat(viewer.status()).isEqualTo(1);
    assertThat(viewer.err()).contains("refused to create the flow", "403");
    var nobody = Commands.at(url, "sgk_nobody_000000000000000000000000000000000", "deploy", file);
    assertThat(nobody.status()).isEqualTo(1);
    assertThat(nobody.err()).contains("401", "SCAIGRID_API_KEY");
  }

  @Test
  void aManifestBecomesTheFlowThatItCameFrom() {
    var content = Demo.sample("expense-approver.flow.json");
    var compiled =
        admin.post("/v1/flows/compile", "{\"format\": \"yaml\", \"content\": " + content + "}");
    var manifest = compiled.json().path("body").asString().getBytes(StandardCharsets.UTF_8);

    var flow = imported("application/yaml", manifest);
    assertThat(flow.status()).as(flow.body()).isEqualTo(201);
    assertThat(flow.json().path("content")).isEqualTo(JSON.readTree(content));
    assertThat(flow.json().path("unknown_steps").asInt()).isZero();
    assertThat(flow.json().path("name").asString()).isEqualTo("Expense Approver");
    var id = flow.json().path("id").asString();
    assertThat(admin.get("/v1/flows/" + id).json().path("content"))
        .isEqualTo(JSON.readTree(content));
    assertThat(admin.get("/v1/audit/events?action=flow.import&resource_id=" + id).body())
        .contains(id);
  }

  @Test
  void aHandWrittenManifestBecomesAFlowToo() {
    var manifest = Demo.sampleBytes("manifests/every-step.yaml");
    for (var type : new String[] {"application/x-yaml", "text/yaml"}) {
      var flow = imported(type, manifest);
      assertThat(flow.status()).as(flow.body()).isEqualTo(201);
      assertThat(flow.json().path("unknown_steps").asInt()).isPositive();
      assertThat(flow.json().at("/content/metadata/unknown_steps").size())
          .isEqualTo(flow.json().path("unknown_steps").asInt());
    }
  }

  @Test
  void whatIsNoManifestIsRefused() {
    for (var text : new String[] {"core: &a [*a]", "{}", "core: {name: x}", "a: 1\na: 1", ""}) {
      var refused = imported("application/yaml", text.getBytes(StandardCharsets.UTF_8));
      assertThat(refused.status()).as(text + refused.body()).isEqualTo(400);
      assertThat(refused.json().at("/detail/error").asString()).isEqualTo("validation_error");
    }
    assertThat(imported("application/json", "{}".getBytes(StandardCharsets.UTF_8)).status())
        .isEqualTo(415);
    assertThat(imported("application/yaml", new byte[1_100_000]).status()).isEqualTo(413);
    var nul = "core: {name: \"a\\0\", flows: {f: {steps: []}}}";
    assertThat(imported("application/yaml", nul.getBytes(StandardCharsets.UTF_8)).status())
        .isEqualTo(400);
  }
}
