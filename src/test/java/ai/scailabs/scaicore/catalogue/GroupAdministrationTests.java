package ai.scailabs.scaicore.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Ids;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Model groups over HTTP, by the scope table of {@code seeds/publish-as-model.md}. */
@ServerTest
class GroupAdministrationTests {

  private static final String GROUPS = "/v1/models/groups";
  private static final String PARTNER = "sgk_local_partner_admin_000000000000000000";

  @LocalServerPort private int port;
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

  @ParameterizedTest(name = "{0} of {1} {2}: {3}")
  @CsvSource({
    "super,   global,  ,            201",
    "super,   global,  ten_acme,    400",
    "super,   partner, par_south,   201",
    "super,   partner, par_none,    400",
    "super,   tenant,  ten_globex,  201",
    "super,   tenant,  ten_none,    400",
    "partner, global,  ,            403",
    "partner, partner, ,            201",
    "partner, partner, par_north,   201",
    "partner, partner, par_south,   400",
    "partner, tenant,  ten_initech, 201",
    "partner, tenant,  ten_globex,  400",
    "admin,   global,  ,            403",
    "admin,   partner, ,            403",
    "admin,   tenant,  ,            201",
    "admin,   tenant,  ten_acme,    201",
    "admin,   tenant,  ten_initech, 400",
    "admin,   tenant,  ten_none,    400",
    "user,    tenant,  ,            403"
  })
  void aGroupIsMadeByWhomItsScopeBelongsTo(String who, String scope, String id, int status) {
    var made =
        caller(who)
            .post(
                GROUPS,
                "{\"name\": \" G \", \"scope\": \"%s\", \"scope_id\": %s}"
                    .formatted(scope, id == null ? "null" : "\"" + id + "\""));

    assertThat(made.status()).as(made.body()).isEqualTo(status);
    if (status == 201) {
      var group = made.data();
      assertThat(group.path("name").asString()).isEqualTo("G");
      assertThat(group.path("scope").asString()).isEqualTo(scope);
      assertThat(group.path("models").toString()).isEqualTo("[]");
      var path = GROUPS + "/" + group.path("id").asString();
      assertThat(caller(who).get(path).data()).isEqualTo(group);
      assertThat(caller(who).send("DELETE", path, r -> r).status()).isEqualTo(200);
      assertThat(caller(who).get(path).code()).isEqualTo("NOT_FOUND");
    } else if (status == 400) {
      assertThat(made.field()).isEqualTo("scope_id");
    }
  }

  @ParameterizedTest(name = "{0} may write {1}: {2}")
  @CsvSource({
    "super,   mg_global,  200",
    "super,   mg_globex,  200",
    "partner, mg_north,   200",
    "partner, mg_qa,      200",
    "partner, mg_global,  403",
    "partner, mg_globex,  404",
    "admin,   mg_qa,      200",
    "admin,   mg_north,   403",
    "admin,   mg_global,  403",
    "admin,   mg_globex,  404",
    "admin,   mg_none,    404"
  })
  void whoMayWriteAGroupIsSaidByItsScope(String who, String group, int status) {
    var model = Models.model(admin, server, "");
    var path = GROUPS + "/" + group + "/models";

    var added = caller(who).post(path, "{\"models\": [\"" + model + "\", \"offline/echo\"]}");
    var removed = caller(who).send("DELETE", path + "/" + model, r -> r);

    assertThat(added.status()).as(added.body()).isEqualTo(status);
    assertThat(removed.status()).as(removed.body()).isEqualTo(status);
    if (status == 200) {
      assertThat(added.data().path("models").toString()).contains(model, "offline/echo");
      assertThat(removed.data().path("models").toString())
          .doesNotContain(model)
          .contains("offline/echo");
      var rest =
          caller(who)
              .send(
                  "DELETE",
                  path,
                  r ->
                      r.header("Content-Type", "application/json")
                          .method(
                              "DELETE",
                              BodyPublishers.ofString("{\"models\": [\"offline/echo\"]}")));
      assertThat(rest.data().path("models").toString()).doesNotContain("offline/echo");
    } else {
      assertThat(caller(who).send("DELETE", GROUPS + "/" + group, r -> r).status())
          .isEqualTo(status);
    }
  }

