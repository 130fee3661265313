package ai.scailabs.scaicore.scaiflow;

import static ai.scailabs.scaicore.scaiflow.FlowClient.FLOWS;
import static ai.scailabs.scaicore.scaiflow.FlowClient.detail;
import static ai.scailabs.scaicore.scaiflow.FlowClient.echo;
import static ai.scailabs.scaicore.scaiflow.FlowClient.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.scaiflow.FlowProperties.DeployAuth;
import ai.scailabs.scaicore.scaiflow.client.ScaiVault;
import ai.scailabs.scaicore.scaiflow.client.Targets;
import ai.scailabs.scaicore.scaiflow.compiler.Drawing;
import ai.scailabs.scaicore.storage.ObjectKey;
import ai.scailabs.scaicore.storage.ObjectStore;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Flows, their versions, who may touch them, and how their paths say that something is wrong. */
@ServerTest
class FlowStoryTests {

  @LocalServerPort int port;
  @Autowired DirectoryWriter writer;
  @Autowired ObjectStore objects;
  @Autowired JdbcClient jdbc;
  @Autowired Targets targets;
  @Autowired ScaiVault vault;
  @Autowired Directory directory;

  Town town;
  Tenant tenant;
  FlowClient owner;

  @BeforeEach
  void setUp() {
    town = new Town(writer);
    tenant = town.tenant();
    owner = new FlowClient(as(maker()));
  }

  @Test
  void aFlowIsKeptWithEveryContentThatItHad() {
    var made = owner.tryCreate("  Echo ", echo("Echo", "one"));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var id = made.json().path("id").asString();
    assertThat(id).startsWith("flow_");
    assertThat(made.json().propertyNames())
        .containsExactly(
            "id",
            "name",
            "description",
            "owner_id",
            "tenant_id",
            "version",
            "created_at",
            "updated_at",
            "content");
    assertThat(made.json().path("name").asString()).isEqualTo("Echo");
    assertThat(made.json().path("version").asString()).isEqualTo("1.0.0");

    var same = owner.put(id, echo("Echo", "one"));
    assertThat(same.json().path("version").asString()).isEqualTo("1.0.0");
    var renamed = owner.http().put(FLOWS + "/" + id, "{\"name\": \"Echo 2\"}");
    assertThat(renamed.json().path("version").asString()).isEqualTo("1.0.0");
    var changed = owner.put(id, echo("Echo", "two"));
    assertThat(changed.json().path("version").asString()).isEqualTo("1.0.1");

    var now = owner.get(id).json();
    assertThat(now.path("name").asString()).isEqualTo("Echo 2");
    assertThat(now.at("/content/nodes/1/config/template").asString()).isEqualTo("two");
    var versions = owner.http().get(FLOWS + "/" + id + "/versions").json();
    assertThat(versions.path("total").asInt()).isEqualTo(2);
    assertThat(versions.path("items").findValuesAsString("version"))
        .containsExactly("1.0.1", "1.0.0");
    var old = owner.http().get(FLOWS + "/" + id + "/versions/1.0.0").json();
    assertThat(old.at("/content/nodes/1/config/template").asString()).isEqualTo("one");
    assertThat(
            objects.get(
                new ObjectKey("flows/%s/%s/v1.0.1.flow.json".formatted(tenant.id(), id)),
                1_000_000))
        .isPresent();
  }

  @Test
  void ofThoseWhoSaveAtTheSameTimeNobodyLosesAVersion() {
    var id = owner.create("Contended", echo("C", "start"));
    var answers = AtOnce.run(8, i -> owner.put(id, echo("C", "by " + i)));
    assertThat(answers).allMatch(answer -> answer.status() == 200);
    var versions = new HashSet<String>();
    for (int i = 0; i < 8; i++) {
      var version = answers.get(i).json().path("version").asString();
      versions.add(version);
      var kept = owner.http().get(FLOWS + "/" + id + "/versions/" + version).json();
      assertThat(kept.at("/content/nodes/1/config/template").asString()).isEqualTo("by " + i);
    }
    assertThat(versions).hasSize(8);
    assertThat(owner.get(id).json().path("version").asString()).isEqualTo("1.0.8");
    assertThat(owner.http().get(FLOWS + "/" + id + "/versions").json().path("total").asInt())
        .isEqualTo(9);
  }

