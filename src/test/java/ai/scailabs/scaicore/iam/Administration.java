package ai.scailabs.scaicore.iam;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.Town;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A new tenant and its admin, for one test. */
final class Administration {

  final Town town;
  final Tenant tenant;
  final User adminUser;
  final Http admin;

  Administration(int port, DirectoryWriter writer) {
    town = new Town(writer);
    tenant = town.tenant();
    adminUser = town.user(tenant, BuiltInRole.TENANT_ADMIN);
    admin = new Http(port, town.key(adminUser));
  }

  /** A caller of the tenant with a built-in role. */
  Http as(BuiltInRole role) {
    return admin.as(town.key(town.user(tenant, role)));
  }

  /** A caller of the tenant with these permissions and no built-in role. */
  Http with(Permission... permissions) {
    var user = town.user(tenant);
    town.role(user, permissions);
    return admin.as(town.key(user));
  }

  /** A new user of the tenant, made over HTTP. */
  String user(String email) {
    var made = admin.post("/v1/users", "{\"email\": \"" + email + "\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.data().path("id").asString();
  }

  /** The actions that the tenant's audit has, newest first, each with its outcome. */
  List<String> audit() {
    return items(admin, "/v1/audit/events?limit=200").stream()
        .map(e -> e.path("action").asString() + " " + e.path("status").asString())
        .toList();
  }

  static List<JsonNode> items(Http caller, String path) {
    var answer = caller.get(path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data().path("items").valueStream().toList();
  }

  /** The ids of all pages, two at a time. */
  static List<String> paged(Http caller, String path, String id) {
    var seen = new ArrayList<String>();
    var cursor = "";
    do {
      var page = caller.get(path + "?limit=2" + cursor).json();
      page.path("data").path("items").forEach(item -> seen.add(item.path(id).asString()));
      cursor = "&cursor=" + page.path("pagination").path("next_cursor").asString("");
    } while (!cursor.equals("&cursor="));
    return seen;
  }
}
