package ai.scailabs.scaicore.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Tenant;
import ai.scailabs.scaicore.plugin.PluginProperties.Available;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Features;
import ai.scailabs.scaicore.web.Paging;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The registry of plugins that programs reach by name. */
@ServerTest
class AvailablePluginTests {

  private static final String OFFERS = Demo.BASE + "/plugins/available";

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
  @Autowired private EndpointCheck endpoints;
  @Autowired private AuditTrail audit;
  @Autowired private Clock clock;

  private Town town;
  private Http admin;
  private Http viewer;
  private Tenant tenant;
  private String tenantId;

  @BeforeEach
  void freshTenant() {
    town = new Town(directory);
    tenant = town.tenant();
    tenantId = tenant.id();
    admin = new Http(port, town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
    viewer = admin.as(town.key(town.user(tenant, BuiltInRole.TENANT_VIEWER)));
  }

  private Http.Answer offer(String name, String endpoint) {
    return admin.post(
        OFFERS,
        "{\"name\": \"%s\", \"endpoint\": \"%s\", \"description\": \"Does it.\"}"
            .formatted(name, endpoint));
  }

  @Test
  void itIsEmptyUntilAnAdminOffersSomethingToTheirTenant() {
    assertThat(viewer.get(OFFERS).data().toString()).isEqualTo("{\"items\":[]}");

    var offered = offer("crm", "https://crm.example/x");
    assertThat(offered.status()).as(offered.body()).isEqualTo(201);
    offer("billing", "mcp+https://billing.example/mcp");

    var items = viewer.get(OFFERS).data().path("items");
    assertThat(items.findValuesAsString("name")).containsExactly("billing", "crm");
    assertThat(items.get(1)).isEqualTo(offered.data());
    assertThat(offered.data().path("reference").asString()).isEqualTo("plugin://crm");
    assertThat(offered.data().path("endpoint").asString()).isEqualTo("https://crm.example/x");
    assertThat(offered.data().path("description").asString()).isEqualTo("Does it.");
    assertThat(offered.data().path("source").asString()).isEqualTo("tenant");
    assertThat(offered.data().path("created_at").asString()).endsWith("Z");
    assertThat(admin.as(town.keyOf(BuiltInRole.TENANT_ADMIN)).get(OFFERS).data().toString())
        .isEqualTo("{\"items\":[]}");

    assertThat(offer("crm", "https://crm.example").code()).isEqualTo("ALIAS_CONFLICT");
    assertThat(admin.delete(OFFERS + "/crm").data().toString())
        .isEqualTo("{\"name\":\"crm\",\"deleted\":true}");
    assertThat(admin.delete(OFFERS + "/crm").code()).isEqualTo("NOT_FOUND");
    assertThat(admin.delete(OFFERS + "/%00").code()).isIn("NOT_FOUND", "VALIDATION_ERROR");
    var page = admin.get(OFFERS + "?limit=1").json();
    assertThat(page.at("/pagination/has_more").asBoolean()).isFalse();
  }

  @Test
  void onlyAdminsOfferAndWithdraw() {
    var manager = town.user(tenant, BuiltInRole.TENANT_USER);
    town.role(manager, Permission.SCAICORE_MANAGE);
    var http = admin.as(town.key(manager));
    for (var caller : List.of(viewer, http)) {
      assertThat(caller.post(OFFERS, "{}").message()).contains("scaicore:admin");
      assertThat(caller.delete(OFFERS + "/crm").code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    }
    offer("crm", "https://crm.example");
    admin.delete(OFFERS + "/crm");
    assertThat(
            admin
                .get("/v1/audit/events?resource_id=crm")
                .data()
                .path("items")
                .findValuesAsString("action"))
        .containsSubsequence("plugin.withdraw", "plugin.offer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Crm     | https://crm.example      | name
          ''      | https://crm.example      | name
          a/b     | https://crm.example      | name
          crm     | plugin://other           | endpoint
          crm     | http://crm.example       | endpoint
          crm     | https://crm.example:99999 | endpoint
          crm     | https://192.168.0.1      | endpoint
          crm     | ''                       | endpoint
          """)
  void whatIsWrongIsNamed(String name, String endpoint, String field) {
    var refused = offer(name, endpoint);
    assertThat(refused.code()).as(refused.body()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.field()).isEqualTo(field);
  }

  @Test
  void textThatCannotBeStoredIsRefused() {
    var refused =
        admin.post(
            OFFERS,
            "{\"name\": \"crm\", \"endpoint\": \"https://x.example\", \"description\":"
                + " \"\\u0000\"}");
    assertThat(refused.field()).isEqualTo("description");
  }

  @Test
  void aProgramCallsWhatIsOfferedByItsNameAndNotTheSameNameOfAnotherTenant() {
    try (var server = new PluginServer()) {
      var source =
          """
          {"schema_version": "0.2", "name": "Test",
           "plugins": [{"alias": "crm", "endpoint": "plugin://crm"}],
           "flows": [{"name": "main", "body": [{"kind": "rigid", "statements": [
             {"kind": "plugin_call", "alias": "crm", "method": "find", "args": {}}]}]}]}
          """;
      var core = Demo.running(admin, "Uses", source);
      assertThat(Demo.invoke(admin, core, "{}").data().at("/error/message").asString())
          .contains("no plugin 'crm' here");

      offer("crm", server.url() + "/crm");
      assertThat(Demo.invoke(admin, core, "{}").data().path("status").asString())
          .isEqualTo("completed");
      assertThat(server.lastCall().method()).isEqualTo("crm/find");

      var stranger = admin.as(town.keyOf(BuiltInRole.TENANT_ADMIN));
      var other = Demo.running(stranger, "Uses", source);
      assertThat(Demo.invoke(stranger, other, "{}").data().path("status").asString())
          .isEqualTo("failed");
      assertThat(
              admin
                  .post(
                      Demo.CORES + "/" + core + "/plugins",
                      "{\"alias\": \"own\", \"endpoint\": \"plugin://crm\"}")
                  .status())
          .isEqualTo(201);
    }
  }

  private AvailablePluginService service(Available... configured) {
    var settings =
        new PluginProperties(
            true,
            List.of(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            1,
            Duration.ofMillis(1),
            10,
            10,
            List.of(configured));
    return new AvailablePluginService(
        new AvailablePlugins(jdbc, settings), endpoints, audit, clock);
  }

  @Test
  void whatTheOperatorConfiguresIsThereForEveryTenantWithoutItsAddress() {
    offer("crm", "https://crm.example");
    offer("both", "https://mine.example");
    var service =
        service(
            new Available("billing", "https://inside.example/billing", "Bills."),
            new Available("both", "https://inside.example/both", null));

    var page = service.list(tenantId, new Paging(2, null));
    assertThat(page.items()).extracting(AvailablePlugin::name).containsExactly("billing", "both");
    assertThat(page.items().getFirst())
        .isEqualTo(
            new AvailablePlugin(
                "billing",
                "plugin://billing",
                null,
                "Bills.",
                AvailablePlugin.Source.OPERATOR,
                null));
    assertThat(page.items().getLast().endpoint()).isEqualTo("https://mine.example");
    assertThat(service.list(tenantId, new Paging(2, page.nextCursor())).items())
        .extracting(AvailablePlugin::name)
        .containsExactly("crm");
  }

  @Test
  void switchedOffItAnswersWhatThePageSays() {
    offer("crm", "https://crm.example");
    var off =
        new AvailablePluginController(
            service(), new Features(true, true, true, true, true, true, true, false));

    assertThat(off.list(new Paging(50, null), caller()).data().items()).isEmpty();
  }

  private Caller caller() {
    var named = new Caller.Named(tenantId, "slug");
    return new Caller(
        "usr_x",
        "x@y",
        named,
        named,
        tenantId,
        "par",
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Optional.empty());
  }
}
