package ai.scailabs.scaicore.story;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Another tenant's row does not exist, on any route that the OpenAPI document names. */
@ServerTest
class TenantWallTests {

  private static final String MARK = "walled";
  private static final String QUEUES = "/v1/modules/scaiqueue";
  private static final String OFFERS = Demo.BASE + "/plugins/available";

  /** It has a token of its own, without which it is off. */
  private static final String DEV_DEPLOY = "/v1/dev/deploy";

  /** What no tenant's admin may call at all. */
  private static final Set<String> ABOVE_TENANTS = Set.of("/v1/partners", "/v1/tenants");

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;

  @Test
  void theAdminOfAnotherTenantSeesNothingOnAnyRoute() {
    var admin = new Http(port, Demo.ADMIN);
    // A tenant that no other test has done anything in.
    var stranger = admin.as(new Town(directory).keyOf(BuiltInRole.TENANT_ADMIN));
    unshare(admin.as(Demo.SUPER));
    var core = Demo.running(admin, "Walled", Demo.sample("approval-agent.ir.json"));
    var notifications = Demo.BASE + "/notifications";
    admin.put(
        notifications,
        "{\"channels\": [\"webhook\"], \"webhook\": {\"url\": \"http://127.0.0.1:9/walled\"}}");
    var waiting = Demo.invoke(admin, core, "{\"message\": \"walled 900\"}").data();
    var execution = waiting.path("id").asString();
    var checkpoint = waiting.path("checkpoint_id").asString();
    var delivery = admin.get(notifications + "/deliveries").data().at("/items/0/id").asString();
    assertThat(delivery).startsWith("ntf_");
    admin.put(notifications, "{\"channels\": []}");
    assertThat(
            admin
                .post(Demo.CORES + "/" + core + "/publish", "{\"group_ids\":[\"mg_qa\"]}")
                .status())
        .isEqualTo(200);
    var backend =
        admin
            .post(
                "/v1/backends",
                """
                {"name": "walled", "provider": "walled", "base_url": "http://127.0.0.1:9/v1",
                 "api_key": "sk-walled"}
                """)
            .data()
            .path("id")
            .asString();
    offerPlugins(admin, core);
    var skill =
        admin
            .post(
                "/v1/modules/scaiskills/skills",
                "{\"slug\": \"walled\", \"preamble\": \"Walled in.\"}")
            .data()
            .path("id")
            .asString();
    var trigger =
        admin
            .post(
                Demo.CORES + "/" + core + "/triggers",
                "{\"flow\": \"approval\", \"config\": {\"kind\": \"webhook\", \"path\":"
                    + " \"walled\"}}")
            .data()
            .path("id")
            .asString();
    var before = admin.get(Demo.CORES + "/" + core).data().toString();
    var breakpoint =
        admin
            .post(Demo.CORES + "/" + core + "/debug/breakpoint", "{\"node_id\": \"walled\"}")
            .data()
            .path("id")
            .asString();
    var scope =
        admin.post(QUEUES + "/scopes", "{\"slug\": \"walled\"}").data().path("id").asString();
    var queue =
        admin
            .post(QUEUES + "/scopes/" + scope + "/queues", "{\"slug\": \"walled\"}")
            .data()
            .path("id")
            .asString();
    var message =
        admin
            .post(
                QUEUES + "/queues/" + queue + "/messages",
                "{\"message_type\": \"walled\", \"body\": \"walled\"}")
            .data()
            .path("id")
            .asString();
    var flow =
        admin
            .post("/v1/flows", "{\"name\": \"Walled\", \"content\": {\"walled\": true}}")
            .json()
            .path("id")
            .asString();
    var acl =
        admin
            .post(
                "/v1/flows/" + flow + "/acls",
                "{\"principal_type\": \"group\", \"principal_id\": \"grp_finance\","
                    + " \"permission\": \"view\"}")
            .json()
            .path("id")
            .asString();
    Map<String, String> ids =
        Map.ofEntries(
            Map.entry("scope_id", scope),
            Map.entry("queue_id", queue),
            Map.entry("message_id", message),
            Map.entry("flow_id", flow),
            Map.entry("acl_id", acl),
            Map.entry("version", "1.0.0"),
            Map.entry("skill_id", skill),
            Map.entry("core_id", core),
            Map.entry("trigger_id", trigger),
            Map.entry("path", MARK),
            Map.entry("plugin_alias", "walled_plugin"),
            Map.entry("plugin_name", "walled_offer"),
            Map.entry("execution_id", execution),
            Map.entry("checkpoint_id", checkpoint),
            Map.entry("delivery_id", delivery),
            Map.entry("slug", "scaicore/acme/walled"),
            Map.entry("backend_id", backend),
            Map.entry("id", "mg_qa"),
            Map.entry("key_id", "key_acme_user"),
            Map.entry("role_id", "role_reviewer"),
            Map.entry("user_id", "usr_acme_user"),
            Map.entry("group_id", "grp_finance"),
            Map.entry("breakpoint_id", breakpoint),
            Map.entry("tenant_id", "ten_acme"));

    var routes = routes(admin);
    assertThat(routes).hasSizeGreaterThan(20);
    for (var route : routes) {
      var answer = call(stranger, route, ids);
      // A message, and the audit of what was refused, may repeat what the caller sent.
      assertThat(without(answer.body(), ids.values()))
          .as("%s answers %s: %s", route, answer.status(), answer.body())
          .doesNotContainIgnoringCase(MARK)
          .doesNotContain("acme");
      if (ABOVE_TENANTS.contains(route.path())) {
        assertThat(answer.status()).as("%s: %s", route, answer.body()).isEqualTo(403);
        continue;
      }
      if (route.path().equals(DEV_DEPLOY)) {
        assertThat(answer.status()).as("%s: %s", route, answer.body()).isEqualTo(503);
        continue;
      }
      assertThat(answer.status()).as("%s: %s", route, answer.body()).isNotEqualTo(403);
      assertThat(answer.status()).as("%s: %s", route, answer.body()).isLessThan(500);
      if (route.path().contains("{")) {
        assertThat(answer.status()).as("%s: %s", route, answer.body()).isEqualTo(404);
      }
    }

    assertThat(admin.get(Demo.CORES + "/" + core).data().toString()).isEqualTo(before);
    assertThat(admin.get(Demo.CHECKPOINTS + "/" + checkpoint).data().path("status").asString())
        .isEqualTo("pending");
    assertThat(admin.get("/v1/models/groups/mg_qa").data().path("models").toString())
        .contains("scaicore/acme/walled");
    assertThat(admin.get("/v1/backends/" + backend).status()).isEqualTo(200);
    assertThat(admin.get(QUEUES + "/messages/" + message).data().path("status").asString())
        .isEqualTo("ready");
    assertThat(admin.get("/v1/flows/" + flow).status()).isEqualTo(200);
    assertThat(admin.get("/v1/flows/" + flow + "/acls").json().path("total").asInt()).isEqualTo(1);
    assertThat(admin.delete("/v1/flows/" + flow).status()).isEqualTo(204);
    assertThat(admin.delete(OFFERS + "/walled_offer").status()).isEqualTo(200);
    admin.send("DELETE", "/v1/backends/" + backend, r -> r);
    admin.send("DELETE", Demo.CORES + "/" + core, r -> r);
  }

