package ai.scailabs.scaicore.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** {@code seeds/publish-as-model.md}, sentence by sentence. */
@ServerTest
class PublishingTests {

  private static final String CORES = "/v1/modules/scaicore/cores/";

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  private Http admin;
  private Http operator;
  private Http globex;

  @BeforeEach
  void signIn() {
    admin = new Http(port, "sgk_local_tenant_admin_0000000000000000000");
    operator = admin.as("sgk_local_operator_00000000000000000000000");
    globex = admin.as("sgk_local_globex_admin_0000000000000000000");
  }

  @Test
  void publishingPutsTheCoreIntoTheCatalogue() {
    var core = create("");
    var id = core.path("id").asString();
    var slug = "scaicore/acme/" + core.path("slug").asString();

    var answer = admin.post(CORES + id + "/publish", "{\"group_ids\": [\"mg_qa\"]}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.data().path("status").asString()).isEqualTo("created");
    var metadata = answer.data().path("metadata");
    assertThat(metadata.path("published").asBoolean()).isTrue();
    assertThat(metadata.path("published_slug").asString()).isEqualTo(slug);
    assertThat(metadata.path("published_model_id").asString()).startsWith("fm_");
    assertThat(metadata.path("published_backend_id").asString()).startsWith("bm_");
    assertThat(admin.get(CORES + id).data().path("metadata")).isEqualTo(metadata);
    var model = admin.get("/v1/models/" + slug).data();
    assertThat(model.path("id")).isEqualTo(metadata.path("published_model_id"));
    assertThat(model.path("display_name")).isEqualTo(core.path("name"));
    assertThat(model.path("capabilities").toString())
        .isEqualTo("{\"tool_use\":true,\"streaming\":false}");
    assertThat(model.path("metadata").path("core_id").asString()).isEqualTo(id);
    assertThat(slugsIn("mg_qa")).contains(slug);
    assertThat(backend(metadata.path("published_backend_id").asString()))
        .isEqualTo("scaicore {\"core_id\":\"" + id + "\"} acme");
  }

  @ParameterizedTest(name = "{0} and {1} show {2}")
  @CsvSource({
    "Reviews., A doorman., Reviews.",
    "'',       A doorman., A doorman.",
    "'  ',     A doorman., A doorman.",
    "Reviews., '',         Reviews.",
    "'',       '',         ",
    "12,       A doorman., 12",
  })
  void theDescriptionIsTheMetadatasOrThePersona(
      String description, String persona, @Nullable String shown) {
    var core =
        create(
            """
            , "metadata": {"description": "%s"}, "source": {"identity": {"persona": "%s"}}
            """
                .formatted(description, persona));

    var model = admin.get("/v1/models/" + publish(core)).data();

    assertThat(model.path("description").asString(null)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"metadata\": {\"description\": 7}, \"source\": {\"identity\": {\"persona\": \"A doorman.\"}}",
        "\"metadata\": {\"description\": null}, \"source\": {\"identity\": {\"persona\": \"A doorman.\"}}",
        "\"metadata\": {\"description\": [\"x\"]}, \"source\": {\"identity\": {\"persona\": \"A doorman.\"}}"
      })
  void aDescriptionThatIsNoTextDoesNotCount(String fields) {
    var core = create(", " + fields);

    assertThat(admin.get("/v1/models/" + publish(core)).data().path("description").asString())
        .isEqualTo("A doorman.");
  }

  @Test
  void groupsOutOfScopeAreDroppedWithoutAnError() {
    var core = create("");
    var id = core.path("id").asString();

    var answer =
        admin.post(
            CORES + id + "/publish",
            "{\"group_ids\": [\"mg_globex\", \"mg_nowhere\", \"mg_global\", \"mg_north\", \"mg_qa\", null]}");

    assertThat(answer.status()).isEqualTo(200);
    var slug = answer.data().path("metadata").path("published_slug").asString();
    assertThat(groupsOf(slug)).containsExactly("mg_qa");
    assertThat(globex.get("/v1/models/" + slug).code()).isEqualTo("MODEL_NOT_FOUND");
  }

  @Test
  void withoutModelsManageTheGroupsAreIgnored() {
    var id = create("").path("id").asString();

    var answer = operator.post(CORES + id + "/publish", "{\"group_ids\": [\"mg_qa\"]}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(groupsOf(answer.data().path("metadata").path("published_slug").asString()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"group_ids\": null}", "{\"group_ids\": []}", "null"})
  void theBodyIsOptional(String body) {
    var id = create("").path("id").asString();

    assertThat(admin.post(CORES + id + "/publish", body).status()).isEqualTo(200);
  }

  @Test
  void thereNeedsToBeNoBodyAtAll() {
    var id = create("").path("id").asString();

    assertThat(post(admin, CORES + id + "/publish").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"group_ids\": \"mg_qa\"}", "{\"group_ids\": [1]}", "[]", "{"})
  void aBodyOfAnotherShapeIsAValidationErrorAndPublishesNothing(String body) {
    var id = create("").path("id").asString();

    var answer = admin.post(CORES + id + "/publish", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(admin.get(CORES + id).data().path("metadata").has("published")).isFalse();
  }

  @Test
  void publishingTwiceIsAValidationError() {
    var core = create("");
    publish(core);

    var again = post(admin, CORES + core.path("id").asString() + "/publish");

    assertThat(again.status()).isEqualTo(400);
    assertThat(again.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(again.message()).isEqualTo("Core is already published as a model");
  }

  @Test
  void unpublishingRemovesEverythingAndLeavesTheCore() {
    var core = create(", \"metadata\": {\"own\": 1}");
    var id = core.path("id").asString();
    admin.post(CORES + id + "/publish", "{\"group_ids\": [\"mg_qa\"]}");
    var slug = "scaicore/acme/" + core.path("slug").asString();

    var answer = post(admin, CORES + id + "/unpublish");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.data().path("metadata").toString()).isEqualTo("{\"own\":1}");
    assertThat(answer.data().path("status").asString()).isEqualTo("created");
    assertThat(admin.get("/v1/models/" + slug).code()).isEqualTo("MODEL_NOT_FOUND");
    assertThat(slugsIn("mg_qa")).doesNotContain(slug);
    assertThat(rowsOf(id)).isZero();
    var again = post(admin, CORES + id + "/unpublish");
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(again.message()).isEqualTo("Core is not published");
    assertThat(publish(core)).isEqualTo(slug);
  }

  @Test
  void editsShowInTheModel() {
    var core = create("");
    var id = core.path("id").asString();
    var slug = publish(core);

    put(id, "{\"name\": \"Receptionist\", \"metadata\": {\"description\": \"Receives.\"}}");

    var model = admin.get("/v1/models/" + slug).data();
    assertThat(model.path("display_name").asString()).isEqualTo("Receptionist");
    assertThat(model.path("description").asString()).isEqualTo("Receives.");
    put(id, "{\"metadata\": {}, \"source\": {\"identity\": {\"persona\": \"A doorman.\"}}}");
    model = admin.get("/v1/models/" + slug).data();
    assertThat(model.path("description").asString()).isEqualTo("A doorman.");
    assertThat(prompt(slug)).isEqualTo("A doorman.");
    assertThat(model.path("slug").asString()).isEqualTo(slug);
  }

  @Test
  void aMetadataEditNeitherLosesNorForgesThePublication() {
    var core = create(", \"metadata\": {\"published\": true, \"published_slug\": \"forged\"}");
    var id = core.path("id").asString();
    assertThat(core.path("metadata").toString()).isEqualTo("{}");
    var slug = publish(core);

    put(id, "{\"metadata\": {\"published\": false, \"published_slug\": \"offline/echo\"}}");

    var metadata = admin.get(CORES + id).data().path("metadata");
    assertThat(metadata.path("published").asBoolean()).isTrue();
    assertThat(metadata.path("published_slug").asString()).isEqualTo(slug);
  }

  @Test
  void aDescriptionThatNoColumnHoldsIsAValidationErrorAndChangesNothing() {
    var core = create("");
    var id = core.path("id").asString();
    var slug = publish(core);

    var answer =
        admin.send(
            "PUT",
            CORES + id,
            r ->
                r.header("Content-Type", "application/json")
                    .PUT(
                        BodyPublishers.ofString(
                            "{\"metadata\": {\"description\": \"a\\u0000b\"}}")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(admin.get("/v1/models/" + slug).data().path("description").isNull()).isTrue();
  }

  @Test
  void deletingACoreUnpublishesIt() {
    var core = create("");
    var id = core.path("id").asString();
    admin.post(CORES + id + "/publish", "{\"group_ids\": [\"mg_qa\"]}");
    var slug = "scaicore/acme/" + core.path("slug").asString();

    assertThat(admin.send("DELETE", CORES + id, r -> r).status()).isEqualTo(200);

    assertThat(admin.get("/v1/models/" + slug).code()).isEqualTo("MODEL_NOT_FOUND");
    assertThat(slugsIn("mg_qa")).doesNotContain(slug);
    assertThat(rowsOf(id)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"publish", "unpublish"})
  void anotherTenantsCoreIsNotFoundAndManageIsNeeded(String verb) {
    var id = create("").path("id").asString();

    assertThat(post(globex, CORES + id + "/" + verb).code()).isEqualTo("CORE_NOT_FOUND");
    for (var key :
        List.of(
            "sgk_local_tenant_user_00000000000000000000",
            "sgk_local_tenant_viewer_000000000000000000",
            "sgk_local_reviewer_00000000000000000000000")) {
      var refused = post(admin.as(key), CORES + id + "/" + verb);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    }
  }

  @Test
  void ofManyWhoPublishAtOnceOneWins() throws Exception {
    var id = create("").path("id").asString();

    var answers = atOnce(8, i -> post(admin, CORES + id + "/publish"));

    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .allMatch(answer -> answer.message().equals("Core is already published as a model"));
    assertThat(rowsOf(id)).isEqualTo(1);
  }

  @Test
  void ofManyWhoPublishUnpublishAndDeleteAtOnceNothingIsLeftBehind() throws Exception {
    var id = create("").path("id").asString();

    var answers =
        atOnce(
            9,
            i ->
                switch (i % 3) {
                  case 0 -> post(admin, CORES + id + "/publish");
                  case 1 -> post(admin, CORES + id + "/unpublish");
                  default -> admin.send("DELETE", CORES + id, r -> r);
                });

    assertThat(answers).allMatch(answer -> List.of(200, 400, 404).contains(answer.status()));
    assertThat(rowsOf(id)).isZero();
  }

  private interface Asking {
    Http.Answer ask(int number);
  }

  private static List<Http.Answer> atOnce(int callers, Asking asking) throws Exception {
    var barrier = new CyclicBarrier(callers);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks =
          IntStream.range(0, callers)
              .mapToObj(
                  i ->
                      (Callable<Http.Answer>)
                          () -> {
                            barrier.await();
                            return asking.ask(i);
                          })
              .toList();
      var answers = new ArrayList<Http.Answer>();
      for (var future : threads.invokeAll(tasks)) {
        answers.add(future.get());
      }
      return answers;
    }
  }

  private JsonNode create(String more) {
    var answer =
        admin.post(
            "/v1/modules/scaicore/cores", "{\"name\": \"%s\"%s}".formatted(Ids.next("c "), more));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.data();
  }

  private String publish(JsonNode core) {
    var answer = post(admin, CORES + core.path("id").asString() + "/publish");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data().path("metadata").path("published_slug").asString();
  }

  private void put(String id, String json) {
    var answer =
        admin.send(
            "PUT",
            CORES + id,
            r -> r.header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static Http.Answer post(Http caller, String path) {
    return caller.send("POST", path, r -> r);
  }

  private List<String> slugsIn(String group) {
    return admin
        .get("/v1/models/groups/" + group)
        .data()
        .path("models")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private List<String> groupsOf(String slug) {
    return jdbc.sql(
            """
            select group_id from scaigrid_model_group_members
            where model_id = (select id from scaigrid_frontend_models where slug = ?)
            """)
        .param(slug)
        .query((row, number) -> row.getString(1))
        .list();
  }

  private String backend(String id) {
    return jdbc.sql(
            """
            select b.provider_type || ' ' || b.connection_config || ' ' || substr(b.tenant_id, 5)
            from scaigrid_model_backends join scaigrid_backend_models b on b.id = backend_id
            where b.id = ?
            """)
        .param(id)
        .query((row, number) -> row.getString(1))
        .single();
  }

  private String prompt(String slug) {
    return jdbc.sql("select system_prompt_template from scaigrid_frontend_models where slug = ?")
        .param(slug)
        .query((row, number) -> row.getString(1))
        .single();
  }

  /** Back-ends and models of a Core. */
  private int rowsOf(String coreId) {
    return jdbc.sql(
            """
            select greatest(
              (select count(*) from scaigrid_backend_models
               where connection_config ->> 'core_id' = :core),
              (select count(*) from scaigrid_frontend_models where metadata ->> 'core_id' = :core))
            """)
        .param("core", coreId)
        .query((row, number) -> row.getInt(1))
        .single();
  }
}
