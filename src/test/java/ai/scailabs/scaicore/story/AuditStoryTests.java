package ai.scailabs.scaicore.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Ids;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Who changed what, and who was refused. */
@ServerTest
class AuditStoryTests {

  /** Handlers that take a body and change nothing, or are accounted call by call. */
  private static final Set<String> NOT_CHANGES =
      Set.of(
          "/v1/modules/scaicore/cores/parse-bundle",
          "/v1/flows/compile",
          "/v1/flows/validate",
          // What it does it does by calls of the API, which are audited.
          "/v1/dev/deploy",
          "/v1/modules/scaicore/cores/{core_id}/debug/inspect",
          "/v1/inference/chat",
          "/oai/v1/chat/completions");

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private AuditTrail audit;
  @Autowired private JdbcClient jdbc;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping handlers;

  private Town town;
  private Http admin;
  private String adminId;
  private Http viewer;

  @BeforeEach
  void freshTenant() {
    town = new Town(directory);
    var tenant = town.tenant();
    var user = town.user(tenant, BuiltInRole.TENANT_ADMIN);
    adminId = user.id();
    admin = new Http(port, town.key(user));
    viewer = admin.as(town.key(town.user(tenant, BuiltInRole.TENANT_VIEWER)));
  }

  @Test
  void theWholeLifeOfACoreIsWrittenDownInOrder() {
    var core = Demo.create(admin, "Audited", Demo.sample("approval-agent.ir.json"));
    var path = Demo.CORES + "/" + core;
    admin.post(path + "/start", "");
    var waiting = Demo.invoke(admin, core, "{\"message\": \"Hotel, 400 euro\"}").data();
    var checkpoint = waiting.path("checkpoint_id").asString();
    admin.post(Demo.CHECKPOINTS + "/" + checkpoint + "/resolve", "{\"decision\": \"approve\"}");
    admin.post(path + "/pause", "");
    admin.post(path + "/resume", "");
    admin.post(path + "/publish", "{}");
    admin.post(path + "/unpublish", "");
    admin.post(path + "/restart", "");
    admin.post(path + "/stop", "");
    admin.send("DELETE", path, r -> r);

    var events = events("");
    assertThat(events.stream().map(e -> e.path("action").asString()))
        .containsExactly(
            "core.delete",
            "core.stop",
            "core.restart",
            "core.stop",
            "core.unpublish",
            "core.publish",
            "core.resume",
            "core.pause",
            "checkpoint.resolve",
            "checkpoint.create",
            "execution.create",
            "core.start",
            "core.create");
    assertThat(events).allMatch(e -> e.path("status").asString().equals("success"));
    var created = events.getLast();
    assertThat(created.path("actor_id").asString()).isEqualTo(adminId);
    assertThat(created.path("actor_email").asString()).contains("@");
    assertThat(created.path("resource_type").asString()).isEqualTo("core");
    assertThat(created.path("resource_id").asString()).isEqualTo(core);
    assertThat(created.path("ip_address").asString()).isEqualTo("127.0.0.1");
    assertThat(created.path("request_id").asString()).startsWith("req_");
    assertThat(created.path("id").asString()).startsWith("evt_");
    assertThat(created.path("timestamp").asString()).endsWith("Z");
    // An execution runs on another thread; it is its caller's all the same.
    var invoked = events.get(10);
    assertThat(invoked.path("actor_id").asString()).isEqualTo(adminId);
    assertThat(invoked.path("resource_id").asString()).isEqualTo(waiting.path("id").asString());
    // A question is asked by the service itself.
    assertThat(events.get(9).path("actor_id").isNull()).isTrue();
  }