  @Test
  void whereOneModelIsNotToBeHadNoneIsPutIn() {
    var model = Models.model(admin, server, "");
    var theirs = modelOfGlobex();
    var path = GROUPS + "/mg_qa/models";

    for (var other : new String[] {"acme/none", theirs}) {
      var answer = admin.post(path, "{\"models\": [\"" + model + "\", \"" + other + "\"]}");
      assertThat(answer.code()).isEqualTo("MODEL_NOT_FOUND");
      assertThat(answer.message()).contains(other);
    }
    assertThat(admin.get(GROUPS + "/mg_qa").data().path("models").toString()).doesNotContain(model);
    for (var body :
        new String[] {"{}", "{\"models\": []}", "{\"models\": [null]}", "{\"models\": \"x\"}"}) {
      assertThat(admin.post(path, body).field()).as(body).isEqualTo("models");
    }
    assertThat(admin.send("DELETE", path + "/" + model, r -> r).code())
        .isEqualTo("MODEL_NOT_FOUND");
  }

  @Test
  void aRestrictedKeyStaysWithinItsGroups() {
    var group = admin.post(GROUPS, "{\"name\": \"G\"}").data().path("id").asString();
    var hidden = Models.model(admin, server, "");
    var shown = Models.model(admin, server, "");
    var path = GROUPS + "/" + group + "/models";
    admin.post(path, "{\"models\": [\"" + shown + "\"]}");
    var town = new Town(directory);
    var user = new User(Ids.next("usr_"), "ten_acme", Ids.next("u") + "@acme", "U", true);
    directory.add(user, Set.of(BuiltInRole.TENANT_ADMIN));
    var restricted = admin.as(town.key(user, null, Set.of(group)));

    assertThat(restricted.post(GROUPS, "{\"name\": \"Mine\"}").status()).isEqualTo(403);
    assertThat(restricted.get(GROUPS + "/mg_qa").status()).isEqualTo(404);
    assertThat(restricted.post(path, "{\"models\": [\"" + hidden + "\"]}").code())
        .isEqualTo("MODEL_NOT_FOUND");
    assertThat(restricted.post(path, "{\"models\": [\"" + shown + "\"]}").status()).isEqualTo(200);
  }

  @Test
  void everyWriteIsInTheAudit() {
    var model = Models.model(admin, server, "");
    var group = admin.post(GROUPS, "{\"name\": \"G\"}").data().path("id").asString();
    var path = GROUPS + "/" + group;
    admin.post(path + "/models", "{\"models\": [\"" + model + "\"]}");
    admin.send("DELETE", path + "/models/" + model, r -> r);
    admin.send("DELETE", path, r -> r);

    assertThat(
            admin
                .get("/v1/audit/events?resource_id=" + group)
                .data()
                .path("items")
                .valueStream()
                .map(event -> event.path("action").asString()))
        .containsExactly(
            "model_group.delete",
            "model_group.remove_models",
            "model_group.add_models",
            "model_group.create");
  }

  private String modelOfGlobex() {
    var globex = admin.as(Demo.GLOBEX);
    var backend = Models.backend(globex, Models.provider(), server, "");
    var slug = Ids.next("globex/m-");
    var made =
        globex.post(
            "/v1/models",
            """
            {"slug": "%s", "display_name": "M", "backend_id": "%s", "model": "m"}
            """
                .formatted(slug, backend));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return slug;
  }

  private Http caller(String who) {
    return admin.as(
        switch (who) {
          case "super" -> Demo.SUPER;
          case "partner" -> PARTNER;
          case "admin" -> Demo.ADMIN;
          default -> Demo.USER;
        });
  }
}
