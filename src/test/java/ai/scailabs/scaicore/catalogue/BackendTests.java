package ai.scailabs.scaicore.catalogue;

import static ai.scailabs.scaicore.testing.Models.BACKENDS;
import static ai.scailabs.scaicore.testing.Models.chat;
import static ai.scailabs.scaicore.testing.Models.content;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Ids;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Model servers of tenants, and models on them. */
@ServerTest
class BackendTests {

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private DirectoryWriter directory;
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
  void aModelIsInTheSpaceOfItsTenant() {
    var id = Models.backend(admin, Models.provider(), server, ", \"models\": [\"gpt-x\"]");
    for (var slug :
        new String[] {
          "globex/writer",
          "offline/echo",
          "scaicore/acme/x",
          "acme",
          "acme/",
          "Acme/x",
          "acme/a b",
          "acme//x",
          "acme/../x",
          "acme-2/x",
          "groups/x",
          ""
        }) {
      var answer = model(id, slug, "gpt-x", "");
      assertThat(answer.code()).as(slug).isEqualTo("VALIDATION_ERROR");
      assertThat(answer.field()).as(slug).isEqualTo("slug");
    }
    var slug = "acme/" + Ids.next("w-");
    assertThat(model(id, slug, "gpt-y", "").field()).isEqualTo("model");
    assertThat(model("bm_none", slug, "gpt-x", "").field()).isEqualTo("backend_id");
    assertThat(model(id, slug, "gpt-x", ", \"capabilities\": {\"streaming\": true}").field())
        .isEqualTo("capabilities.streaming");
    assertThat(model(id, slug, "gpt-x", ", \"capabilities\": {\"tool_use\": 1}").field())
        .isEqualTo("capabilities.tool_use");
    var made = model(id, slug, "gpt-x", ", \"capabilities\": {\"tool_use\": false, \"x\": [1]}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.data().path("capabilities").toString())
        .isEqualTo("{\"tool_use\":false,\"streaming\":false,\"x\":[1]}");
    assertThat(admin.get("/v1/models/" + slug).data()).isEqualTo(made.data());
    assertThat(model(id, slug, "gpt-x", "").code()).isEqualTo("SLUG_CONFLICT");
  }

  @Test
  void aTenantWithTheNameOfAReservedSpaceGetsNoneOfIt() {
    var town = new Town(directory);
    var tenant = new Tenant(Ids.next("ten_"), town.partner().id(), "scaicore", "S", true, null);
    directory.add(tenant);
    var caller = admin.as(town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
    var id = Models.backend(caller, Models.provider(), server, "");

    var answer =
        caller.post(
            "/v1/models",
            """
            {"slug": "scaicore/acme/x", "display_name": "x", "backend_id": "%s", "model": "m"}
            """
                .formatted(id));

    assertThat(answer.field()).isEqualTo("slug");
  }

  @Test
  void whatIsNotOnABackendIsNotDeletedAsAModel() {
    var core = Demo.create(admin, Ids.next("c "), Demo.sample("greeter.ir.json"));
    var slug =
        admin
            .post(Demo.CORES + "/" + core + "/publish", "{}")
            .data()
            .at("/metadata/published_slug")
            .asString();

    var refused = admin.send("DELETE", "/v1/models/" + slug, r -> r);

    assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.message()).contains("unpublish");
    assertThat(admin.send("DELETE", "/v1/models/offline/echo", r -> r).status()).isEqualTo(400);
    assertThat(admin.send("DELETE", "/v1/models/acme/none", r -> r).code())
        .isEqualTo("MODEL_NOT_FOUND");
    assertThat(admin.get("/v1/models/" + slug).status()).isEqualTo(200);
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

  private Http.Answer model(String backend, String slug, String model, String more) {
    return admin.post(
        "/v1/models",
        """
        {"slug": "%s", "display_name": "M", "backend_id": "%s", "model": "%s"%s}
        """
            .formatted(slug, backend, model, more));
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

  private String dump(String table) {
    return jdbc.sql("select t::text from " + table + " t").query(String.class).list().toString();
  }
}
