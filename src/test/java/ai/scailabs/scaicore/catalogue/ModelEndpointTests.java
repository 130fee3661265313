package ai.scailabs.scaicore.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.NewApiKey;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The catalogue over HTTP, as the users of the demo directory see it. */
@ServerTest
class ModelEndpointTests {

  @LocalServerPort private int port;
  @Autowired private Catalogue catalogue;
  @Autowired private DirectoryWriter directory;
  private Http admin;
  private Http globex;
  private Http root;

  @BeforeEach
  void signIn() {
    admin = new Http(port, "sgk_local_tenant_admin_0000000000000000000");
    globex = admin.as("sgk_local_globex_admin_0000000000000000000");
    root = admin.as("sgk_local_super_admin_00000000000000000000");
  }

  @Test
  void theOfflineModelIsInEveryTenantsList() {
    for (var caller : new Http[] {admin, globex, root}) {
      var answer = caller.get("/v1/models?limit=200");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("pagination").path("has_more").asBoolean()).isFalse();
      assertThat(answer.data().path("items").findValuesAsString("slug")).contains("offline/echo");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"offline/echo", "offline%2Fecho", "offline%2fecho", "%6Fffline/echo"})
  void theSlashesOfASlugAreTakenRawAndEncoded(String path) {
    var answer = admin.get("/v1/models/" + path);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.data().propertyNames())
        .containsExactly(
            "id",
            "slug",
            "display_name",
            "description",
            "modality",
            "capabilities",
            "avatar_url",
            "status",
            "metadata");
    assertThat(answer.data().path("slug").asString()).isEqualTo("offline/echo");
    assertThat(answer.data().path("avatar_url").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing",
        "offline",
        "offline/echo/more",
        "groups/mg_qa/models",
        "offline//echo",
        "%20",
        "%F0%9F%92%A9",
        "%25"
      })
  void aModelThatIsNotThereIsNotFound(String path) {
    var answer = admin.get("/v1/models/" + path);

    assertThat(answer.status()).isIn(404, 400);
    assertThat(answer.code()).isIn("MODEL_NOT_FOUND", "VALIDATION_ERROR");
  }

  @Test
  void aModelWithThreePartsIsFetchedByItsEncodedSlug() {
    var slug = publish("ten_acme");

    assertThat(admin.get("/v1/models/" + slug.replace("/", "%2F")).data().path("slug").asString())
        .isEqualTo(slug);
    assertThat(globex.get("/v1/models/" + slug).code()).isEqualTo("MODEL_NOT_FOUND");
    assertThat(globex.get("/v1/models/" + slug).status()).isEqualTo(404);
    assertThat(globex.get("/v1/models?limit=200").body()).doesNotContain(slug);
  }

  @Test
  void theListIsReadPageByPageNewestFirst() {
    var first = publish("ten_acme");
    var second = publish("ten_acme");

    var page = admin.get("/v1/models?limit=1");
    assertThat(onlySlug(page)).isEqualTo(second);
    assertThat(page.json().path("pagination").path("has_more").asBoolean()).isTrue();
    var cursor = page.json().path("pagination").path("next_cursor").asString();
    assertThat(onlySlug(admin.get("/v1/models?limit=1&cursor=" + cursor))).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "cursor=x", "cursor=bm90Cm9uZQ"})
  void aPageThatCannotBeIsAValidationError(String query) {
    for (var path : new String[] {"/v1/models?", "/v1/models/groups?"}) {
      var answer = admin.get(path + query);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
      assertThat(answer.field()).isEqualTo(query.substring(0, query.indexOf('=')));
    }
  }

  @Test
  void groupsAreListedAsFarAsTheCallerReaches() {
    assertThat(groupsOf(admin)).contains("mg_internal_chat", "mg_qa", "mg_north", "mg_global");
    assertThat(groupsOf(admin)).doesNotContain("mg_globex");
    assertThat(groupsOf(globex)).contains("mg_globex", "mg_global");
    assertThat(groupsOf(globex)).doesNotContain("mg_internal_chat", "mg_qa", "mg_north");
    assertThat(groupsOf(root)).contains("mg_internal_chat", "mg_globex", "mg_north", "mg_global");
  }

  @Test
  void aGroupSaysWhomItCovers() {
    var group = Ids.next("mg_");
    catalogue.addGroup(group, "Of Acme", GroupScope.TENANT, "ten_acme");

    assertThat(admin.get("/v1/models/groups/" + group).data().toString())
        .isEqualTo(
            """
            {"id":"%s","name":"Of Acme","scope":"tenant","scope_id":"ten_acme","models":[]}\
            """
                .formatted(group));
    assertThat(admin.get("/v1/models/groups/mg_global").data().path("scope_id").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mg_qa", "mg_north", "mg_nowhere"})
  void aGroupOutOfReachIsNotFound(String id) {
    var answer = globex.get("/v1/models/groups/" + id);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void aRestrictedKeySeesOnlyTheModelsInItsGroups() {
    var group = Ids.next("mg_");
    catalogue.addGroup(group, "Of Acme", GroupScope.TENANT, "ten_acme");
    var key = Ids.next("sgk_") + Ids.next("");
    directory.add(
        new NewApiKey(
            Ids.next("key_"), "ten_acme", "usr_acme_admin", "test", key, null, Set.of(group)));
    var restricted = admin.as(key);
    var hidden = publish("ten_acme");

    assertThat(restricted.get("/v1/models").data().path("items").isEmpty()).isTrue();
    assertThat(restricted.get("/v1/models/" + hidden).code()).isEqualTo("MODEL_NOT_FOUND");
    assertThat(groupsOf(restricted)).containsExactly(group);
  }

  @Test
  void aSuperAdminActsInTheTenantTheyName() {
    var slug = publish("ten_globex");

    assertThat(root.get("/v1/models/" + slug).code()).isEqualTo("MODEL_NOT_FOUND");
    assertThat(
            root.send("GET", "/v1/models/" + slug, r -> r.header("X-Tenant-Id", "ten_globex"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void aModelIsNotPostedTo() {
    assertThat(admin.post("/v1/models/offline/echo", "{}").code()).isEqualTo("METHOD_NOT_ALLOWED");
  }

  private String publish(String tenant) {
    var slug = "scaicore/" + tenant + "/" + Ids.next("");
    catalogue.publish(
        new NewPublication(
            tenant,
            slug,
            "text",
            Map.of(),
            new Presentation("Greeter", null, null, null, Map.of()),
            "scaicore",
            Map.of()));
    return slug;
  }

  private static String onlySlug(Http.Answer page) {
    JsonNode items = page.data().path("items");
    assertThat(items.size()).isEqualTo(1);
    return items.path(0).path("slug").asString();
  }

  private static Iterable<String> groupsOf(Http caller) {
    var ids = new ArrayList<String>();
    var cursor = "";
    do {
      var page = caller.get("/v1/models/groups?limit=200" + cursor);
      ids.addAll(page.data().path("items").findValuesAsString("id"));
      cursor = "&cursor=" + page.json().at("/pagination/next_cursor").asString("");
    } while (!cursor.equals("&cursor="));
    return ids;
  }
}
