package ai.scailabs.scaicore.story;

import static ai.scailabs.scaicore.testing.Models.chat;
import static ai.scailabs.scaicore.testing.Models.content;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.JdkTransport;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A tenant brings a model server of its own, and everybody works with it. */
@ServerTest
@ExtendWith(OutputCaptureExtension.class)
class ModelStoryTests {

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;

  @Test
  void aModelServerFromItsKeyToTheAccounts(CapturedOutput output) {
    var admin = new Http(port, Demo.ADMIN);
    var user = admin.as(Demo.USER);
    var said = new ArrayList<String>();
    try (var server = new ModelServer()) {
      // A backend with a key, a model on it, and a group that shows it to the partner's tenants.
      var provider = Models.provider();
      var backend = Models.backend(admin, provider, server, ", \"timeout_seconds\": 5");
      var model = Models.model(admin, backend);
      var group =
          admin
              .as("sgk_local_partner_admin_000000000000000000")
              .post("/v1/models/groups", "{\"name\": \"Writers\", \"scope\": \"partner\"}")
              .data()
              .path("id")
              .asString();
      var shown =
          admin
              .as("sgk_local_partner_admin_000000000000000000")
              .post("/v1/models/groups/" + group + "/models", "{\"models\": [\"" + model + "\"]}");
      assertThat(shown.data().path("models").toString()).isEqualTo("[\"" + model + "\"]");
      assertThat(user.get("/v1/models/" + model).status()).isEqualTo(200);

      // A chat, and one with OpenAI's own client.
      server.then(ModelServer.says("Dear Ada,"));
      var chat = chat(user, model, "Write to Ada", "");
      assertThat(content(chat)).isEqualTo("Dear Ada,");
      server.then(ModelServer.says("Dear Bob,"));
      var answer =
          client()
              .chat()
              .completions()
              .create(
                  ChatCompletionCreateParams.builder()
                      .model(model)
                      .addUserMessage("Write to Bob")
                      .build());
      assertThat(answer.choices().getFirst().message().content()).contains("Dear Bob,");
      said.add(answer.toString());

      // A program whose first model is gone asks the next, and gets what its type says.
      server.then(ModelServer.says("{\"amount\": 40, \"category\": \"travel\"}"));
      var core =
          Demo.running(
              admin,
              "Story of models",
              """
              {"schema_version": "0.2", "name": "T",
               "models": [{"role": "primary", "provider": "gone", "model": "m",
                 "fallback": [{"provider": "%s", "model": "gpt-x"}]}],
               "flows": [{"name": "main", "body": [
                 {"kind": "flexible", "goal": "Read {{message}}",
                  "output_type": "{amount: float, category: string}"}]}]}\
              """
                  .formatted(provider));
      var run = Demo.invoke(admin, core, "{\"message\": \"Taxi 40\"}");
      assertThat(run.data().path("output").toString())
          .isEqualTo("{\"amount\":40,\"category\":\"travel\"}");
      assertThat(server.lastAsked().format()).isEqualTo("json_schema");

      // A server that breaks is said to have, to the one who asked.
      server.then(ModelServer.error(401, "key " + Models.KEY + " is wrong"));
      var broken = chat(user, model, "Hello", "");
      assertThat(broken.code()).isEqualTo("BACKEND_ERROR");

      // The accounts and the audit have all of it.
      var usage =
          Eventually.get(
              () -> admin.get("/v1/accounting/usage?limit=4"),
              page ->
                  page.data().path("items").size() == 4
                      && page.body().contains(broken.header("X-Request-Id")));
      assertThat(values(usage, "source")).containsExactly("chat", "program", "chat", "chat");
      assertThat(values(usage, "status")).containsExactly("error", "success", "success", "success");
      assertThat(values(usage, "backend_id")).containsOnly(backend);
      assertThat(values(usage, "total_tokens")).containsExactly("0", "12", "12", "12");
      var audit = admin.get("/v1/audit/events?limit=200");
      assertThat(values(audit, "action"))
          .contains("backend.create", "model.create", "model_group.create", "model.chat");

      // The key was sent to the server, and is nowhere else.
      assertThat(server.asked())
          .allSatisfy(a -> assertThat(a.authorization()).isEqualTo("Bearer " + Models.KEY));
      for (var one : List.of(chat, run, broken, usage, audit, admin.get("/v1/backends"), shown)) {
        said.add(one.body());
      }
      said.add(admin.get(Demo.EXECUTIONS + "/" + run.data().path("id").asString()).body());
      assertThat(said).allSatisfy(text -> assertThat(text).doesNotContain(Models.KEY));
      assertThat(database()).doesNotContain(Models.KEY);
      assertThat(output.getAll()).doesNotContain(Models.KEY);
    }
  }

  private OpenAIClientImpl client() {
    return new OpenAIClientImpl(
        ClientOptions.builder()
            .httpClient(new JdkTransport())
            .baseUrl("http://127.0.0.1:" + port + "/oai/v1")
            .apiKey(Demo.USER)
            .build());
  }

  private static List<String> values(Http.Answer list, String member) {
    return list.data()
        .path("items")
        .valueStream()
        .map(item -> item.path(member).asString())
        .toList();
  }

  /** Every row of every table, as text. */
  private String database() {
    var dump = new StringBuilder();
    for (var table :
        jdbc.sql("select tablename from pg_tables where schemaname = 'public'")
            .query((row, n) -> row.getString(1))
            .list()) {
      jdbc.sql("select t::text from \"" + table + "\" t")
          .query((row, n) -> row.getString(1))
          .list()
          .forEach(dump::append);
    }
    return dump.toString();
  }
}
