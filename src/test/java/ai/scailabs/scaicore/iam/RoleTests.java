package ai.scailabs.scaicore.iam;

import static ai.scailabs.scaicore.iam.Administration.paged;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Nobody grants, or takes away, what they do not hold. */
@ServerTest
class RoleTests {

  private static final String ROLES = "/v1/iam/custom-roles";

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter writer;

  private Administration here;

  @BeforeEach
  void newTenant() {
    here = new Administration(port, writer);
  }

  @Test
  void aCustomRoleGivesItsPermissionsToWhoHoldsItAndTakesThemWithIt() {
    var role = role(here.admin, "Finance reviewer", "scaicore:view", "audit:view");
    var user = here.town.user(here.tenant);
    var caller = here.admin.as(here.town.key(user));
    assertThat(caller.get("/v1/audit/events").status()).isEqualTo(403);

    var given = put(here.admin, user.id(), "\"tenant_user\"", '"' + role + '"');
    assertThat(given.status()).as(given.body()).isEqualTo(200);
    assertThat(given.data().path("roles").toString()).isEqualTo("[\"tenant_user\"]");
    assertThat(given.data().path("custom_role_ids").toString()).isEqualTo("[\"" + role + "\"]");
    Eventually.get(() -> caller.get("/v1/audit/events").status(), status -> status == 200);
    assertThat(caller.get("/v1/me").data().path("roles").toString())
        .isEqualTo("[\"Finance reviewer\",\"tenant_user\"]");

    assertThat(put(here.admin, user.id(), "", '"' + role + '"').data().path("roles")).isEmpty();
    assertThat(here.admin.delete(ROLES + "/" + role).status()).isEqualTo(200);
    Eventually.get(() -> caller.get("/v1/audit/events").status(), status -> status == 403);
    assertThat(here.admin.delete(ROLES + "/" + role).code()).isEqualTo("NOT_FOUND");
    assertThat(here.audit())
        .containsExactly(
            "custom_role.delete failed",
            "custom_role.delete success",
            "user.assign_roles success",
            "user.assign_roles success",
            "custom_role.create success");
  }

  @Test
  void rolesAreListedPageByPageToTheTenantAlone() {
    var ids =
        Stream.of("a", "b", "c").map(name -> role(here.admin, name, "scaicore:view")).toList();
    assertThat(paged(here.admin, ROLES, "id")).containsExactlyElementsOf(ids.reversed());
    var stranger = new Http(port, Demo.GLOBEX);
    assertThat(paged(stranger, ROLES, "id")).doesNotContainAnyElementsOf(ids);
    assertThat(stranger.delete(ROLES + "/" + ids.getFirst()).status()).isEqualTo(404);
    assertThat(here.as(BuiltInRole.TENANT_USER).get(ROLES).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"permissions\": [\"scaicore:view\"]}|name",
        "{\"name\": \"super_admin\", \"permissions\": [\"scaicore:view\"]}|name",
        "{\"name\": \" Tenant_Admin \", \"permissions\": [\"scaicore:view\"]}|name",
        "{\"name\": \"x\"}|permissions",
        "{\"name\": \"x\", \"permissions\": []}|permissions",
        "{\"name\": \"x\", \"permissions\": [\"scaicore:view\", \"root\"]}|permissions[1]",
        "{\"name\": \"x\", \"permissions\": [null]}|permissions[0]",
        "{\"name\": \"x\", \"permissions\": \"scaicore:view\"}|permissions"
      })
  void whatIsWrongWithARoleIsNamed(String body, String field) {
    var refused = here.admin.post(ROLES, body);
    assertThat(refused.code()).as(refused.body()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.field()).isEqualTo(field);
  }

  @Test
  void aNameIsGivenOnce() {
    role(here.admin, "twice", "scaicore:view");
    var again =
        here.admin.post(ROLES, "{\"name\": \"twice\", \"permissions\": [\"scaicore:view\"]}");
    assertThat(again.code()).isEqualTo("CONFLICT");
    assertThat(again.field()).isEqualTo("name");
    assertThat(
            new Administration(port, writer)
                .admin
                .post(ROLES, "{\"name\": \"twice\", \"permissions\": [\"scaicore:view\"]}")
                .status())
        .isEqualTo(201);
  }

  @Test
  void whoMayManageUsersGivesNoMoreThanTheyHold() {
    var manager = here.with(Permission.USERS_MANAGE, Permission.MODELS_LIST, Permission.MODELS_USE);
    var user = here.town.user(here.tenant).id();
    assertThat(put(manager, user, "\"tenant_user\"", "").status()).isEqualTo(200);
    for (var role :
        new String[] {"tenant_viewer", "tenant_admin", "partner_admin", "super_admin"}) {
      var refused = put(manager, user, '"' + role + '"', "");
      assertThat(refused.status()).as(role).isEqualTo(403);
      assertThat(refused.message()).contains(role);
    }
    assertThat(
            manager.post(ROLES, "{\"name\": \"x\", \"permissions\": [\"audit:view\"]}").message())
        .contains("audit:view");
    var auditor = role(here.admin, "auditor", "audit:view");
    assertThat(put(manager, user, "", '"' + auditor + '"').message()).contains("audit:view");
    assertThat(manager.delete(ROLES + "/" + auditor).status()).isEqualTo(403);
    assertThat(
            manager
                .post("/v1/users", "{\"email\": \"x@y\", \"roles\": [\"tenant_admin\"]}")
                .status())
        .isEqualTo(403);
  }

