package ai.scailabs.scaicore.catalogue;

import static ai.scailabs.scaicore.testing.Models.BACKENDS;
import static ai.scailabs.scaicore.testing.Models.chat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.outbound.Destinations;
import ai.scailabs.scaicore.provider.ChatQuestion;
import ai.scailabs.scaicore.provider.ModelServers;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** Changes of model servers, and what happens to their keys. */
@ServerTest
class BackendChangeTests {

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Catalogue catalogue;
  @Autowired private ModelServers servers;
  private final ModelServer server = new ModelServer();
  private Http admin;

  @BeforeEach
  void signIn() {
    admin = new Http(port, Demo.ADMIN);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aChangeTakesWhatIsGivenAndLeavesTheRest() {
    var id = Models.backend(admin, Models.provider(), server, ", \"models\": [\"gpt-x\"]");
    var before = admin.get(BACKENDS + "/" + id).data();

    var changed = put(id, "{\"name\": \"New\", \"api_key\": " + before.path("api_key") + "}");

    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(changed.data().path("name").asString()).isEqualTo("New");
    assertThat(changed.data().path("models")).isEqualTo(before.path("models"));
    assertThat(changed.data().path("base_url")).isEqualTo(before.path("base_url"));
    assertThat(changed.data().path("version").asLong())
        .isEqualTo(before.path("version").asLong() + 1);
    var model = Models.model(admin, id);
    assertThat(chat(admin, model, "Hi", "").status()).isEqualTo(200);
    assertThat(server.lastAsked().authorization()).isEqualTo("Bearer " + Models.KEY);
    assertThat(put(id, "{\"version\": " + before.path("version") + "}").code())
        .isEqualTo("CONFLICT");
    // The last of them was refused.
    assertThat(actions(id)).containsExactly("backend.update", "backend.update", "backend.create");
  }

  @Test
  void aNewKeyIsUsedByTheNextCall() {
    var id = Models.backend(admin, Models.provider(), server, "");
    var model = Models.model(admin, id);
    chat(admin, model, "Hi", "");

    put(id, "{\"api_key\": \"sk-new\"}");
    chat(admin, model, "Hi", "");

    assertThat(server.asked())
        .extracting(ModelServer.Asked::authorization)
        .containsExactly("Bearer " + Models.KEY, "Bearer sk-new");
  }

  @Test
  void aKeyGoesToNobodyButWhomItWasGivenFor() {
    var id = Models.backend(admin, Models.provider(), server, "");

    try (var thief = new ModelServer()) {
      var stolen = put(id, "{\"base_url\": \"" + thief.url() + "\"}");
      assertThat(stolen.code()).isEqualTo("VALIDATION_ERROR");
      assertThat(stolen.field()).isEqualTo("api_key");
      var given = put(id, "{\"base_url\": \"" + thief.url() + "\", \"api_key\": \"sk-for-them\"}");
      assertThat(given.status()).as(given.body()).isEqualTo(200);
      chat(admin, Models.model(admin, id), "Hi", "");
      assertThat(thief.lastAsked().authorization()).isEqualTo("Bearer sk-for-them");
    }
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aKeyIsGivenAgainForAnotherPathOfTheSameServer() {
    var id = Models.backend(admin, Models.provider(), server, "");

    var moved = put(id, "{\"base_url\": \"" + server.url() + "/elsewhere\"}");

    assertThat(moved.field()).isEqualTo("api_key");
    assertThat(put(id, "{\"base_url\": \"" + server.url() + "/\"}").status()).isEqualTo(200);
  }

  @Test
  void aCallThatMetAChangeGoesByWhatThereIsNow() {
    var provider = Models.provider();
    var id = Models.backend(admin, provider, server, "");
    var before = catalogue.endpoint("ten_acme", provider, "m").orElseThrow();
    put(id, "{\"api_key\": \"sk-new\"}");

    var question = JsonNodeFactory.instance.objectNode();
    question.putArray("messages").addObject().put("role", "user").put("content", "Hi");
    var answer = servers.ask(before, new ChatQuestion("ten_acme", question, null, false));

    assertThat(answer.content()).isEqualTo("You said: Hi");
    assertThat(server.asked())
        .extracting(ModelServer.Asked::authorization)
        .containsExactly("Bearer sk-new");
  }

  @Test
  void modelsThatTheCatalogueIsOnStayInTheList() {
    var id = Models.backend(admin, Models.provider(), server, "");
    var model = Models.model(admin, id);

    var refused = put(id, "{\"models\": [\"gpt-y\"]}");

    assertThat(refused.code()).isEqualTo("CONFLICT");
    assertThat(refused.message()).contains(model);
    assertThat(put(id, "{\"models\": [\"gpt-y\", \"gpt-x\"]}").status()).isEqualTo(200);
    assertThat(put(id, "{\"models\": []}").status()).isEqualTo(200);
  }

  @Test
  void aRequestInALogHasNoKey() {
    var request =
        new BackendRequest(
            "n", "p", "https://models.example", StringNode.valueOf(Models.KEY), null, null, null);
    var draft = BackendDraft.ofNew(request, new Destinations(java.util.List.of(), false));

    assertThat(draft.key()).isEqualTo(Models.KEY);
    assertThat(request + " " + draft).contains("models.example").doesNotContain(Models.KEY);
  }

  @Test
  void aSealedKeyDoesNotOpenInAnotherRow() {
    var one = Models.backend(admin, Models.provider(), server, "");
    var other = Models.backend(admin.as(Demo.GLOBEX), Models.provider(), server, "");
    var model = Models.model(admin, one);
    jdbc.sql(
            """
            update scaigrid_backend_models set version = version + 1, sealed_key =
              (select sealed_key from scaigrid_backend_models where id = ?) where id = ?
            """)
        .params(other, one)
        .update();

    var answer = chat(admin, model, "Hi", "");

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.message()).contains("set it again");
    assertThat(server.asked()).isEmpty();
    // Nothing is left behind that does not open.
    assertThat(put(one, "{\"api_key\": \"sk-new\"}").status()).isEqualTo(200);
    assertThat(chat(admin, model, "Hi", "").status()).isEqualTo(200);
  }

  private Http.Answer put(String id, String body) {
    return admin.send(
        "PUT",
        BACKENDS + "/" + id,
        r -> r.header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
  }

  private java.util.List<String> actions(String resource) {
    return admin
        .get("/v1/audit/events?resource_id=" + resource)
        .data()
        .path("items")
        .valueStream()
        .map(event -> event.path("action").asString())
        .toList();
  }
}
