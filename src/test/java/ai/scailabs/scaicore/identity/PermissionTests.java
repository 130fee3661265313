package ai.scailabs.scaicore.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Envelope;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@ServerTest
@Import(PermissionTests.Gated.class)
class PermissionTests {

  @RestController
  @Hidden
  static class Gated {

    @PostMapping("/gated/debug")
    @Requires({Permission.SCAICORE_DEBUG, Permission.AUDIT_VIEW})
    Envelope<List<String>> debug(@RequestBody List<String> body, Caller caller) {
      return Envelope.of(List.of(caller.tenantId()));
    }
  }

  @LocalServerPort int port;
  @Autowired DirectoryWriter writer;
  @Autowired JdbcClient jdbc;

  Http http;
  Town town;

  @BeforeEach
  void setUp() {
    http = new Http(port, null);
    town = new Town(writer);
  }

  @Test
  void aMissingPermissionIsNamedBeforeTheBodyIsRead() {
    var answer = http.as(town.keyOf(BuiltInRole.TENANT_USER)).post("/gated/debug", "not even JSON");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(answer.message()).contains("scaicore:debug or audit:view");
  }

  @Test
  void anyOneOfThePermissionsWillDoAndAdminStandsForAllOfScaiCore() {
    var user = town.user(town.tenant(), BuiltInRole.TENANT_USER);
    town.role(user, Permission.SCAICORE_ADMIN);
    assertThat(http.as(town.key(user)).post("/gated/debug", "[]").status()).isEqualTo(200);
    var auditor = town.user(town.tenant());
    town.role(auditor, Permission.AUDIT_VIEW);
    assertThat(http.as(town.key(auditor)).post("/gated/debug", "[]").status()).isEqualTo(200);
  }

  @Test
  void customRolesAddToBuiltInOnes() {
    var user = town.user(town.tenant(), BuiltInRole.TENANT_VIEWER);
    var role = town.role(user, Permission.SCAICORE_CHECKPOINT_RESOLVE);
    var group = town.group(user);
    var me = http.as(town.key(user)).get("/v1/me").data();
    assertThat(words(me.path("permissions")))
        .containsExactlyInAnyOrder("scaicore:view", "models:list", "scaicore:checkpoint_resolve");
    assertThat(words(me.path("roles"))).containsExactlyInAnyOrder("tenant_viewer", role);
    assertThat(words(me.path("groups"))).containsExactly(group);
  }

  @Test
  void aUserWithoutRolesHoldsNothing() {
    var me = http.as(town.keyOf()).get("/v1/me");
    assertThat(me.status()).isEqualTo(200);
    assertThat(words(me.data().path("permissions"))).isEmpty();
  }

  @Test
  void adminsHoldEverything() {
    var me = http.as(town.keyOf(BuiltInRole.TENANT_ADMIN)).get("/v1/me").data();
    assertThat(words(me.path("permissions"))).hasSize(Permission.values().length);
  }

  @Test
  void noCustomRolePassesForABuiltInOne() {
    var tenant = town.tenant();
    assertThatThrownBy(
            () -> writer.add(new CustomRole("role_x", tenant.id(), "super_admin", Set.of())))
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @Test
  void adminsActInTheTenantsTheyAdminister() {
    var home = town.tenant();
    var sibling = town.tenant();
    var foreign = new Town(writer).tenant();
    var superAdmin = town.key(town.user(home, BuiltInRole.SUPER_ADMIN));
    var partnerAdmin = town.key(town.user(home, BuiltInRole.PARTNER_ADMIN));
    var tenantAdmin = town.key(town.user(home, BuiltInRole.TENANT_ADMIN));

    assertActs(superAdmin, foreign.slug(), foreign);
    assertActs(superAdmin, foreign.id(), foreign);
    assertActs(partnerAdmin, sibling.slug(), sibling);
    assertActs(tenantAdmin, home.id(), home);
    assertActs(tenantAdmin, home.slug(), home);

    var denials =
        List.of(
            me(partnerAdmin, foreign.id()),
            me(partnerAdmin, "ten_unknown"),
            me(superAdmin, "ten_unknown"),
            me(tenantAdmin, sibling.id()),
            me(tenantAdmin, "ten_unknown"),
            me(tenantAdmin, ""));
    assertThat(denials).allMatch(answer -> answer.status() == 403);
    assertThat(denials).extracting(Http.Answer::code).containsOnly("AUTHZ_PERMISSION_DENIED");
    assertThat(denials.stream().map(Http.Answer::message).distinct()).hasSize(1);
  }

  @Test
  void whatOnesOwnTenantGaveDoesNotCountElsewhere() {
    var elsewhere = town.tenant();
    var admin = town.user(town.tenant(), BuiltInRole.PARTNER_ADMIN);
    town.role(admin, Permission.SCAICORE_DEBUG);
    town.group(admin);
    var me = me(town.key(admin), elsewhere.id()).data();
    assertThat(words(me.path("roles"))).containsExactly("partner_admin");
    assertThat(words(me.path("groups"))).isEmpty();
  }

  @Test
  void aBadTenantIsNotSeenOnPublicPaths() {
    var answer = http.send("GET", "/v3/api-docs", r -> r.header("X-Tenant-Id", "nonsense"));
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void whatIsPublicIsRefusedToAKnownCallerInATenantOutOfReach() {
    var key = town.keyOf(BuiltInRole.TENANT_ADMIN);
    for (var path : List.of("/v1/modules/scaicore/cores/x/avatar", "/v1/me")) {
      var refused = http.as(key).send("GET", path, r -> r.header("X-Tenant-Id", "ten_globex"));
      assertThat(refused.status()).as(path).isEqualTo(403);
      assertThat(refused.message()).as(path).contains("X-Tenant-Id");
    }
  }

  @Test
  void optionsNeedAToken() {
    assertThat(http.send("OPTIONS", "/v1/me", r -> r.POST(BodyPublishers.noBody())).status())
        .isEqualTo(401);
  }

  private void assertActs(String key, String wanted, Tenant tenant) {
    var answer = me(key, wanted);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.data().path("tenant").path("id").asString()).isEqualTo(tenant.id());
    assertThat(answer.data().path("partner").path("id").asString()).isEqualTo(tenant.partnerId());
  }

  private Http.Answer me(String key, String tenant) {
    return http.as(key).send("GET", "/v1/me", r -> r.header("X-Tenant-Id", tenant));
  }

  private static List<String> words(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
  }
}
