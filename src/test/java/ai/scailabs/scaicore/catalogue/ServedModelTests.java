package ai.scailabs.scaicore.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Ids;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Models on model servers in the catalogue. */
@ServerTest
class ServedModelTests {

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
  void aKeyThatIsRestrictedToGroupsDeletesNothingElse() {
    var town = new Town(directory);
    var tenant = town.tenant();
    var user = town.user(tenant, BuiltInRole.TENANT_ADMIN);
    var free = admin.as(town.key(user));
    var restricted = admin.as(town.key(user, null, Set.of("mg_global")));
    var slug = tenant.slug() + "/m";
    var id = Models.backend(free, Models.provider(), server, "");
    var made =
        free.post(
            "/v1/models",
            """
            {"slug": "%s", "display_name": "M", "backend_id": "%s", "model": "gpt-x"}
            """
                .formatted(slug, id));
    assertThat(made.status()).as(made.body()).isEqualTo(201);

    var refused = restricted.send("DELETE", "/v1/models/" + slug, r -> r);

    assertThat(refused.code()).isEqualTo("MODEL_NOT_FOUND");
    assertThat(free.send("DELETE", "/v1/models/" + slug, r -> r).status()).isEqualTo(200);
  }

  private Http.Answer model(String backend, String slug, String model, String more) {
    return admin.post(
        "/v1/models",
        """
        {"slug": "%s", "display_name": "M", "backend_id": "%s", "model": "%s"%s}
        """
            .formatted(slug, backend, model, more));
  }
}
