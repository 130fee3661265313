package ai.scailabs.scaicore.catalogue;

import static ai.scailabs.scaicore.testing.Models.BACKENDS;
import static ai.scailabs.scaicore.testing.Models.chat;
import static ai.scailabs.scaicore.testing.Models.content;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Model servers of tenants. */
@ServerTest
class BackendTests {

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
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
  void aBackendIsMadeShownListedAndDeletedAndItsKeyIsNeverShown() {
    var provider = Models.provider();
    var made =
        admin.post(
            BACKENDS,
            """
            {"name": " Ours ", "provider": "%s", "base_url": "https://models.example/v1/",
             "api_key": {"type": "secret", "value": "%s"}, "models": ["a", "b", "a"],
             "timeout_seconds": 9}
            """
                .formatted(provider, Models.KEY));

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var backend = made.data();
    var id = backend.path("id").asString();
    assertThat(id).startsWith("bm_");
    assertThat(backend.path("name").asString()).isEqualTo("Ours");
    assertThat(backend.path("base_url").asString()).isEqualTo("https://models.example/v1");
    assertThat(backend.path("api_key").toString())
        .isEqualTo("{\"type\":\"secret\",\"value\":null,\"set\":true}");
    assertThat(backend.path("models").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(backend.path("timeout_seconds").asInt()).isEqualTo(9);
    assertThat(admin.get(BACKENDS + "/" + id).data()).isEqualTo(backend);
    var list = admin.get(BACKENDS + "?limit=1");
    assertThat(list.data().at("/items/0")).isEqualTo(backend);
    assertThat(made.body() + list.body()).doesNotContain(Models.KEY);
    assertThat(dump("scaigrid_backend_models")).contains(id).doesNotContain(Models.KEY);

    assertThat(admin.send("DELETE", BACKENDS + "/" + id, r -> r).data().toString())
        .isEqualTo("{\"id\":\"" + id + "\",\"deleted\":true}");
    assertThat(admin.get(BACKENDS + "/" + id).code()).isEqualTo("NOT_FOUND");
    assertThat(actions(id)).containsExactly("backend.delete", "backend.create");
  }

  @Test
  void onlyNameProviderAndAddressAreRequired() {
    var made =
        admin.post(
            BACKENDS,
            "{\"name\": \"n\", \"provider\": \"%s\", \"base_url\": \"%s\"}"
                .formatted(Models.provider(), server.url()));

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.data().path("api_key").isNull()).isTrue();
    assertThat(made.data().path("models").toString()).isEqualTo("[]");
    assertThat(made.data().path("timeout_seconds").isNull()).isTrue();
    var model = Models.model(admin, made.data().path("id").asString());
    assertThat(content(chat(admin, model, "Hi", ""))).isEqualTo("You said: Hi");
    assertThat(server.lastAsked().authorization()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "name,            '\"\"'",
    "name,            5",
    "name,            '\"a\\u0000b\"'",
    "provider,        '\"Open AI\"'",
    "provider,        '\"scaigrid\"'",
    "provider,        '\"offline\"'",
    "base_url,        '\"models.example\"'",
    "base_url,        '\"http://models.example\"'",
    "base_url,        '\"https://10.0.0.1\"'",
    "base_url,        '\"https://169.254.169.254/latest\"'",
    "base_url,        '\"https://[::ffff:169.254.169.254]/\"'",
    "base_url,        '\"https://u:p@models.example\"'",
    "base_url,        '\"https://models.example/?key=x\"'",
    "base_url,        '\"https://models example\"'",
    "api_key,         '\"\"'",
    "api_key,         '\"line\\nbreak\"'",
    "api_key,         7",
    "api_key,         '{\"value\": \"x\"}'",
    "api_key,         '{\"type\": \"secret\", \"value\": null, \"set\": true}'",
    "models,          '\"a\"'",
    "models[0],       '[\"\"]'",
    "timeout_seconds, 0",
    "timeout_seconds, 601"
  })
  void whatIsNotInOrderIsNamed(String field, String value) {
    var body =
        """
        {"name": "n", "provider": "%s", "base_url": "https://models.example", "%s": %s}
        """
            .formatted(Models.provider(), field.replace("[0]", ""), value);
    // The last of two members would be the one that counts, so the first goes.
    var once = body.replaceFirst("\"" + field + "\": \"[^\"]*\", (?=.*\"" + field + "\")", "");
    var answer = admin.post(BACKENDS, once);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.field()).as(answer.body()).isEqualTo(field);
  }

  @Test
  void aProviderIsThereOnceInATenant() {
    var provider = Models.provider();
    var id = Models.backend(admin, provider, server, "");
    var again =
        "{\"name\": \"n\", \"provider\": \"%s\", \"base_url\": \"%s\"}"
            .formatted(provider, server.url());

    assertThat(admin.post(BACKENDS, again).code()).isEqualTo("SLUG_CONFLICT");
    assertThat(admin.as(Demo.GLOBEX).post(BACKENDS, again).status()).isEqualTo(201);
    assertThat(admin.get(BACKENDS + "/" + id).status()).isEqualTo(200);
    assertThat(AtOnce.run(4, _ -> admin.post(BACKENDS, raced()).status()))
        .containsExactlyInAnyOrder(201, 409, 409, 409);
  }

  private final String racedProvider = Models.provider();

  private String raced() {
    return "{\"name\": \"n\", \"provider\": \"%s\", \"base_url\": \"%s\"}"
        .formatted(racedProvider, server.url());
  }

  @Test
  void aBackendThatModelsAreOnIsNotDeleted() {
    var id = Models.backend(admin, Models.provider(), server, "");
    var model = Models.model(admin, id);

    var refused = admin.send("DELETE", BACKENDS + "/" + id, r -> r);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("CONFLICT");
    assertThat(refused.message()).contains(model);
    assertThat(admin.send("DELETE", "/v1/models/" + model, r -> r).status()).isEqualTo(200);
    assertThat(admin.send("DELETE", BACKENDS + "/" + id, r -> r).status()).isEqualTo(200);
    assertThat(actions(model)).containsExactly("model.delete", "model.create");
    assertThat(actions(id)).containsExactly("backend.delete", "backend.delete", "backend.create");
  }

  @Test
  void allOfItNeedsModelsManage() {
    var id = Models.backend(admin, Models.provider(), server, "");
    var user = admin.as(Demo.USER);

    for (var answer :
        new Http.Answer[] {
          user.get(BACKENDS),
          user.get(BACKENDS + "/" + id),
          user.post(BACKENDS, "{}"),
          user.send("PUT", BACKENDS + "/" + id, r -> r.PUT(BodyPublishers.ofString("{}"))),
          user.send("DELETE", BACKENDS + "/" + id, r -> r),
          user.post("/v1/models", "{}"),
          user.send("DELETE", "/v1/models/acme/x", r -> r)
        }) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.message()).contains("models:manage");
    }
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

  private String dump(String table) {
    return jdbc.sql("select t::text from " + table + " t").query(String.class).list().toString();
  }
}