  @Test
  void aDeletedFlowIsNotFoundAndItsRowStays() {
    var id = owner.create("Gone", echo("Gone", "x"));
    assertThat(owner.http().delete(FLOWS + "/" + id).status()).isEqualTo(204);
    assertThat(error(owner.get(id))).isEqualTo("flow_not_found");
    assertThat(owner.put(id, echo("Gone", "y")).status()).isEqualTo(404);
    assertThat(owner.http().delete(FLOWS + "/" + id).status()).isEqualTo(404);
    assertThat(owner.deploy(id, "{}").status()).isEqualTo(404);
    assertThat(owner.http().get(FLOWS).json().path("total").asInt()).isZero();
    assertThat(
            jdbc.sql("select count(*) from scaiflow_flows where id = ?")
                .param(id)
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void theListShowsWhatTheCallerMayViewAndIsSearchedAndPaged() {
    for (int i = 0; i < 5; i++) {
      owner.create("Flow %d 50%%_x".formatted(i), echo("F", "x"));
    }
    owner.create("Other", echo("F", "x"));
    var http = owner.http();
    assertThat(http.get(FLOWS).json().path("total").asInt()).isEqualTo(6);
    assertThat(http.get(FLOWS + "?search=oThEr").json().path("total").asInt()).isEqualTo(1);
    assertThat(http.get(FLOWS + "?search=50%25_").json().path("total").asInt()).isEqualTo(5);
    assertThat(http.get(FLOWS + "?search=%25__x").json().path("total").asInt()).isZero();
    var first = http.get(FLOWS + "?limit=4").json();
    assertThat(first.path("items").size()).isEqualTo(4);
    assertThat(first.at("/items/0/name").asString()).isEqualTo("Other");
    assertThat(first.at("/items/0").has("content")).isFalse();
    var rest = http.get(FLOWS + "?cursor=" + first.path("next_cursor").asString()).json();
    assertThat(rest.path("items").size()).isEqualTo(2);
    assertThat(rest.path("next_cursor").isNull()).isTrue();
    assertThat(http.get(FLOWS + "?limit=0").status()).isEqualTo(400);
    assertThat(http.get(FLOWS + "?cursor=nonsense").status()).isEqualTo(400);

    var colleague = as(maker());
    assertThat(colleague.get(FLOWS).json().path("total").asInt()).isZero();
    var admin = as(town.user(tenant, BuiltInRole.TENANT_ADMIN));
    assertThat(admin.get(FLOWS).json().path("total").asInt()).isEqualTo(6);
    var stranger = new Http(port, town.keyOf(BuiltInRole.TENANT_ADMIN));
    assertThat(stranger.get(FLOWS).json().path("total").asInt()).isZero();
  }

  @Test
  void eachPermissionIncludesThoseBeforeItAndWithoutViewThereIsNothing() {
    var id = owner.create("Shared", echo("Shared", "x"));
    var path = FLOWS + "/" + id;
    var user = maker();
    var group = town.group(user);
    var other = as(user);

    assertThat(error(other.get(path))).isEqualTo("flow_not_found");
    assertThat(error(other.post(path + "/deploy", "{}"))).isEqualTo("flow_not_found");

    var view = grant(owner.http(), path, "user", user.id(), "view");
    assertThat(other.get(path).status()).isEqualTo(200);
    assertThat(other.get(FLOWS).json().path("total").asInt()).isEqualTo(1);
    assertThat(other.get(path + "/versions").status()).isEqualTo(200);
    assertThat(other.get(path + "/deployments").status()).isEqualTo(200);
    var refused = other.put(path, "{\"name\": \"Mine\"}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(error(refused)).isEqualTo("authz_permission_denied");
    assertThat(detail(refused).path("message").asString()).contains("'edit'").contains("'view'");
    assertThat(detail(refused).path("fix").asString()).contains("acls");

    var edit = grant(owner.http(), path, "group", group, "edit");
    assertThat(other.put(path, "{\"name\": \"Ours\"}").status()).isEqualTo(200);
    assertThat(other.post(path + "/deploy", "{}").status()).isEqualTo(403);

    var deploy = grant(owner.http(), path, "user", user.id(), "deploy");
    assertThat(deploy.path("id")).isEqualTo(view.path("id"));
    assertThat(other.post(path + "/deploy", "{\"publish_as_model\": 5}").status()).isEqualTo(400);
    assertThat(other.delete(path).status()).isEqualTo(403);
    assertThat(other.post(path + "/acls", "{}").status()).isEqualTo(403);

    grant(owner.http(), path, "user", user.id(), "admin");
    var acls = other.get(path + "/acls").json();
    assertThat(acls.path("total").asInt()).isEqualTo(2);
    var edits = path + "/acls/" + edit.path("id").asString();
    assertThat(other.delete(edits).status()).isEqualTo(204);
    assertThat(error(other.delete(edits))).isEqualTo("acl_not_found");
    assertThat(other.delete(path).status()).isEqualTo(204);
  }

  @Test
  void anAclNamesSomebodyOfTheTenantAndAKnownPermission() {
    var path = FLOWS + "/" + owner.create("Checked", echo("C", "x")) + "/acls";
    var stranger = town.user(town.tenant(), BuiltInRole.TENANT_USER);
    for (var body :
        List.of(
            "{}",
            "{\"principal_type\": \"user\", \"permission\": \"view\"}",
            "{\"principal_type\": \"robot\", \"principal_id\": \"x\", \"permission\": \"view\"}",
            "{\"principal_type\": \"user\", \"principal_id\": \"x\", \"permission\": \"own\"}",
            "{\"principal_type\": \"user\", \"principal_id\": \"%s\", \"permission\": \"view\"}"
                .formatted(stranger.id()),
            "{\"principal_type\": \"group\", \"principal_id\": \"nobody\", \"permission\":"
                + " \"view\"}",
            "{\"principal_type\": \"user\", \"principal_id\": \"a\\u0000\", \"permission\":"
                + " \"view\"}")) {
      var answer = owner.http().post(path, body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(error(answer)).as(body).isEqualTo("validation_error");
    }
  }

  @Test
  void everyErrorOfThesePathsIsInTheirOwnDialect() {
    var http = owner.http();
    assertError(http.as(null).get(FLOWS), 401, "auth_token_missing");
    assertError(http.as("sgk_nobody").get(FLOWS + "/x"), 401, "auth_token_invalid");
    var user = town.key(town.user(tenant, BuiltInRole.TENANT_USER));
    assertError(http.as(user).get(FLOWS), 403, "authz_permission_denied");
    assertError(http.get(FLOWS + "/x"), 404, "flow_not_found");
    assertError(http.get(FLOWS + "/x/nothing"), 404, "not_found");
    assertError(http.get("/v1/tenants/me/nothing"), 404, "not_found");
    assertError(http.post(FLOWS, "{not json"), 400, "validation_error");
    assertError(http.post(FLOWS, "{\"name\": \"x\", \"content\": []}"), 400, "validation_error");
    assertError(http.post(FLOWS, "{\"name\": \"x\"}"), 400, "validation_error");
    assertError(http.post(FLOWS, "{\"content\": {}}"), 400, "validation_error");
    assertError(http.post(FLOWS, "{\"name\": \"a\\u0000\"}"), 400, "validation_error");
    assertError(http.send("PATCH", FLOWS, r -> r), 405, "method_not_allowed");
    assertError(
        http.post(FLOWS, "{\"name\": \"" + "x".repeat(2_100_000) + "\"}"),
        413,
        "payload_too_large");
    assertError(http.send("POST", FLOWS, r -> r.header("Content-Type", "text/plain")), 415, null);
    assertError(http.post("/v1/dev/deploy", "{}"), 503, "dev_deploy_disabled");
    var field = http.post(FLOWS, "{\"name\": 5, \"content\": {}}");
    assertThat(detail(field).at("/details/0/field").asString()).isEqualTo("name");
    assertThat(detail(field).has("fix")).isFalse();
    // The neighbours keep theirs.
    assertThat(http.get("/v1/tenants").json().has("detail")).isFalse();
    assertThat(http.get("/v1/flowsomething").code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void aGraphIsCompiledAndValidatedWithoutBeingStored() {
    var http = owner.http();
    var broken = Drawing.sample("three-errors");
    var findings = post(http, "/validate", broken);
    assertThat(findings.json().path("valid").asBoolean()).isFalse();
    var errors =
        StreamSupport.stream(findings.json().path("diagnostics").spliterator(), false)
            .filter(finding -> finding.path("severity").asString().equals("error"))
            .toList();
    assertThat(errors).as(findings.body()).hasSize(3);
    assertThat(errors.getFirst().propertyNames())
        .containsExactly("severity", "message", "path", "node_id", "edge_id");
    var compiled = post(http, "/compile", broken);
    assertThat(compiled.status()).isEqualTo(200);
    assertThat(compiled.json().path("body").isNull()).isTrue();
    assertThat(compiled.json().path("errors").size()).isEqualTo(3);

    var good = post(http, "/compile", echo("Echo", "You said {{message}}"));
    assertThat(good.json().path("format").asString()).isEqualTo("yaml");
    assertThat(good.json().path("body").asString()).contains("scaiflow_meta");
    assertThat(good.json().path("errors").size()).isZero();
    var ir =
        http.post(
            FLOWS + "/compile",
            "{\"format\": \"ir\", \"content\": %s}".formatted(text(echo("Echo", "x"))));
    assertThat(Base64.getDecoder().decode(ir.json().path("body").asString()))
        .startsWith("SCIR".getBytes(StandardCharsets.US_ASCII));
    assertThat(post(http, "/validate", echo("Echo", "x")).json().path("valid").asBoolean())
        .isTrue();
    assertThat(error(http.post(FLOWS + "/compile", "{}"))).isEqualTo("validation_error");
  }

  @Test
  void aManifestBecomesAFlowWithTheGraphItCameFrom() {
    var http = owner.http();
    var graph = echo("Imported", "You said {{message}}");
    var manifest = post(http, "/compile", graph).json().path("body").asString();
    var made = yaml(http, FLOWS + "/import", manifest);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.json().path("name").asString()).isEqualTo("main");
    assertThat(made.json().path("unknown_steps").asInt()).isZero();
    var drawn = JsonMapper.shared().readTree(text(graph));
    for (var part : List.of("id", "nodes", "edges", "config")) {
      assertThat(made.json().path("content").path(part)).as(part).isEqualTo(drawn.path(part));
    }
    for (var broken : List.of("core: [", "a: b", "core: {name: X}", "")) {
      assertError(yaml(http, FLOWS + "/import", broken), 400, "validation_error");
    }
    assertError(http.post(FLOWS + "/import", "{}"), 415, "unsupported_media_type");
  }

  private static Http.Answer yaml(Http http, String path, String manifest) {
    return http.send(
        "POST",
        path,
        request ->
            request
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(manifest)));
  }

  @Test
  void credentialsAreKeptSealedAndShownMasked() {
    var admin = as(town.user(tenant, BuiltInRole.TENANT_ADMIN));
    var key = "sgk_0123456789abcdef0123456789WXYZ";
    assertThat(admin.get(FlowClient.CREDENTIALS).json().path("configured").asBoolean()).isFalse();
    assertThat(
            owner
                .http()
                .post(FlowClient.CREDENTIALS, "{\"api_key\": \"%s\"}".formatted(key))
                .status())
        .isEqualTo(403);
    var set = admin.post(FlowClient.CREDENTIALS, "{\"api_key\": \"%s\"}".formatted(key));
    assertThat(set.status()).as(set.body()).isEqualTo(204);
    var shown = admin.get(FlowClient.CREDENTIALS);
    assertThat(shown.json().path("api_key").asString()).isEqualTo("sgk_…WXYZ");
    assertThat(shown.json().path("configured").asBoolean()).isTrue();
    assertThat(shown.body()).doesNotContain("0123456789");
    var row =
        jdbc.sql("select v::text from scaiflow_vault_secrets v where path = ?")
            .param("tenants/" + tenant.id() + "/scaigrid_api_key")
            .query(String.class)
            .single();
    assertThat(row).doesNotContain("0123456789abcdef");
    for (var body :
        List.of(
            "{}",
            "{\"api_key\": \"short\"}",
            "{\"api_key\": \"sgk_0123456789abcdef\\n0123\"}",
            "{\"api_key\": \"%s\", \"base_url\": \"http://169.254.169.254/\"}".formatted(key),
            "{\"api_key\": \"%s\", \"base_url\": \"http://127.0.0.1:1/\"}".formatted(key),
            "{\"api_key\": \"%s\", \"base_url\": \"https://u:p@example.com/\"}".formatted(key),
            "{\"api_key\": \"%s\", \"base_url\": \"file:///etc/passwd\"}".formatted(key),
            "{\"api_key\": \"%s\", \"base_url\": \"::\"}".formatted(key))) {
      assertError(admin.post(FlowClient.CREDENTIALS, body), 400, "validation_error");
    }
  }

  @Test
  void everyChangeAndEveryRefusalIsInTheAudit() {
    var admin = as(town.user(tenant, BuiltInRole.TENANT_ADMIN));
    var id = owner.create("Audited", echo("Audited", "x"));
    var path = FLOWS + "/" + id;
    owner.http().put(path, "{\"description\": \"d\"}");
    var other = maker();
    var acl = grant(owner.http(), path, "user", other.id(), "view");
    as(other).put(path, "{\"name\": \"no\"}");
    owner.http().delete(path + "/acls/" + acl.path("id").asString());
    owner.http().delete(path);
    admin.post(FlowClient.CREDENTIALS, "{\"api_key\": \"sgk_0123456789abcdef0123456789abcdef\"}");
    assertThat(owner.http().delete(FlowClient.CREDENTIALS).status()).isEqualTo(403);
    assertThat(admin.delete(FlowClient.CREDENTIALS).status()).isEqualTo(204);
    assertThat(admin.get(FlowClient.CREDENTIALS).json().path("configured").asBoolean()).isFalse();
    var events = admin.get("/v1/audit/events?module=scaiflow&limit=200").data().path("items");
    assertThat(
            StreamSupport.stream(events.spliterator(), false)
                .map(e -> e.path("action").asString() + " " + e.path("status").asString()))
        .containsExactlyInAnyOrder(
            "flow.create success",
            "flow.update success",
            "flow.grant success",
            "flow.update denied",
            "flow.revoke success",
            "flow.delete success",
            "credentials.update success",
            "credentials.delete denied",
            "credentials.delete success");
  }

  private User maker() {
    var user = town.user(tenant, BuiltInRole.TENANT_USER);
    town.role(user, Permission.SCAICORE_VIEW, Permission.SCAICORE_MANAGE);
    return user;
  }

  private Http as(User user) {
    return new Http(port, town.key(user));
  }

  private static JsonNode grant(
      Http by, String flow, String type, String principal, String permission) {
    var granted =
        by.post(
            flow + "/acls",
            "{\"principal_type\": \"%s\", \"principal_id\": \"%s\", \"permission\": \"%s\"}"
                .formatted(type, principal, permission));
    assertThat(granted.status()).as(granted.body()).isEqualTo(201);
    return granted.json();
  }

  private static Http.Answer post(Http http, String what, Object content) {
    return http.post(FLOWS + what, "{\"content\": %s}".formatted(text(content)));
  }

  private static String text(Object content) {
    return JsonMapper.shared().writeValueAsString(content);
  }

  private static void assertError(Http.Answer answer, int status, @Nullable String error) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(detail(answer).path("message").asString()).as(answer.body()).isNotBlank();
    if (error != null) {
      assertThat(error(answer)).isEqualTo(error);
    }
  }

  @Test
  void theKeyOfTheEnvironmentIsForTheDemoAndACallersTokenIsForTheOperatorsScaiGrid() {
    var user = town.user(tenant, BuiltInRole.TENANT_ADMIN);
    var caller = town.admin(tenant, user);
    var target = credentials(DeployAuth.API_KEY, true).of(caller, "theirs");
    assertThat(target.token()).isEqualTo("sgk_of_the_environment");
    assertThat(target.tenantId()).isEqualTo(tenant.id());
    assertThatThrownBy(() -> credentials(DeployAuth.API_KEY, false).of(caller, "theirs"))
        .isInstanceOf(CredentialsMissing.class);

    credentials(DeployAuth.JWT, false)
        .store(tenant.id(), new Credentials.Key("sgk_stored", "https://chosen.example"));
    var forwarded = credentials(DeployAuth.JWT, true).of(caller, "theirs");
    assertThat(forwarded.token()).isEqualTo("theirs");
    assertThat(forwarded.base().getHost()).isEqualTo("127.0.0.1");
    var stored = credentials(DeployAuth.API_KEY, true).of(caller, "theirs");
    assertThat(stored.token()).isEqualTo("sgk_stored");
    assertThat(stored.base().getHost()).isEqualTo("chosen.example");
    assertThat(stored.tenantId()).isNull();
  }

  private Credentials credentials(DeployAuth auth, boolean demo) {
    return new Credentials(
        new FlowProperties(auth, null, null),
        new ScaiGridProperties("sgk_of_the_environment"),
        targets,
        vault,
        directory,
        new MockEnvironment().withProperty("scaicore.demo", String.valueOf(demo)));
  }
}
