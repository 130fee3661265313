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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Users and groups. */
@ServerTest
class UserTests {

  private static final String USERS = "/v1/users";
  private static final String GROUPS = "/v1/groups";

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter writer;

  private Administration here;

  @BeforeEach
  void newTenant() {
    here = new Administration(port, writer);
  }

  @Test
  void aUserIsMadeFoundChangedAndLockedOut() {
    var made =
        here.admin.post(
            USERS,
            "{\"email\": \"Ada@acme\", \"display_name\": \"Ada\", \"roles\": [\"tenant_user\"]}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var id = made.data().path("id").asString();
    assertThat(id).startsWith("usr_");
    assertThat(made.data().path("roles").toString()).isEqualTo("[\"tenant_user\"]");
    assertThat(made.data().path("active").asBoolean()).isTrue();
    assertThat(made.data().path("created_at").asString()).endsWith("Z");
    assertThat(here.admin.get(USERS + "/" + id).data()).isEqualTo(made.data());
    assertThat(items(here.admin, USERS + "?email=ADA@ACME")).containsExactly(made.data());
    assertThat(items(here.admin, USERS + "?email=nobody@acme")).isEmpty();

    var key =
        here.admin.post("/v1/api-keys", "{\"name\": \"k\", \"user_id\": \"" + id + "\"}").data();
    var ada = here.admin.as(key.path("key").asString());
    assertThat(ada.get("/v1/me").status()).isEqualTo(200);
    var off = here.admin.put(USERS + "/" + id, "{\"active\": false, \"display_name\": \"Ada L.\"}");
    assertThat(off.data().path("active").asBoolean(true)).isFalse();
    assertThat(off.data().path("display_name").asString()).isEqualTo("Ada L.");
    Eventually.get(() -> ada.get("/v1/me").status(), status -> status == 401);
    here.admin.put(USERS + "/" + id, "{\"active\": true}");
    Eventually.get(() -> ada.get("/v1/me").status(), status -> status == 200);
    assertThat(here.audit())
        .containsExactly(
            "user.update success",
            "user.update success",
            "api_key.create success",
            "user.create success");
  }

  @Test
  void usersAreListedPageByPageToTheTenantAlone() {
    var ids = Stream.of("a@x", "b@x", "c@x", "d@x").map(here::user).toList();
    assertThat(paged(here.admin, USERS, "id"))
        .startsWith(ids.reversed().toArray(String[]::new))
        .hasSize(5)
        .doesNotHaveDuplicates();
    var stranger = new Http(port, Demo.GLOBEX);
    assertThat(paged(stranger, USERS, "id")).doesNotContainAnyElementsOf(ids);
    assertThat(stranger.get(USERS + "/" + ids.getFirst()).code()).isEqualTo("NOT_FOUND");
    assertThat(stranger.put(USERS + "/" + ids.getFirst(), "{}").code()).isEqualTo("NOT_FOUND");
    assertThat(here.as(BuiltInRole.TENANT_USER).get(USERS).message()).contains("users:manage");
  }

  @Test
  void anAddressIsOneUsersInWhateverCaseAndAnotherTenantsToo() {
    here.user("ada@x");
    var again = here.admin.post(USERS, "{\"email\": \"ADA@x\"}");
    assertThat(again.code()).isEqualTo("CONFLICT");
    assertThat(again.field()).isEqualTo("email");
    new Administration(port, writer).user("ada@x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|email",
        "{\"email\": \"ada\"}|email",
        "{\"email\": \"a b@x\"}|email",
        "{\"email\": \"@x\"}|email",
        "{\"email\": \"a@b@c\"}|email",
        "{\"email\": \"a\\u0000@c\"}|email",
        "{\"email\": \"a@c\", \"display_name\": \" \"}|display_name",
        "{\"email\": \"a@c\", \"roles\": [\"reviewer\"]}|roles[0]",
        "{\"email\": \"a@c\", \"roles\": {}}|roles"
      })
  void whatIsWrongIsNamed(String body, String field) {
    var refused = here.admin.post(USERS, body);
    assertThat(refused.code()).as(refused.body()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.field()).isEqualTo(field);
  }

  @Test
  void aGroupHasMembersUntilItGoes() {
    var group = here.admin.post(GROUPS, "{\"name\": \"Finance\"}");
    assertThat(group.status()).as(group.body()).isEqualTo(201);
    var path = GROUPS + "/" + group.data().path("id").asString();
    var ids = Stream.of("a@x", "b@x", "c@x").map(here::user).toList();
    for (var id : ids) {
      assertThat(here.admin.put(path + "/members/" + id, "").data().path("user_id").asString())
          .isEqualTo(id);
    }
    // Again changes nothing.
    assertThat(here.admin.put(path + "/members/" + ids.getFirst(), "").status()).isEqualTo(200);
    assertThat(paged(here.admin, path + "/members", "user_id"))
        .containsExactlyElementsOf(ids.reversed());
    assertThat(
            here.admin
                .get(USERS + "/" + ids.getFirst())
                .data()
                .path("group_ids")
                .path(0)
                .asString())
        .isEqualTo(group.data().path("id").asString());

    assertThat(here.admin.delete(path + "/members/" + ids.getFirst()).status()).isEqualTo(200);
    assertThat(here.admin.delete(path + "/members/" + ids.getFirst()).code())
        .isEqualTo("NOT_FOUND");
    assertThat(paged(here.admin, GROUPS, "id")).hasSize(1);
    assertThat(here.admin.delete(path).status()).isEqualTo(200);
    assertThat(here.admin.get(path + "/members").code()).isEqualTo("NOT_FOUND");
    assertThat(here.admin.get(USERS + "/" + ids.getLast()).data().path("group_ids")).isEmpty();
    assertThat(here.audit().stream().filter(a -> a.startsWith("group.")).distinct())
        .containsExactly(
            "group.delete success",
            "group.remove_member failed",
            "group.remove_member success",
            "group.add_member success",
            "group.create success");
  }

  @Test
  void onlyMembersAndAdminsSayWhoElseIsInAGroup() {
    var id = here.admin.post(GROUPS, "{\"name\": \"Finance\"}").data().path("id").asString();
    var other = here.town.user(here.tenant).id();
    var user = here.town.user(here.tenant);
    here.town.role(user, Permission.USERS_MANAGE);
    var manager = here.admin.as(here.town.key(user));
    var self = GROUPS + "/" + id + "/members/" + user.id();
    var others = GROUPS + "/" + id + "/members/" + other;
    for (var path : new String[] {self, others}) {
      assertThat(manager.put(path, "").code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    }
    assertThat(here.admin.put(self, "").status()).isEqualTo(200);
    Eventually.get(() -> manager.put(others, "").status(), status -> status == 200);
    assertThat(manager.delete(others).status()).isEqualTo(200);
    assertThat(manager.delete(self).status()).isEqualTo(200);
    Eventually.get(() -> manager.put(others, "").status(), status -> status == 403);
    assertThat(manager.delete(others).status()).isEqualTo(403);
    // Attempts and changes name both: the group and the user.
    assertThat(
            items(here.admin, "/v1/audit/events?limit=200&resource_id=" + id + "/" + other).stream()
                .map(e -> e.path("action").asString() + " " + e.path("status").asString())
                .distinct())
        .containsExactlyInAnyOrder(
            "group.add_member denied",
            "group.add_member success",
            "group.remove_member success",
            "group.remove_member denied");
  }

  @Test
  void groupsAndMembersAreTheTenantsOwn() {
    var path =
        GROUPS + "/" + here.admin.post(GROUPS, "{\"name\": \"G\"}").data().path("id").asString();
    assertThat(here.admin.post(GROUPS, "{\"name\": \"G\"}").code()).isEqualTo("CONFLICT");
    assertThat(here.admin.post(GROUPS, "{}").field()).isEqualTo("name");
    assertThat(here.admin.put(path + "/members/usr_acme_user", "").code()).isEqualTo("NOT_FOUND");
    var stranger = new Http(port, Demo.GLOBEX);
    assertThat(stranger.get(path + "/members").status()).isEqualTo(404);
    assertThat(stranger.put(path + "/members/usr_globex_admin", "").status()).isEqualTo(404);
    assertThat(stranger.delete(path).status()).isEqualTo(404);
    assertThat(here.admin.delete(path + "/members/%00").status()).isBetween(400, 404);
  }
}