  @Test
  void norDoTheyTakeAwayWhatTheyCouldNotGive() {
    var manager = here.with(Permission.USERS_MANAGE);
    assertThat(put(manager, here.adminUser.id(), "", "").message()).contains("tenant_admin");
    var off = manager.put("/v1/users/" + here.adminUser.id(), "{\"active\": false}");
    assertThat(off.message()).contains("tenant_admin");
    assertThat(here.admin.get("/v1/me").status()).isEqualTo(200);
    // What stays as it is is neither given nor taken.
    assertThat(put(manager, here.adminUser.id(), "\"tenant_admin\"", "").status()).isEqualTo(200);
  }

  @Test
  void adminsGiveTheirOwnRoleAndThoseBelow() {
    var user = here.town.user(here.tenant).id();
    assertThat(put(here.admin, user, "\"tenant_admin\"", "").status()).isEqualTo(200);
    assertThat(put(here.admin, user, "\"partner_admin\"", "").status()).isEqualTo(403);
    var partner = here.as(BuiltInRole.PARTNER_ADMIN);
    assertThat(put(partner, user, "\"partner_admin\"", "").status()).isEqualTo(200);
    assertThat(put(here.admin, user, "", "").status()).isEqualTo(403);
    assertThat(put(partner, user, "\"super_admin\"", "").status()).isEqualTo(403);
    var root = here.as(BuiltInRole.SUPER_ADMIN);
    assertThat(put(root, user, "\"super_admin\"", "").status()).isEqualTo(200);
    assertThat(put(partner, user, "", "").status()).isEqualTo(403);
    assertThat(put(root, user, "", "").status()).isEqualTo(200);
  }

  @Test
  void whoMadeAKeyForOneWhoRisesDoesNotRiseWithThem() {
    var user = here.town.user(here.tenant).id();
    var body = "{\"name\": \"k\", \"user_id\": \"" + user + "\"}";
    var manager = here.with(Permission.USERS_MANAGE, Permission.API_KEYS_MANAGE);
    var planted = key(manager, body);
    var next = key(planted, "{\"name\": \"made with it\"}");
    var given = key(here.admin, body);
    var own = key(given, "{\"name\": \"by an admin's\"}");
    // What its maker holds as well changes nothing.
    var keys = role(here.admin, "keeper", "api_keys:manage");
    assertThat(put(here.admin, user, "", '"' + keys + '"').status()).isEqualTo(200);
    assertThat(planted.get("/v1/me").status()).isEqualTo(200);

    assertThat(put(here.admin, user, "\"tenant_admin\"", "").status()).isEqualTo(200);
    Eventually.get(() -> planted.get("/v1/me").status(), status -> status == 401);
    Eventually.get(() -> next.get("/v1/me").status(), status -> status == 401);
    assertThat(given.get("/v1/me").status()).isEqualTo(200);
    assertThat(own.get("/v1/me").status()).isEqualTo(200);
    assertThat(here.audit().stream().filter("api_key.revoke success"::equals)).hasSize(2);
  }

  @Test
  void onlyWhoAdministersTheTenantTakesACustomRoleForThemselves() {
    var role = role(here.admin, "decider", "users:manage");
    var user = here.town.user(here.tenant);
    here.town.role(user, Permission.USERS_MANAGE);
    var manager = here.admin.as(here.town.key(user));
    var held = here.admin.get("/v1/users/" + user.id()).data().path("custom_role_ids").path(0);
    var both = held + ", \"" + role + '"';
    var refused = put(manager, user.id(), "", both);
    assertThat(refused.code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(refused.message()).contains("custom role of your own");
    assertThat(put(manager, user.id(), "", held.toString()).status()).isEqualTo(200);
    assertThat(put(manager, here.town.user(here.tenant).id(), "", '"' + role + '"').status())
        .isEqualTo(200);
    assertThat(put(here.admin, here.adminUser.id(), "\"tenant_admin\"", '"' + role + '"').status())
        .isEqualTo(200);
  }

  private static Http key(Http maker, String body) {
    var made = maker.post("/v1/api-keys", body);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return maker.as(made.data().path("key").asString());
  }

  @Test
  void whatIsWrongWithAUsersRolesIsNamed() {
    var user = here.town.user(here.tenant).id();
    var path = "/v1/users/" + user + "/roles";
    assertThat(here.admin.put(path, "{\"custom_role_ids\": []}").field()).isEqualTo("roles");
    assertThat(here.admin.put(path, "{\"roles\": []}").field()).isEqualTo("custom_role_ids");
    assertThat(put(here.admin, user, "\"boss\"", "").field()).isEqualTo("roles[0]");
    var many = String.join(",", Collections.nCopies(201, "\"x\""));
    assertThat(put(here.admin, user, "", many).field()).isEqualTo("custom_role_ids");
    assertThat(put(here.admin, user, "", "null, \"role_reviewer\"").field())
        .isEqualTo("custom_role_ids[0]");
    assertThat(put(here.admin, "usr_acme_user", "", "").code()).isEqualTo("NOT_FOUND");
  }

  private static String role(Http caller, String name, String... permissions) {
    var made =
        caller.post(
            ROLES,
            "{\"name\": \"%s\", \"permissions\": [%s]}"
                .formatted(
                    name,
                    Stream.of(permissions)
                        .map(p -> '"' + p + '"')
                        .collect(Collectors.joining(","))));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.data().path("id").asString();
  }

  private static Http.Answer put(Http caller, String userId, String roles, String custom) {
    return caller.put(
        "/v1/users/" + userId + "/roles",
        "{\"roles\": [%s], \"custom_role_ids\": [%s]}".formatted(roles, custom));
  }
}
