package ai.scailabs.scaicore.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** "Publish / unpublish", in the demo tenant, which has groups of every scope around it. */
@ServerTest
class PublishReferenceTests extends ReadPage {

  private static final String ENDPOINTS =
      """
      POST /cores/{core_id}/publish
      POST /cores/{core_id}/unpublish
      """;

  private static final String RULES =
      """
      publish: the body is optional
      publish: a FrontendModel in the catalogue
      publish: group_ids
      publish: no global groups but by super admins
      publish: no partner or tenant groups out of scope
      publish: out of scope is silently dropped
      unpublish: removes the FrontendModel
      unpublish: removes the BackendModel
      unpublish: removes the group memberships
      """;

  private static final String CODES = "400 VALIDATION_ERROR";

  PublishReferenceTests() {
    super(ENDPOINTS, RULES, CODES);
  }

  @BeforeEach
  void inTheDemoTenant() {
    admin = admin.as(Demo.ADMIN);
  }

  private static String slug(Http.Answer core) {
    return core.data().at("/metadata/published_slug").asString();
  }

  private boolean isIn(String group, String slug) {
    return admin
        .as(Demo.SUPER)
        .get("/v1/models/groups/" + group)
        .data()
        .path("models")
        .valueStream()
        .anyMatch(model -> model.asString().equals(slug));
  }

  @Test
  void aCoreAppearsInTheCatalogueAndDisappears() {
    var core = running(ASKS);
    var published = good(admin.post(core + "/publish", ""), 200);
    tick("publish: the body is optional");

    var slug = slug(published);
    var model = good(admin.get("/v1/models/" + slug), 200).data();
    assertThat(model.path("id")).isEqualTo(published.data().at("/metadata/published_model_id"));
    assertThat(model.path("display_name")).isEqualTo(published.data().path("name"));
    assertThat(admin.get("/v1/models?limit=200").body()).contains(slug);
    tick("publish: a FrontendModel in the catalogue", "POST /cores/{core_id}/publish");

    refused(admin.post(core + "/publish", ""), 400, "VALIDATION_ERROR");
    var backend = published.data().at("/metadata/published_backend_id").asString();
    assertThat(rows("scaigrid_backend_models", backend)).isEqualTo(1);

    good(admin.post(core + "/unpublish", ""), 200);
    assertThat(admin.get("/v1/models/" + slug).code()).isEqualTo("MODEL_NOT_FOUND");
    assertThat(admin.get("/v1/models?limit=200").body()).doesNotContain(slug);
    tick("unpublish: removes the FrontendModel");
    assertThat(rows("scaigrid_backend_models", backend)).isZero();
    tick("unpublish: removes the BackendModel", "POST /cores/{core_id}/unpublish");
    refused(admin.post(core + "/unpublish", ""), 400, "VALIDATION_ERROR");
  }

  private int rows(String table, String id) {
    return jdbc.sql("select count(*) from " + table + " where id = ?")
        .param(id)
        .query(Integer.class)
        .single();
  }

  @Test
  void groupsOutOfScopeAreSilentlyDropped() {
    var core = running(ASKS);
    var slug =
        slug(
            good(
                admin.post(
                    core + "/publish",
                    """
                    {"group_ids": ["mg_qa", "mg_global", "mg_north", "mg_globex", "mg_none"]}
                    """),
                200));
    assertThat(isIn("mg_qa", slug)).isTrue();
    tick("publish: group_ids");
    assertThat(isIn("mg_north", slug)).isFalse();
    assertThat(isIn("mg_globex", slug)).isFalse();
    assertThat(admin.as(Demo.GLOBEX).get("/v1/models/" + slug).code()).isEqualTo("MODEL_NOT_FOUND");
    tick("publish: no partner or tenant groups out of scope");
    assertThat(isIn("mg_global", slug)).isFalse();
    tick("publish: out of scope is silently dropped");

    good(admin.post(core + "/unpublish", ""), 200);
    assertThat(isIn("mg_qa", slug)).isFalse();
    var asSuper = admin.as(Demo.SUPER);
    good(asSuper.post(core + "/publish", "{\"group_ids\": [\"mg_global\", \"mg_north\"]}"), 200);
    assertThat(isIn("mg_global", slug)).isTrue();
    assertThat(isIn("mg_north", slug)).isTrue();
    good(admin.as(Demo.GLOBEX).get("/v1/models/" + slug), 200);
    tick("publish: no global groups but by super admins");

    good(asSuper.post(core + "/unpublish", ""), 200);
    assertThat(isIn("mg_global", slug) || isIn("mg_north", slug)).isFalse();
    tick("unpublish: removes the group memberships");
  }
}