  private static void offerPlugins(Http admin, String core) {
    assertThat(
            admin
                .post(
                    OFFERS,
                    "{\"name\": \"walled_offer\", \"endpoint\": \"https://walled.example\"}")
                .status())
        .isEqualTo(201);
    assertThat(
            admin
                .post(
                    Demo.CORES + "/" + core + "/plugins",
                    "{\"alias\": \"walled_plugin\", \"endpoint\": \"plugin://walled_offer\"}")
                .status())
        .isEqualTo(201);
  }

  /** What other tests have shown to everybody would be seen through the wall. */
  private static void unshare(Http root) {
    var path = "/v1/models/groups/mg_global";
    root.get(path)
        .data()
        .path("models")
        .forEach(slug -> root.send("DELETE", path + "/models/" + slug.asString(), r -> r));
  }

  private static String without(String body, Collection<String> sent) {
    return sent.stream()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .reduce(body, (rest, id) -> rest.replace(id, ""));
  }

  private record Route(String method, String path, boolean takesFile) {}

  private static List<Route> routes(Http caller) {
    var routes = new ArrayList<Route>();
    caller
        .as(null)
        .get("/v3/api-docs")
        .json()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            routes.add(
                                new Route(
                                    operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                    path.getKey(),
                                    operation
                                        .getValue()
                                        .path("requestBody")
                                        .path("content")
                                        .has("multipart/form-data")))));
    return routes;
  }

  private static Http.Answer call(Http caller, Route route, Map<String, String> ids) {
    var path = route.path();
    for (var id : ids.entrySet()) {
      path = path.replaceAll("\\{\\*?" + id.getKey() + "}", id.getValue());
    }
    if (path.endsWith("/scopes/" + ids.get("scope_id") + "/messages")) {
      path += "?correlation_id=" + MARK;
    }
    assertThat(path).as("an id for every parameter of %s", route.path()).doesNotContain("{");
    if (route.takesFile()) {
      return Demo.upload(caller, path, Demo.sampleBytes("avatar.png"));
    }
    if (route.method().equals("GET") && path.endsWith("/stream")) {
      // One that opened would not end.
      return caller.send("GET", path, request -> request.header("Last-Event-ID", "nonsense"));
    }
    return caller.send(
        route.method(),
        path,
        request ->
            route.method().equals("GET") || route.method().equals("DELETE")
                ? request
                : request
                    .header("Content-Type", "application/json")
                    .method(route.method(), BodyPublishers.ofString(body(route))));
  }

  /** A body that is good for the route, so that only the wall refuses it. */
  private static String body(Route route) {
    if (route.path().endsWith("/delegate")) {
      return "{\"user_id\": \"usr_acme_user\", \"scopes\": [\"models:use\"]}";
    }
    if (route.path().endsWith("/resolve")) {
      return "{\"decision\": \"approve\"}";
    }
    if (route.path().endsWith("/reassign")) {
      return "{\"assignee\": \"role:tenant_admin\"}";
    }
    if (route.path().endsWith("/groups/{id}/models")) {
      return "{\"models\": [\"scaicore/acme/" + MARK + "\"]}";
    }
    if (route.path().endsWith("/chat") || route.path().endsWith("/chat/completions")) {
      return "{\"model\": \"scaicore/acme/"
          + MARK
          + "\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}";
    }
    if (route.path().endsWith("/debug/breakpoint")) {
      return "{\"node_id\": \"n\"}";
    }
    if (route.path().endsWith("/roles")) {
      return "{\"roles\": [], \"custom_role_ids\": []}";
    }
    return "{}";
  }
}