  @Test
  void refusedAttemptsAreThereBeforeTheirCallerHasTheAnswer() {
    var core = Demo.create(admin, "Refused", "{}");
    assertThat(viewer.send("DELETE", Demo.CORES + "/" + core, r -> r).status()).isEqualTo(403);
    assertThat(admin.post(Demo.CORES + "/" + core + "/pause", "").status()).isEqualTo(409);
    assertThat(admin.post(Demo.CORES + "/core_of_nobody/stop", "").status()).isEqualTo(404);
    assertThat(admin.post(Demo.CORES, "{\"name\": 3").status()).isEqualTo(400);
    assertThat(admin.post(Demo.CORES + "/" + core + "/start", "").status()).isEqualTo(422);

    var events = events("");
    assertThat(
            events.stream()
                .map(
                    e ->
                        e.path("action").asString()
                            + " "
                            + e.path("status").asString()
                            + " "
                            + e.path("error_code").asString("")))
        .containsExactly(
            "core.start failed INVALID_SOURCE_IR",
            "core.create failed VALIDATION_ERROR",
            "core.stop failed CORE_NOT_FOUND",
            "core.pause failed INVALID_CORE_TRANSITION",
            "core.delete denied AUTHZ_PERMISSION_DENIED",
            "core.create success ");
    assertThat(events.get(4).path("resource_id").asString()).isEqualTo(core);
    assertThat(events.get(4).path("actor_id").asString()).isNotEqualTo(adminId);
  }

  @Test
  void aChangeThatIsRolledBackLeavesOnlyTheRefusal() {
    Demo.create(admin, "Twice", "{}");
    assertThat(admin.post(Demo.CORES, "{\"name\": \"Twice\"}").code()).isEqualTo("SLUG_CONFLICT");
    assertThat(events("&action=core.create").stream().map(e -> e.path("status").asString()))
        .containsExactly("failed", "success");
  }

  @Test
  void filtersAndPagesNarrowTheList() {
    for (int i = 0; i < 5; i++) {
      Demo.create(admin, "Core " + i, "{}");
    }
    var core = Demo.create(admin, "Filtered", "{}");
    viewer.post(Demo.CORES + "/" + core + "/start", "");

    assertThat(events("&module=scaicore")).hasSize(7);
    assertThat(events("&module=scaigrid")).isEmpty();
    assertThat(events("&action=core.start")).hasSize(1);
    assertThat(events("&resource_id=" + core)).hasSize(2);
    assertThat(events("&actor_id=" + adminId)).hasSize(6);
    assertThat(events("&start=2999-01-01T00:00:00Z")).isEmpty();
    assertThat(events("&start=%2B1000000000-12-31T23:59:59Z")).isEmpty();
    assertThat(events("&end=2020-01-01T00:00:00Z")).isEmpty();
    assertThat(events("&start=2020-01-01T00:00:00Z&end=2999-01-01T00:00:00Z")).hasSize(7);

    var seen = new ArrayList<String>();
    var cursor = "";
    do {
      var page = admin.get("/v1/audit/events?limit=2" + cursor).json();
      page.path("data").path("items").forEach(e -> seen.add(e.path("id").asString()));
      cursor = "&cursor=" + page.path("pagination").path("next_cursor").asString("");
    } while (!cursor.equals("&cursor="));
    assertThat(seen).hasSize(7).doesNotHaveDuplicates();
  }

