package ai.scailabs.scaicore.iam;

import static ai.scailabs.scaicore.iam.Administration.items;
import static ai.scailabs.scaicore.iam.Administration.paged;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Partners and tenants. */
@ServerTest
class TenancyTests {

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter writer;

  private Administration here;
  private Http root;
  private Http partner;

  @BeforeEach
  void newTenant() {
    here = new Administration(port, writer);
    root = new Http(port, Demo.SUPER);
    partner = here.as(BuiltInRole.PARTNER_ADMIN);
  }

  @Test
  void aSuperAdminSetsUpAPartnerItsTenantAndTheFirstUser() {
    var slug = Ids.next("p-");
    var made = root.post("/v1/partners", "{\"slug\": \"%s\", \"name\": \"P\"}".formatted(slug));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var partnerId = made.data().path("id").asString();
    assertThat(paged(root, "/v1/partners", "id")).contains(partnerId).doesNotHaveDuplicates();
    assertThat(
            root.post("/v1/partners", "{\"slug\": \"%s\", \"name\": \"P\"}".formatted(slug)).code())
        .isEqualTo("SLUG_CONFLICT");

    var tenant = tenant(root, partnerId);
    assertThat(tenant.data().path("partner_id").asString()).isEqualTo(partnerId);
    assertThat(tenant.data().path("status").asString()).isEqualTo("active");
    var id = tenant.data().path("id").asString();
    var user =
        root.send(
            "POST",
            "/v1/users",
            request ->
                request
                    .header("X-Tenant-Id", id)
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            "{\"email\": \"first@x\", \"roles\": [\"tenant_admin\"]}")));
    assertThat(user.status()).as(user.body()).isEqualTo(201);
    assertThat(paged(here.admin, "/v1/users", "email")).doesNotContain("first@x");
  }

  @Test
  void aPartnerAdminHasTheirPartnersTenantsAndNoOthers() {
    var made = tenant(partner, null);
    assertThat(made.data().path("partner_id").asString()).isEqualTo(here.town.partner().id());
    assertThat(paged(partner, "/v1/tenants", "id"))
        .containsExactly(made.data().path("id").asString(), here.tenant.id());
    assertThat(tenant(partner, "par_north").field()).isEqualTo("partner_id");
    assertThat(tenant(root, "par_none").field()).isEqualTo("partner_id");
    assertThat(partner.put("/v1/tenants/ten_acme", "{\"name\": \"x\"}").code())
        .isEqualTo("NOT_FOUND");
    assertThat(partner.get("/v1/partners").code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(partner.post("/v1/partners", "{\"slug\": \"x\", \"name\": \"x\"}").status())
        .isEqualTo(403);
    assertThat(paged(root, "/v1/tenants", "id")).contains("ten_acme", here.tenant.id());
  }

  @Test
  void aTenantAdminAdministersNoTenants() {
    assertThat(here.admin.get("/v1/tenants").status()).isEqualTo(403);
    assertThat(tenant(here.admin, null).status()).isEqualTo(403);
    assertThat(here.admin.put("/v1/tenants/" + here.tenant.id(), "{}").status()).isEqualTo(403);
    assertThat(here.admin.put("/v1/tenants/ten_acme", "{}").status()).isEqualTo(404);
    assertThat(here.audit())
        .containsExactly("tenant.update failed", "tenant.update denied", "tenant.create denied");
  }

  @Test
  void aSuspendedTenantIsRefusedAtOnceAndComesBack() {
    var path = "/v1/tenants/" + here.tenant.id();
    var suspended = root.put(path, "{\"status\": \"suspended\"}");
    assertThat(suspended.data().path("status").asString())
        .as(suspended.body())
        .isEqualTo("suspended");
    Eventually.get(() -> here.admin.get("/v1/me").status(), status -> status == 401);
    root.put(path, "{\"status\": \"active\", \"name\": \"Back\"}");
    Eventually.get(() -> here.admin.get("/v1/me").status(), status -> status == 200);
    assertThat(root.put(path, "{\"status\": \"gone\"}").field()).isEqualTo("status");
  }

  @Test
  void theCoresOfASuspendedTenantWaitUntilTheyAreResumed() {
    var core = Demo.running(here.admin, "Runs", Demo.sample("approval-agent.ir.json"));
    var idle = Demo.create(here.admin, "Idle", "{}");
    var path = "/v1/tenants/" + here.tenant.id();
    assertThat(root.put(path, "{\"status\": \"suspended\"}").status()).isEqualTo(200);
    root.put(path, "{\"status\": \"active\"}");
    Eventually.get(() -> here.admin.get("/v1/me").status(), status -> status == 200);

    assertThat(status(core)).isEqualTo("suspended");
    assertThat(status(idle)).isEqualTo("created");
    assertThat(here.admin.post(Demo.CORES + "/" + core + "/resume", "").status()).isEqualTo(200);
    assertThat(status(core)).isEqualTo("running");
    assertThat(here.audit())
        .startsWith(
            "core.resume success",
            "tenant.update success",
            "tenant.update success",
            "core.suspend success");
    var suspended = items(here.admin, "/v1/audit/events?action=core.suspend").getFirst();
    assertThat(suspended.path("resource_id").asString()).isEqualTo(core);
    assertThat(suspended.path("actor_email").asString()).isEqualTo("root@acme");
  }

  @Test
  void aPublishedModelOfASuspendedTenantIsUnavailableToOthers() {
    var core = Demo.running(here.admin, "Served", Demo.sample("approval-agent.ir.json"));
    var published =
        root.send(
            "POST",
            Demo.CORES + "/" + core + "/publish",
            request ->
                request
                    .header("X-Tenant-Id", here.tenant.id())
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"group_ids\": [\"mg_global\"]}")));
    assertThat(published.status()).as(published.body()).isEqualTo(200);
    var chat =
        "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}"
            .formatted(published.data().path("metadata").path("published_slug").asString());
    root.put("/v1/tenants/" + here.tenant.id(), "{\"status\": \"suspended\"}");
    var answer = new Http(port, Demo.GLOBEX).post("/v1/inference/chat", chat);
    assertThat(answer.code()).as(answer.body()).isEqualTo("MODEL_UNAVAILABLE");
  }

  private String status(String core) {
    return here.admin.get(Demo.CORES + "/" + core).data().path("status").asString();
  }

  @Test
  void aPartnerAdminDoesNotSuspendASuperAdmin() {
    here.town.user(here.tenant, BuiltInRole.SUPER_ADMIN);
    var refused = partner.put("/v1/tenants/" + here.tenant.id(), "{\"status\": \"suspended\"}");
    assertThat(refused.message()).contains("super_admin");
    assertThat(here.admin.get("/v1/me").status()).isEqualTo(200);
  }

  @Test
  void theDefaultModelGroupIsOneThatCoversTheTenant() {
    var path = "/v1/tenants/" + here.tenant.id();
    assertThat(
            root.put(path, "{\"default_model_group_id\": \"mg_global\"}")
                .data()
                .path("default_model_group_id")
                .asString())
        .isEqualTo("mg_global");
    assertThat(root.put(path, "{\"default_model_group_id\": \"mg_qa\"}").field())
        .isEqualTo("default_model_group_id");
    assertThat(root.put(path, "{}").data().path("default_model_group_id").asString())
        .isEqualTo("mg_global");
  }

  @Test
  void whatIsWrongIsNamed() {
    for (var slug : new String[] {"", "A", "a b", "-a", "a-", "ä", "x".repeat(64)}) {
      assertThat(
              root.post("/v1/tenants", "{\"slug\": \"%s\", \"name\": \"x\"}".formatted(slug))
                  .field())
          .as(slug)
          .isEqualTo("slug");
    }
    assertThat(root.post("/v1/tenants", "{\"slug\": \"nameless\"}").field()).isEqualTo("name");
  }

  private static Http.Answer tenant(
      Http caller, @org.jspecify.annotations.Nullable String partner) {
    return caller.post(
        "/v1/tenants",
        "{\"slug\": \"%s\", \"name\": \"T\"%s}"
            .formatted(
                Ids.next("t-"), partner == null ? "" : ", \"partner_id\": \"" + partner + "\""));
  }
}
