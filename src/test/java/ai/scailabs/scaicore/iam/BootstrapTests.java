package ai.scailabs.scaicore.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.KeyRevocation;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.Replica;
import ai.scailabs.scaicore.testing.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A new production database, from its first super admin to its last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BootstrapTests {

  private static final String KEY = "sgk_bootstrap-4f9c2e7a1b8d3f6c5e0a9b7d2c4f1e8a";

  private List<Replica> replicas;
  private Http root;
  private JdbcClient jdbc;

  @BeforeAll
  void startTwoAtOnce() {
    var database = TestPostgres.newDatabase();
    replicas =
        AtOnce.run(
            2,
            i ->
                new Replica(
                    database,
                    List.of(
                        "--scaicore.demo=false",
                        "--scaicore.bootstrap.admin-key=" + KEY,
                        "--scaicore.bootstrap.admin-email=boss@example.com")));
    root = replicas.getFirst().as(KEY);
    jdbc = replicas.getFirst().context().getBean(JdbcClient.class);
  }

  @AfterAll
  void stop() {
    replicas.forEach(Replica::close);
  }

  @Test
  @Order(1)
  void ofTwoReplicasThatStartAtOnceOneMakesTheFirstSuperAdmin() {
    for (var replica : replicas) {
      var me = replica.as(KEY).get("/v1/me");
      assertThat(me.status()).as(me.body()).isEqualTo(200);
      assertThat(me.data().path("email").asString()).isEqualTo("boss@example.com");
      assertThat(me.data().path("roles").toString()).isEqualTo("[\"super_admin\"]");
      assertThat(me.data().path("tenant").path("slug").asString()).isEqualTo("platform");
      assertThat(me.data().path("partner").path("slug").asString()).isEqualTo("platform");
    }
    assertThat(count("scaigrid_users")).isEqualTo(1);
    assertThat(count("scaigrid_api_keys")).isEqualTo(1);
    assertThat(
            Administration.items(root, "/v1/audit/events").stream()
                .map(e -> e.path("action").asString()))
        .containsExactlyInAnyOrder(
            "partner.create",
            "tenant.create",
            "user.create",
            "user.assign_roles",
            "api_key.create");
  }

  @Test
  @Order(2)
  void theLastSuperAdminCanNeitherLoseTheRoleNorBeLockedOut() {
    var me = root.get("/v1/me").data();
    var user = "/v1/users/" + me.path("id").asString();
    var none = "{\"roles\": [], \"custom_role_ids\": []}";
    assertThat(root.put(user + "/roles", none).code()).isEqualTo("CONFLICT");
    assertThat(root.put(user, "{\"active\": false}").code()).isEqualTo("CONFLICT");
    var tenant = "/v1/tenants/" + me.path("tenant").path("id").asString();
    assertThat(root.put(tenant, "{\"status\": \"suspended\"}").code()).isEqualTo("CONFLICT");
    var key = Administration.items(root, "/v1/api-keys").getFirst().path("id").asString();
    var refused = root.delete("/v1/api-keys/" + key);
    assertThat(refused.code()).isEqualTo("CONFLICT");
    assertThat(refused.message()).contains("live API key");
    assertThat(root.get("/v1/me").data().path("roles")).isEqualTo(me.path("roles"));
  }

  @Test
  @Order(3)
  void ofTwoSuperAdminsWhoDeposeEachOtherOneStays() {
    var first = root.get("/v1/me").data().path("id").asString();
    var second =
        root.post("/v1/users", "{\"email\": \"two@x\", \"roles\": [\"super_admin\"]}")
            .data()
            .path("id")
            .asString();
    var key =
        root.post("/v1/api-keys", "{\"name\": \"two\", \"user_id\": \"" + second + "\"}").data();
    var other = replicas.getLast().as(key.path("key").asString());
    assertThat(other.get("/v1/me").status()).isEqualTo(200);
    var none = "{\"roles\": [], \"custom_role_ids\": []}";
    var answers =
        AtOnce.run(
            2,
            i ->
                i == 0
                    ? root.put("/v1/users/" + second + "/roles", none).status()
                    : other.put("/v1/users/" + first + "/roles", none).status());
    assertThat(answers).containsOnlyOnce(200);
    assertThat(answers).allMatch(status -> List.of(200, 403, 409).contains(status));
    assertThat(
            jdbc.sql("select count(*) from scaigrid_user_roles where role = 'super_admin'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    if (answers.getLast() == 200) {
      var back = "{\"roles\": [\"super_admin\"], \"custom_role_ids\": []}";
      assertThat(other.put("/v1/users/" + first + "/roles", back).status()).isEqualTo(200);
      Eventually.get(() -> root.get("/v1/tenants").status(), status -> status == 200);
    }
  }

  @Test
  @Order(4)
  void aRevokedBootstrapKeyDoesNotComeBackWithTheNextStart() {
    var another = root.post("/v1/api-keys", "{\"name\": \"mine\"}").data();
    var next = root.as(another.path("key").asString());
    var id =
        Administration.items(root, "/v1/api-keys").stream()
            .filter(key -> key.path("name").asString().equals("bootstrap"))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asString();
    assertThat(next.delete("/v1/api-keys/" + id).status()).isEqualTo(200);
    Eventually.get(() -> root.get("/v1/me").status(), status -> status == 401);
    var keys = count("scaigrid_api_keys");

    restarted();
    assertThat(root.get("/v1/me").status()).isEqualTo(401);
    assertThat(count("scaigrid_api_keys")).isEqualTo(keys);

    jdbc.sql("delete from scaigrid_user_roles").update();
    assertThatThrownBy(this::restarted).hasMessageContaining("SCAICORE_BOOTSTRAP_ADMIN_KEY was");
    assertThat(root.get("/v1/me").status()).isEqualTo(401);
    assertThat(count("scaigrid_user_roles")).isZero();
  }

  @Test
  @Order(5)
  void whereNoSuperAdminHasALiveKeyAFreshOneLetsThemInAgain() {
    var beans = replicas.getFirst().context();
    var fresh = "sgk_bootstrap-77e1c0d94b2a4f6e8c3d5a1b9f0e2d4c";
    new BootstrapAdmin(
            new BootstrapProperties(fresh, "boss@example.com"),
            beans.getBean(SuperAdmins.class),
            beans.getBean(Users.class),
            beans.getBean(KeyRevocation.class),
            beans.getBean(DirectoryWriter.class),
            jdbc,
            beans.getBean(AuditTrail.class),
            beans.getBean(TransactionTemplate.class))
        .afterSingletonsInstantiated();
    var me = root.as(fresh).get("/v1/me");
    assertThat(me.data().path("roles").toString()).as(me.body()).isEqualTo("[\"super_admin\"]");
    assertThat(me.data().path("email").asString()).isEqualTo("boss@example.com");
    // What others had made for that user does not come with it.
    assertThat(
            jdbc.sql(
                    "select count(*) from scaigrid_api_keys where revoked_at is null and user_id ="
                        + " ?")
                .param(me.data().path("id").asString())
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  /** What a start does once everything is there. */
  private void restarted() {
    replicas.getFirst().context().getBean(BootstrapAdmin.class).afterSingletonsInstantiated();
  }

  private int count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
  }
}
