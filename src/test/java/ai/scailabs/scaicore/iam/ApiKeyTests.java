package ai.scailabs.scaicore.iam;

import static ai.scailabs.scaicore.iam.Administration.items;
import static ai.scailabs.scaicore.iam.Administration.paged;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServerTest
class ApiKeyTests {

  private static final String KEYS = "/v1/api-keys";

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter writer;
  @Autowired private JdbcClient jdbc;

  private Administration here;

  @BeforeEach
  void newTenant() {
    here = new Administration(port, writer);
  }

  @Test
  void aKeyIsShownOnceWorksAtOnceAndIsStoredAsAHash() {
    var user = here.as(BuiltInRole.TENANT_USER);
    var made =
        user.post(KEYS, "{\"name\": \" ci \", \"expires_at\": \"2999-01-01T00:00:00+01:00\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var data = made.data();
    var key = data.path("key").asString();
    assertThat(key).matches("sgk_[A-Za-z0-9_-]{32,}");
    assertThat(data.path("name").asString()).isEqualTo("ci");
    assertThat(data.path("prefix").asString()).isEqualTo(key.substring(0, 12));
    assertThat(data.path("expires_at").asString()).isEqualTo("2998-12-31T23:00:00.000000Z");
    assertThat(data.path("model_group_ids").isNull()).isTrue();
    assertThat(user.as(key).get("/v1/me").data().path("id").asString())
        .isEqualTo(data.path("user_id").asString());

    var listed = user.get(KEYS);
    assertThat(listed.body()).doesNotContain(key).doesNotContain("\"key\"");
    assertThat(items(user, KEYS).getFirst().path("id")).isEqualTo(data.path("id"));
    assertThat(
            jdbc.sql("select encode(hash, 'hex') from scaigrid_api_keys where id = ?")
                .param(data.path("id").asString())
                .query(String.class)
                .single())
        .isEqualTo(sha256(key));
    assertThat(
            jdbc.sql("select count(*) from scaigrid_api_keys k where k::text like ?")
                .param("%" + key.substring(12) + "%")
                .query(Integer.class)
                .single())
        .isZero();
    assertThat(here.audit()).containsExactly("api_key.create success");
  }

  @Test
  void aRevokedKeyIsRefusedAndGone() {
    var made = here.admin.post(KEYS, "{\"name\": \"short\"}").data();
    var it = here.admin.as(made.path("key").asString());
    assertThat(it.get("/v1/me").status()).isEqualTo(200);
    var path = KEYS + "/" + made.path("id").asString();
    var gone = here.admin.delete(path);
    assertThat(gone.data().path("deleted").asBoolean()).as(gone.body()).isTrue();
    Eventually.get(() -> it.get("/v1/me").status(), status -> status == 401);
    assertThat(here.admin.delete(path).code()).isEqualTo("NOT_FOUND");
    assertThat(paged(here.admin, KEYS, "id")).doesNotContain(made.path("id").asString());
    assertThat(here.audit())
        .containsExactly(
            "api_key.revoke failed", "api_key.revoke success", "api_key.create success");
  }

  @Test
  void onesOwnKeysAreOnesOwnAndManagersReachAllOfTheTenant() {
    var user = here.as(BuiltInRole.TENANT_USER);
    var other = here.as(BuiltInRole.TENANT_USER);
    var mine = user.post(KEYS, "{\"name\": \"a\"}").data().path("id").asString();
    assertThat(paged(user, KEYS, "id")).hasSize(2).contains(mine);
    assertThat(paged(other, KEYS, "id")).hasSize(1).doesNotContain(mine);
    assertThat(other.delete(KEYS + "/" + mine).status()).isEqualTo(404);
    assertThat(new Http(port, Demo.GLOBEX).delete(KEYS + "/" + mine).status()).isEqualTo(404);
    var lesser = here.with(Permission.API_KEYS_MANAGE);
    assertThat(lesser.delete(KEYS + "/" + mine).message()).contains("tenant_user");
    assertThat(user.get("/v1/me").status()).isEqualTo(200);
    var manager =
        here.with(Permission.API_KEYS_MANAGE, Permission.MODELS_LIST, Permission.MODELS_USE);
    assertThat(paged(manager, KEYS, "id")).hasSize(6).contains(mine).doesNotHaveDuplicates();
    assertThat(manager.delete(KEYS + "/" + mine).status()).isEqualTo(200);
  }

  @Test
  void aKeyEndsWithWhatItWasMadeWithAtTheLatest() {
    var soon = "2999-01-01T00:00:00.000000Z";
    var until = "{\"name\": \"x\", \"expires_at\": \"%s\"}";
    var made = here.admin.post(KEYS, until.formatted(soon)).data();
    var caller = here.admin.as(made.path("key").asString());
    for (var body : new String[] {"{\"name\": \"x\"}", until.formatted("3000-01-01T00:00:00Z")}) {
      assertThat(caller.post(KEYS, body).data().path("expires_at").asString()).isEqualTo(soon);
    }
    assertThat(
            caller
                .post(KEYS, until.formatted("2998-01-01T00:00:00Z"))
                .data()
                .path("expires_at")
                .asString())
        .isEqualTo("2998-01-01T00:00:00.000000Z");
  }

  @Test
  void aUserHasAHundredLiveKeysAtMost() {
    jdbc.sql(
            """
            insert into scaigrid_api_keys (id, tenant_id, user_id, name, prefix, hash, expires_at)
            select :user || n, :tenant, :user, 'n', 'sgk_', sha256((:user || n)::bytea),
              case when n > 98 then now() - interval '1 day' end
            from generate_series(1, 120) n\
            """)
        .param("user", here.adminUser.id())
        .param("tenant", here.tenant.id())
        .update();
    var last = here.admin.post(KEYS, "{\"name\": \"the hundredth\"}");
    assertThat(last.status()).as(last.body()).isEqualTo(201);
    var refused = here.admin.post(KEYS, "{\"name\": \"one more\"}");
    assertThat(refused.code()).isEqualTo("CONFLICT");
    assertThat(refused.message()).contains("100");
    here.admin.delete(KEYS + "/" + last.data().path("id").asString());
    assertThat(here.admin.post(KEYS, "{\"name\": \"again\"}").status()).isEqualTo(201);
  }

  private static String sha256(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aKeyForSomebodyElseNeedsThePermissionAndIsNoWayUp() {
    var user = here.town.user(here.tenant, BuiltInRole.TENANT_USER);
    var body = "{\"name\": \"for you\", \"user_id\": \"%s\"}";
    var made = here.admin.post(KEYS, body.formatted(user.id()));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.data().path("user_id").asString()).isEqualTo(user.id());

    assertThat(here.as(BuiltInRole.TENANT_USER).post(KEYS, body.formatted(user.id())).code())
        .isEqualTo("AUTHZ_PERMISSION_DENIED");
    var manager = here.with(Permission.API_KEYS_MANAGE, Permission.MODELS_LIST);
    var up = manager.post(KEYS, body.formatted(here.adminUser.id()));
    assertThat(up.status()).isEqualTo(403);
    assertThat(up.message()).contains("tenant_admin");
    var sideways = manager.post(KEYS, body.formatted(user.id()));
    assertThat(sideways.message()).contains("tenant_user");
    var custom = here.town.user(here.tenant);
    here.town.role(custom, Permission.AUDIT_VIEW);
    assertThat(manager.post(KEYS, body.formatted(custom.id())).message()).contains("audit:view");
    assertThat(here.admin.post(KEYS, body.formatted("usr_acme_root")).field()).isEqualTo("user_id");
  }

  @Test
  void aRestrictedKeyOnlyMakesKeysAsRestricted() {
    var root = new Http(port, Demo.ADMIN);
    var made =
        root.post(KEYS, "{\"name\": \"two\", \"model_group_ids\": [\"mg_qa\", \"mg_north\"]}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var restricted = root.as(made.data().path("key").asString());
    assertThat(restricted.post(KEYS, "{\"name\": \"free\"}").field()).isEqualTo("model_group_ids");
    var wider =
        restricted.post(KEYS, "{\"name\": \"w\", \"model_group_ids\": [\"mg_qa\", \"mg_global\"]}");
    assertThat(wider.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(wider.field()).isEqualTo("model_group_ids[1]");
    var narrower = restricted.post(KEYS, "{\"name\": \"n\", \"model_group_ids\": [\"mg_qa\"]}");
    assertThat(narrower.data().path("model_group_ids").toString()).isEqualTo("[\"mg_qa\"]");
    assertThat(root.post(KEYS, "{\"name\": \"n\", \"model_group_ids\": [\"mg_globex\"]}").field())
        .isEqualTo("model_group_ids[0]");
    for (var key : Set.of(made, narrower)) {
      root.delete(KEYS + "/" + key.data().path("id").asString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|name",
        "{\"name\": \"  \"}|name",
        "{\"name\": \"a\\u0000b\"}|name",
        "{\"name\": \"a\\nb\"}|name",
        "{\"name\": 3}|name",
        "{\"name\": \"x\", \"expires_at\": \"2020-01-01T00:00:00Z\"}|expires_at",
        "{\"name\": \"x\", \"expires_at\": \"tomorrow\"}|expires_at",
        "{\"name\": \"x\", \"model_group_ids\": []}|model_group_ids",
        "{\"name\": \"x\", \"model_group_ids\": [null]}|model_group_ids[0]",
        "{\"name\": \"x\", \"model_group_ids\": [\"mg_none\"]}|model_group_ids[0]",
        "{\"name\": \"x\", \"user_id\": \"usr_none\"}|user_id",
        "{\"name\": \"x\", \"user_id\": \"\\u0000\"}|user_id"
      })
  void whatIsWrongIsNamed(String body, String field) {
    var refused = here.admin.post(KEYS, body);
    assertThat(refused.code()).as(refused.body()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.field()).isEqualTo(field);
  }

  @Test
  void whoActsElsewhereMakesNoKeyForThemselvesThere() {
    var root = new Http(port, Demo.SUPER);
    var refused =
        root.send(
            "POST",
            KEYS,
            request ->
                request
                    .header("X-Tenant-Id", here.tenant.id())
                    .header("Content-Type", "application/json")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"name\": \"x\"}")));
    assertThat(refused.field()).as(refused.body()).isEqualTo("user_id");
  }
}