  @Test
  void wrongFiltersAreNamed() {
    assertThat(admin.get("/v1/audit/events?start=yesterday").field()).isEqualTo("start");
    assertThat(admin.get("/v1/audit/events?cursor=x").field()).isEqualTo("cursor");
    assertThat(admin.get("/v1/audit/events?limit=0").field()).isEqualTo("limit");
    assertThat(admin.get("/v1/audit/events?action=%00").code()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void onlyThoseWhoMayReadItDoAndOnlyTheirTenants() {
    Demo.create(admin, "Mine", "{}");
    assertThat(viewer.get("/v1/audit/events").code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    var stranger = admin.as(town.keyOf(BuiltInRole.TENANT_ADMIN));
    assertThat(stranger.get("/v1/audit/events").data().path("items")).isEmpty();
  }

  @Test
  void anAttemptInATenantOutOfReachIsWrittenDownAtHome() {
    var refused =
        admin.send(
            "POST",
            Demo.CORES,
            r ->
                r.header("X-Tenant-Id", "ten_globex")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{}")));
    assertThat(refused.status()).isEqualTo(403);
    var event = events("&action=core.create").getFirst();
    assertThat(event.path("status").asString()).isEqualTo("denied");
    assertThat(event.path("actor_id").asString()).isEqualTo(adminId);
  }

  @Test
  void everyChangeOfTheDirectoryIsWrittenDownAsWhatItsHandlerNames() {
    var user = town.user(town.tenant(), BuiltInRole.SUPER_ADMIN);
    var root = admin.as(town.key(user));
    var name = Ids.next("n-");
    var partner = made(root, "/v1/partners", "{'slug': 'P', 'name': 'x'}".replace("P", name));
    var tenant =
        made(
            root,
            "/v1/tenants",
            "{'slug': 'T', 'name': 'x', 'partner_id': 'P'}"
                .replace("T", name)
                .replace("'P'", "'" + partner + "'"));
    root.put("/v1/tenants/" + tenant, "{\"name\": \"y\"}");
    var someone = "/v1/users/" + made(root, "/v1/users", "{'email': 'someone@x'}");
    root.put(someone, "{\"display_name\": \"y\"}");
    root.put(someone + "/roles", "{\"roles\": [\"tenant_user\"], \"custom_role_ids\": []}");
    var group = "/v1/groups/" + made(root, "/v1/groups", "{'name': 'x'}");
    var member = group + "/members/" + someone.substring("/v1/users/".length());
    root.put(member, "");
    root.delete(member);
    root.delete(group);
    var roles = "/v1/iam/custom-roles";
    var role = made(root, roles, "{'name': 'x', 'permissions': ['audit:view']}");
    root.delete(roles + "/" + role);
    root.delete("/v1/api-keys/" + made(root, "/v1/api-keys", "{'name': 'x'}"));

    var named =
        handlers.getHandlerMethods().values().stream()
            .filter(handler -> handler.getBeanType().getPackageName().endsWith(".scaicore.iam"))
            .flatMap(handler -> Stream.ofNullable(handler.getMethodAnnotation(Audited.class)))
            .map(Audited::value)
            .toList();
    assertThat(named).hasSizeGreaterThan(12);
    assertThat(
            jdbc.sql(
                    """
                    select distinct action from scaigrid_audit_events
                    where actor_id = ? and status = 'success'\
                    """)
                .param(user.id())
                .query((row, n) -> row.getString(1))
                .list())
        .containsExactlyInAnyOrderElementsOf(named);
    // What was done to a tenant stands in its own audit.
    assertThat(
            jdbc.sql(
                    "select action from scaigrid_audit_events where tenant_id = ? order by"
                        + " created_at")
                .param(tenant)
                .query((row, n) -> row.getString(1))
                .list())
        .containsExactly("tenant.create", "tenant.update");
  }

  private static String made(Http caller, String path, String body) {
    var answer = caller.post(path, body.replace('\'', '"'));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.data().path("id").asString();
  }

  @Test
  void nothingIsWrittenDownOutsideTheTransactionOfItsChange() {
    assertThatThrownBy(() -> audit.record("ten_x", "core.create", "core_x"))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void everyHandlerThatChangesSomethingNamesItForTheAudit() {
    handlers
        .getHandlerMethods()
        .forEach(
            (mapping, handler) -> {
              boolean reads =
                  mapping.getMethodsCondition().getMethods().stream()
                      .allMatch(Set.of(RequestMethod.GET, RequestMethod.HEAD)::contains);
              var paths = mapping.getPatternValues();
              boolean ours =
                  handler.getBeanType().getPackageName().startsWith("ai.scailabs.scaicore")
                      && paths.stream().anyMatch(p -> p.startsWith("/v1") || p.startsWith("/oai"));
              if (ours && !reads && NOT_CHANGES.stream().noneMatch(paths::contains)) {
                var audited = handler.getMethodAnnotation(Audited.class);
                assertThat(audited == null ? "" : audited.value())
                    .as("@Audited on %s", handler)
                    .matches("[a-z_]+\\.[a-z_]+");
              }
            });
  }

  private List<JsonNode> events(String filter) {
    var answer = admin.get("/v1/audit/events?limit=200" + filter);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data().path("items").valueStream().toList();
  }
}
