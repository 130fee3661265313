package ai.scailabs.scaicore.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.identity.User;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Granting, changing and revoking. Source: {@code seeds/api-reference.md}, "Delegation". */
@ServerTest
class DelegationEndpointTests {

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;

  private Town town;
  private Tenant tenant;
  private Http admin;
  private String adminId;
  private User user;
  private String core;
  private String path;

  @BeforeEach
  void freshTenant() {
    town = new Town(directory);
    tenant = town.tenant();
    var granter = town.user(tenant, BuiltInRole.TENANT_ADMIN);
    adminId = granter.id();
    admin = new Http(port, town.key(granter));
    user = town.user(tenant, BuiltInRole.TENANT_USER);
    core = Demo.create(admin, "Delegated", "{}");
    path = Demo.CORES + "/" + core;
  }

  private Http.Answer grant(String scopes, String more) {
    return admin.post(
        path + "/delegate",
        "{\"user_id\": \"%s\", \"scopes\": %s%s}".formatted(user.id(), scopes, more));
  }

  @Test
  void aUserIsDelegatedShownChangedAndRevoked() {
    assertThat(admin.get(path + "/delegation").data().toString())
        .isEqualTo(
            "{\"identity_mode\":\"service_account\",\"delegated_user_id\":null,"
                + "\"delegation_scopes\":null,\"delegation_expires_at\":null,"
                + "\"delegation_granted_by\":null}");

    var granted =
        grant(
            "[\"models:use\", \"files:read\", \"models:use\"]",
            ", \"expires_at\": \"2099-12-31T01:00:00+01:00\"");

    assertThat(granted.status()).as(granted.body()).isEqualTo(200);
    assertThat(granted.data().toString())
        .isEqualTo(
            ("{\"identity_mode\":\"user_delegated\",\"delegated_user_id\":\"%s\","
                    + "\"delegation_scopes\":[\"models:use\",\"files:read\"],"
                    + "\"delegation_expires_at\":\"2099-12-31T00:00:00.000000Z\","
                    + "\"delegation_granted_by\":\"%s\"}")
                .formatted(user.id(), adminId));
    assertThat(admin.get(path + "/delegation").data()).isEqualTo(granted.data());
    assertThat(admin.get(path).data().path("identity_mode").asString()).isEqualTo("user_delegated");

    var changed = admin.put(path + "/delegation", "{\"scopes\": [\"models:list\"]}");
    assertThat(changed.data().path("delegation_scopes").toString()).isEqualTo("[\"models:list\"]");
    assertThat(changed.data().path("delegation_expires_at").asString()).startsWith("2099-");
    changed = admin.put(path + "/delegation", "{\"expires_at\": \"2098-01-01T00:00:00Z\"}");
    assertThat(changed.data().path("delegation_expires_at").asString()).startsWith("2098-");
    assertThat(changed.data().path("delegation_scopes").toString()).isEqualTo("[\"models:list\"]");

    var revoked = admin.post(path + "/revoke-delegation", "");
    assertThat(revoked.data().path("identity_mode").asString()).isEqualTo("service_account");
    assertThat(revoked.data().path("delegated_user_id").isNull()).isTrue();
    assertThat(admin.get(path).data().path("identity_mode").asString())
        .isEqualTo("service_account");
    assertThat(
            jdbc.sql(
                    """
                    select 1 from mod_scaicore_cores where id = ? and delegated_user_id is null
                      and delegation_scopes is null and delegation_expires_at is null
                      and delegation_granted_by is null
                    """)
                .param(core)
                .query()
                .listOfRows())
        .hasSize(1);
    assertThat(admin.post(path + "/revoke-delegation", "").code())
        .isEqualTo("DELEGATION_NOT_ACTIVE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                          |                                       | scopes
          null                        |                                       | scopes
          ["models"]                  |                                       | scopes[0]
          ["models:use", "a:b:c"]     |                                       | scopes[1]
          ["Models:use"]              |                                       | scopes[0]
          ["models: use"]             |                                       | scopes[0]
          [null]                      |                                       | scopes[0]
          ["models:manage"]           |                                       | scopes[0]
          ["files:read"]              | , "expires_at": "2020-01-01T00:00:00Z"  | expires_at
          ["files:read"]              | , "expires_at": "tomorrow"              | expires_at
          ["files:read"]              | , "expires_at": "2099-01-01"            | expires_at
          ["files:read"]              | , "expires_at": "+99999-01-01T00:00:00Z" | expires_at
          """)
  void aBodyThatIsNotGoodIsRefusedAndNothingChanges(
      String scopes, @org.jspecify.annotations.Nullable String more, String field) {
    var refused = grant(scopes, more == null ? "" : more);

    assertThat(refused.code()).as(refused.body()).isEqualTo("DELEGATION_VALIDATION_ERROR");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.field()).isEqualTo(field);
    assertThat(admin.get(path + "/delegation").data().path("identity_mode").asString())
        .isEqualTo("service_account");
  }

  @Test
  void aThousandScopesAreTooMany() {
    var scopes = "[" + "\"a:b\",".repeat(1_000) + "\"a:b\"]";
    assertThat(grant(scopes, "").code()).isEqualTo("DELEGATION_VALIDATION_ERROR");
  }

  @Test
  void aWrongTypeIsAValidationErrorThatNamesItsField() {
    assertThat(grant("7", "").code()).isEqualTo("VALIDATION_ERROR");
    assertThat(grant("{\"a\": 1}", "").field()).isEqualTo("scopes");
    assertThat(grant("[\"\\u0000:x\"]", "").field()).isEqualTo("scopes[0]");
  }

  @Test
  void scopesAreThoseOfTheGranterAndOfTheUserWhereThisServiceKnowsThem() {
    var granter = town.user(tenant, BuiltInRole.TENANT_USER);
    town.role(granter, Permission.SCAICORE_DELEGATE, Permission.SCAICORE_VIEW);
    var http = admin.as(town.key(granter));
    var body = "{\"user_id\": \"" + user.id() + "\", \"scopes\": [\"%s\"]}";

    var notTheirs = http.post(path + "/delegate", body.formatted("scaiqueue:view"));
    assertThat(notTheirs.code()).isEqualTo("DELEGATION_VALIDATION_ERROR");
    assertThat(notTheirs.message()).contains("you do not hold");
    var notTheUsers = http.post(path + "/delegate", body.formatted("scaicore:view"));
    assertThat(notTheUsers.message()).contains("the delegated user does not hold");
    assertThat(http.post(path + "/delegate", body.formatted("models:use")).status()).isEqualTo(200);
    assertThat(http.post(path + "/delegate", body.formatted("else:where")).status()).isEqualTo(200);

    // What somebody else granted is not prolonged by whoever could not have granted it.
    town.role(user, Permission.SCAIQUEUE_VIEW);
    assertThat(grant("[\"scaiqueue:view\"]", "").status()).isEqualTo(200);
    assertThat(
            http.put(path + "/delegation", "{\"expires_at\": \"2099-01-01T00:00:00Z\"}").message())
        .contains("you do not hold");
    assertThat(http.put(path + "/delegation", "{\"scopes\": [\"models:use\"]}").status())
        .isEqualTo(200);
  }

  @Test
  void whatAnAdminsPermissionImpliesIsHeld() {
    town.role(user, Permission.SCAICORE_ADMIN);
    assertThat(grant("[\"scaicore:view\", \"scaicore:debug\"]", "").status()).isEqualTo(200);
    assertThat(grant("[\"users:manage\"]", "").code()).isEqualTo("DELEGATION_VALIDATION_ERROR");
  }

  @Test
  void theUserMustBeAnActiveOneOfTheTenant() {
    var inactive = town.user(tenant, false, BuiltInRole.TENANT_USER);
    var stranger = town.user(town.tenant(), BuiltInRole.TENANT_USER);
    for (var id : List.of(inactive.id(), stranger.id(), "usr_nobody")) {
      var refused =
          admin.post(
              path + "/delegate", "{\"user_id\": \"" + id + "\", \"scopes\": [\"models:use\"]}");
      assertThat(refused.code()).as(id).isEqualTo("DELEGATED_USER_NOT_FOUND");
      assertThat(refused.status()).isEqualTo(403);
    }
    var missing = admin.post(path + "/delegate", "{\"scopes\": [\"models:use\"]}");
    assertThat(missing.code()).isEqualTo("DELEGATION_VALIDATION_ERROR");
    assertThat(missing.field()).isEqualTo("user_id");
  }

  @Test
  void whatIsNotDelegatedIsNotChanged() {
    var refused = admin.put(path + "/delegation", "{\"scopes\": [\"models:use\"]}");
    assertThat(refused.code()).isEqualTo("DELEGATION_VALIDATION_ERROR");
    assertThat(refused.message()).contains("delegate a user first");
    grant("[\"models:use\"]", "");
    assertThat(admin.put(path + "/delegation", "{}").code())
        .isEqualTo("DELEGATION_VALIDATION_ERROR");
    assertThat(admin.put(path + "/delegation", "{\"scopes\": []}").code())
        .isEqualTo("DELEGATION_VALIDATION_ERROR");
    assertThat(
            admin.put(path + "/delegation", "{\"expires_at\": \"2020-01-01T00:00:00Z\"}").field())
        .isEqualTo("expires_at");
    var late = "{\"expires_at\": \"2020-01-01T00:00:00Z\"}";
    assertThat(admin.put(path + "/delegation", late).message())
        .contains("POST …/delegate without it grants without an end");
  }

  @Test
  void onlyThoseWhoMayDelegateDoAndOnlyInTheirTenant() {
    var viewer = admin.as(town.key(town.user(tenant, BuiltInRole.TENANT_VIEWER)));
    var body = "{\"user_id\": \"" + user.id() + "\", \"scopes\": [\"models:use\"]}";
    assertThat(viewer.get(path + "/delegation").status()).isEqualTo(200);
    assertThat(viewer.post(path + "/delegate", body).message()).contains("scaicore:delegate");
    assertThat(viewer.put(path + "/delegation", body).code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(viewer.post(path + "/revoke-delegation", "").code())
        .isEqualTo("AUTHZ_PERMISSION_DENIED");
    var stranger = admin.as(town.keyOf(BuiltInRole.TENANT_ADMIN));
    assertThat(stranger.get(path + "/delegation").code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(stranger.post(path + "/delegate", "{}").code()).isEqualTo("CORE_NOT_FOUND");
  }

  @Test
  void eachChangeIsInTheAuditWithCoreAndUser() {
    grant("[\"models:use\"]", "");
    admin.put(path + "/delegation", "{\"scopes\": [\"models:list\"]}");
    admin.post(path + "/revoke-delegation", "");
    admin.post(path + "/revoke-delegation", "");

    var events = admin.get("/v1/audit/events?resource_id=" + core).data().path("items");
    assertThat(events.findValuesAsString("action"))
        .containsExactly(
            "delegation.revoke",
            "delegation.revoke",
            "delegation.update",
            "delegation.grant",
            "core.create");
    for (int i = 1; i < 4; i++) {
      assertThat(events.get(i).path("core_id").asString()).isEqualTo(core);
      assertThat(events.get(i).path("delegated_user_id").asString()).isEqualTo(user.id());
      assertThat(events.get(i).path("actor_id").asString()).isEqualTo(adminId);
      assertThat(events.get(i).path("status").asString()).isEqualTo("success");
    }
    assertThat(events.get(0).path("error_code").asString()).isEqualTo("DELEGATION_NOT_ACTIVE");
    assertThat(events.get(4).path("core_id").isNull()).isTrue();
  }

  @Test
  void aStartFailsWhereTheCoreMayNotActAsItsUser() {
    var id =
        Demo.create(admin, "Starts", Demo.program("{\"kind\": \"debug\", \"message\": \"x\"}"));
    var there = Demo.CORES + "/" + id;
    admin.post(
        there + "/delegate", "{\"user_id\": \"" + user.id() + "\", \"scopes\": [\"models:use\"]}");
    expire(id);

    var refused = admin.post(there + "/start", "");
    assertThat(refused.code()).as(refused.body()).isEqualTo("DELEGATION_EXPIRED");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(admin.get(there).data().path("status").asString()).isEqualTo("error");
    assertThat(admin.get(there).data().path("status_reason").asString())
        .startsWith("DELEGATION_EXPIRED");

    admin.put(there + "/delegation", "{\"expires_at\": \"2099-01-01T00:00:00Z\"}");
    activate(false);
    assertThat(admin.post(there + "/start", "").code()).isEqualTo("DELEGATED_USER_NOT_FOUND");
    activate(true);
    assertThat(admin.post(there + "/start", "").status()).isEqualTo(200);
    jdbc.sql("update mod_scaicore_cores set delegated_user_id = null where id = ?")
        .param(id)
        .update();
    assertThat(admin.post(there + "/restart", "").code()).isEqualTo("DELEGATION_NOT_ACTIVE");
  }

  private void activate(boolean active) {
    assertThat(admin.put("/v1/users/" + user.id(), "{\"active\": " + active + "}").status())
        .isEqualTo(200);
  }

  private void expire(String id) {
    jdbc.sql("update mod_scaicore_cores set delegation_expires_at = now() where id = ?")
        .param(id)
        .update();
  }
}
