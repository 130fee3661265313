package ai.scailabs.scaicore.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.Test;

/** "Delegation". */
@ServerTest
class DelegationReferenceTests extends ReadPage {

  private static final String ENDPOINTS =
      """
      POST /cores/{core_id}/delegate
      GET /cores/{core_id}/delegation
      PUT /cores/{core_id}/delegation
      POST /cores/{core_id}/revoke-delegation
      """;

  private static final String FIELDS =
      """
      delegate: user_id
      delegate: scopes
      delegate: at least one scope
      delegate: expires_at
      delegate: expires_at is optional
      identity_mode
      delegated_user_id
      delegation_scopes
      delegation_expires_at
      delegation_granted_by
      update: scopes
      update: expires_at
      revoke: identity_mode is service_account
      revoke: all columns are cleared
      """;

  private static final String CODES =
      """
      400 DELEGATION_VALIDATION_ERROR
      403 DELEGATED_USER_NOT_FOUND
      403 DELEGATION_NOT_ACTIVE
      404 CORE_NOT_FOUND
      """;

  DelegationReferenceTests() {
    super(ENDPOINTS, FIELDS, CODES);
  }

  private String granter() {
    return admin.get("/v1/me").data().path("id").asString();
  }

  @Test
  void aUserIsDelegatedAndRevoked() {
    var core = created(ASKS);
    var user = town.user(tenant, BuiltInRole.TENANT_USER).id();
    var body =
        """
        {"user_id": "%s", "scopes": ["models:use", "files:read"],
         "expires_at": "2126-12-31T00:00:00Z"}
        """
            .formatted(user);
    good(admin.post(core + "/delegate", body), 200);

    var shown = good(admin.get(core + "/delegation"), 200).data();
    assertThat(shown.propertyNames())
        .containsExactlyInAnyOrder(
            "identity_mode",
            "delegated_user_id",
            "delegation_scopes",
            "delegation_expires_at",
            "delegation_granted_by");
    assertThat(shown.path("identity_mode").asString()).isEqualTo("user_delegated");
    assertThat(admin.get(core).data().path("identity_mode").asString()).isEqualTo("user_delegated");
    tick("identity_mode");
    assertThat(shown.path("delegated_user_id").asString()).isEqualTo(user);
    tick("delegated_user_id", "delegate: user_id");
    assertThat(shown.path("delegation_scopes").toString())
        .isEqualTo("[\"models:use\",\"files:read\"]");
    tick("delegation_scopes", "delegate: scopes");
    assertThat(shown.path("delegation_expires_at").asString()).startsWith("2126-12-31T00:00:00");
    tick("delegation_expires_at", "delegate: expires_at");
    assertThat(shown.path("delegation_granted_by").asString()).isEqualTo(granter());
    tick("delegation_granted_by", "POST /cores/{core_id}/delegate");
    tick("GET /cores/{core_id}/delegation");

    good(admin.put(core + "/delegation", "{\"scopes\": [\"models:use\"]}"), 200);
    var fewer = admin.get(core + "/delegation").data();
    assertThat(fewer.path("delegation_scopes").toString()).isEqualTo("[\"models:use\"]");
    assertThat(fewer.path("delegation_expires_at")).isEqualTo(shown.path("delegation_expires_at"));
    tick("update: scopes");
    good(admin.put(core + "/delegation", "{\"expires_at\": \"2125-01-01T00:00:00Z\"}"), 200);
    var sooner = admin.get(core + "/delegation").data();
    assertThat(sooner.path("delegation_expires_at").asString()).startsWith("2125-01-01T00:00:00");
    assertThat(sooner.path("delegation_scopes")).isEqualTo(fewer.path("delegation_scopes"));
    tick("update: expires_at", "PUT /cores/{core_id}/delegation");

    good(admin.post(core + "/revoke-delegation", ""), 200);
    var after = admin.get(core + "/delegation").data();
    assertThat(after.path("identity_mode").asString()).isEqualTo("service_account");
    assertThat(admin.get(core).data().path("identity_mode").asString())
        .isEqualTo("service_account");
    tick("revoke: identity_mode is service_account");
    after
        .properties()
        .forEach(
            member -> {
              if (!member.getKey().equals("identity_mode")) {
                assertThat(member.getValue().isNull()).as(member.getKey()).isTrue();
              }
            });
    tick("revoke: all columns are cleared", "POST /cores/{core_id}/revoke-delegation");
    refused(admin.post(core + "/revoke-delegation", ""), 403, "DELEGATION_NOT_ACTIVE");
  }

  @Test
  void whatIsNotGoodChangesNothing() {
    var core = created(ASKS);
    var user = town.user(tenant, BuiltInRole.TENANT_USER).id();
    var body = "{\"user_id\": \"%s\", \"scopes\": %s}";
    for (var scopes : new String[] {"[]", "null"}) {
      refused(
          admin.post(core + "/delegate", body.formatted(user, scopes)),
          400,
          "DELEGATION_VALIDATION_ERROR");
    }
    tick("delegate: at least one scope");
    refused(
        admin.post(core + "/delegate", body.formatted("usr_nobody", "[\"models:use\"]")),
        403,
        "DELEGATED_USER_NOT_FOUND");
    refused(
        admin.put(core + "/delegation", "{\"scopes\": [\"models:use\"]}"),
        400,
        "DELEGATION_VALIDATION_ERROR");
    assertThat(admin.get(core + "/delegation").data().path("identity_mode").asString())
        .isEqualTo("service_account");
    refused(admin.get(Demo.CORES + "/core_x/delegation"), 404, "CORE_NOT_FOUND");

    good(admin.post(core + "/delegate", body.formatted(user, "[\"models:use\"]")), 200);
    assertThat(admin.get(core + "/delegation").data().path("delegation_expires_at").isNull())
        .isTrue();
    tick("delegate: expires_at is optional");
  }
}
