package ai.scailabs.scaicore.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The plugin entries of a Core, one by one. Source: {@code seeds/api-reference.md}, "Plugins". */
@ServerTest
class PluginEntryTests {

  private static final String SECRET = "{\"type\": \"secret\", \"value\": \"%s\"}";
  private static final String MASKED = "{\"type\":\"secret\",\"value\":null,\"set\":true}";

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;

  private Http admin;
  private String core;
  private String path;

  @BeforeEach
  void freshCore() {
    admin = new Http(port, Demo.ADMIN);
    core = Demo.create(admin, Ids.next("Entries "), "{}");
    path = Demo.CORES + "/" + core + "/plugins";
  }

  private Http.Answer install(@Nullable String alias, String endpoint, String config) {
    return admin.post(
        path,
        "{\"alias\": %s, \"endpoint\": \"%s\", \"config\": %s}"
            .formatted(alias == null ? "null" : "\"" + alias + "\"", endpoint, config));
  }

  @Test
  void anEntryIsInstalledListedChangedAndRemoved() {
    var installed = install("my-plugin", "https://crm.example/x", "{}");
    assertThat(installed.status()).as(installed.body()).isEqualTo(201);
    assertThat(installed.data().toString())
        .isEqualTo(
            "{\"alias\":\"my-plugin\",\"endpoint\":\"https://crm.example/x\",\"config\":{}}");
    install("another", "mcp+https://docs.example/mcp", "{\"a\": [1, {\"b\": null}]}");

    var listed = admin.get(path);
    assertThat(listed.data().path("items").findValuesAsString("alias"))
        .containsExactly("another", "my-plugin");
    assertThat(listed.json().at("/pagination/has_more").asBoolean()).isFalse();
    assertThat(admin.get(Demo.CORES + "/" + core).data().path("plugins").size()).isEqualTo(2);

    var changed = admin.put(path + "/my-plugin", "{\"config\": {\"region\": \"eu\"}}");
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(changed.data().toString())
        .isEqualTo(
            "{\"alias\":\"my-plugin\",\"endpoint\":\"https://crm.example/x\","
                + "\"config\":{\"region\":\"eu\"}}");
    changed = admin.put(path + "/my-plugin", "{\"endpoint\": \"https://other.example\"}");
    assertThat(changed.data().path("endpoint").asString()).isEqualTo("https://other.example");
    assertThat(changed.data().at("/config/region").asString()).isEqualTo("eu");

    assertThat(admin.delete(path + "/my-plugin").data().toString())
        .isEqualTo("{\"alias\":\"my-plugin\",\"deleted\":true}");
    assertThat(admin.get(path).data().path("items").findValuesAsString("alias"))
        .containsExactly("another");
    assertThat(admin.delete(path + "/my-plugin").code()).isEqualTo("NOT_FOUND");
    assertThat(admin.put(path + "/my-plugin", "{\"config\": {}}").code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void anAliasIsTakenOnce() {
    install("crm", "https://crm.example", "{}");
    var again = install("crm", "https://other.example", "{}");
    assertThat(again.code()).isEqualTo("ALIAS_CONFLICT");
    assertThat(again.status()).isEqualTo(409);

    var statuses =
        AtOnce.run(4, i -> install("raced", "https://crm.example", "{\"n\": " + i + "}").status());
    assertThat(statuses).containsOnlyOnce(201).contains(409);
    assertThat(AtOnce.run(4, i -> install("p" + i, "https://crm.example", "{}").status()))
        .containsOnly(201);
    assertThat(admin.get(path).data().path("items").size()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "NULL",
      textBlock =
          """
          Crm          | https://crm.example       | {}   | alias
          1crm         | https://crm.example       | {}   | alias
          ''           | https://crm.example       | {}   | alias
          a.b          | https://crm.example       | {}   | alias
          a\\u0000     | https://crm.example       | {}   | alias
          NULL         | https://crm.example       | {}   | alias
          crm          | ''                        | {}   | endpoint
          crm          | http://crm.example        | {}   | endpoint
          crm          | ftp://crm.example         | {}   | endpoint
          crm          | mcp+http://crm.example    | {}   | endpoint
          crm          | javascript:alert(1)       | {}   | endpoint
          crm          | https://u:p@crm.example   | {}   | endpoint
          crm          | https://10.0.0.1          | {}   | endpoint
          crm          | https://169.254.169.254/  | {}   | endpoint
          crm          | plugin://nothing          | {}   | endpoint
          crm          | https://a\\u0000b         | {}   | endpoint
          crm          | not an address            | {}   | endpoint
          crm          | https://crm.example       | []   | config
          """)
  void whatIsWrongIsNamedAndNothingIsInstalled(
      @Nullable String alias, String endpoint, String config, String field) {
    var refused = install(alias, endpoint, config);

    assertThat(refused.code()).as(refused.body()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.field()).endsWith(field);
    assertThat(admin.get(path).data().path("items").size()).isZero();
  }

  @Test
  void anAliasHasAtMostSixtyThreeCharacters() {
    assertThat(install("a".repeat(63), "https://crm.example", "{}").status()).isEqualTo(201);
    assertThat(install("a".repeat(64), "https://crm.example", "{}").field()).contains("alias");
    assertThat(install("b", "https://crm.example/" + "x".repeat(2_000), "{}").field())
        .isEqualTo("endpoint");
  }

  @Test
  void loopbackIsTakenWhereItIsAllowed() {
    assertThat(install("here", "http://127.0.0.1:9", "{}").status()).isEqualTo(201);
    assertThat(install("there", "mcp+http://localhost:9/mcp", "{}").status()).isEqualTo(201);
  }

  @Test
  void secretsAreSealedMaskedKeptAndSentAndGoWithTheirEntry() {
    try (var server = new PluginServer()) {
      install("other", server.url(), "{\"key\": " + SECRET.formatted("other-secret") + "}");
      var installed =
          install(
              "crm",
              server.url(),
              "{\"region\": \"eu\", \"key\": " + SECRET.formatted("s3cr3t-1") + "}");
      assertThat(installed.data().path("config").toString())
          .isEqualTo("{\"region\":\"eu\",\"key\":" + MASKED + "}");
      assertThat(admin.get(path).body()).doesNotContain("s3cr3t-1", "other-secret");
      assertThat(sealed()).hasSize(2).noneMatch(text -> text.contains("s3cr3t-1"));

      var kept = admin.put(path + "/crm", "{\"config\": {\"key\": " + MASKED + "}}");
      assertThat(kept.status()).as(kept.body()).isEqualTo(200);
      admin.post(path + "/crm/test", "{\"method\": \"x\"}");
      assertThat(server.lastCall().config().toString()).isEqualTo("{\"key\":\"s3cr3t-1\"}");

      admin.put(path + "/crm", "{\"config\": {\"key\": " + SECRET.formatted("s3cr3t-2") + "}}");
      admin.post(path + "/crm/test", "{\"method\": \"x\"}");
      assertThat(server.lastCall().config().path("key").asString()).isEqualTo("s3cr3t-2");

      var nothing = admin.put(path + "/crm", "{\"config\": {\"more\": " + MASKED + "}}");
      assertThat(nothing.code()).isEqualTo("VALIDATION_ERROR");
      assertThat(nothing.field()).isEqualTo("plugins.crm.config.more");

      admin.delete(path + "/crm");
      assertThat(sealed()).hasSize(1);
      admin.post(path + "/other/test", "{\"method\": \"x\"}");
      assertThat(server.lastCall().config().path("key").asString()).isEqualTo("other-secret");
      // Whoever takes the alias next does not get what its last owner had.
      assertThat(install("crm", server.url(), "{\"key\": " + MASKED + "}").code())
          .isEqualTo("VALIDATION_ERROR");
    }
  }

  private List<String> sealed() {
    return jdbc.sql("select sealed from mod_scaicore_secrets where core_id = ?")
        .param(core)
        .query((row, n) -> new String(row.getBytes(1), StandardCharsets.ISO_8859_1))
        .list();
  }

  @Test
  void anEndpointIsCheckedWhereTheWholeListIsReplacedUnlessItWasThere() {
    var list = "{\"plugins\": [{\"alias\": \"crm\", \"endpoint\": \"%s\"}]}";
    assertThat(admin.put(Demo.CORES + "/" + core, list.formatted("http://crm.example")).field())
        .isEqualTo("plugins[0].endpoint");
    // As an older version took it.
    jdbc.sql("update mod_scaicore_cores set plugins = cast(? as json) where id = ?")
        .params("[{\"alias\": \"crm\", \"endpoint\": \"http://crm.example\"}]", core)
        .update();
    assertThat(admin.put(Demo.CORES + "/" + core, list.formatted("http://crm.example")).status())
        .isEqualTo(200);
  }

  @Test
  void aCoreHasAHundredEntriesAtMost() {
    var entries = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      entries.append(i == 0 ? "" : ",").append("{\"alias\": \"p").append(i).append("\"}");
    }
    assertThat(admin.put(Demo.CORES + "/" + core, "{\"plugins\": [" + entries + "]}").status())
        .isEqualTo(200);
    var more = entries + ",{\"alias\": \"more\"}";
    assertThat(admin.put(Demo.CORES + "/" + core, "{\"plugins\": [" + more + "]}").field())
        .isEqualTo("plugins");
    assertThat(
            admin.post(Demo.CORES, "{\"name\": \"Too many\", \"plugins\": [" + more + "]}").field())
        .isEqualTo("plugins");
    assertThat(install("more", "https://crm.example", "{}").code()).isEqualTo("VALIDATION_ERROR");
    var page = admin.get(path + "?limit=60").json();
    var next = page.at("/pagination/next_cursor").asString();
    assertThat(page.at("/data/items").size()).isEqualTo(60);
    assertThat(admin.get(path + "?limit=60&cursor=" + next).data().path("items").size())
        .isEqualTo(40);
    assertThat(page.at("/data/items/0/endpoint").isNull()).isTrue();
  }

  @Test
  void entriesThatComeToMoreThanTwoMegabytesAreRefused() {
    var large = "{\"x\": \"" + "x".repeat(1_500_000) + "\"}";
    assertThat(install("one", "https://crm.example", large).status()).isEqualTo(201);
    assertThat(install("two", "https://crm.example", large).field()).isEqualTo("config");
  }

  @Test
  void changesAreInTheAuditAndNeedManage() {
    install("crm", "https://crm.example", "{}");
    admin.put(path + "/crm", "{\"config\": {}}");
    admin.delete(path + "/crm");
    var viewer = admin.as(Demo.VIEWER);
    assertThat(viewer.get(path).status()).isEqualTo(200);
    assertThat(viewer.post(path, "{}").code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(viewer.delete(path + "/crm").code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(admin.as(Demo.GLOBEX).get(path).code()).isEqualTo("CORE_NOT_FOUND");

    assertThat(
            admin
                .get("/v1/audit/events?resource_id=" + core + "/crm")
                .data()
                .path("items")
                .findValuesAsString("action"))
        .containsExactly("plugin.remove", "plugin.remove", "plugin.update", "plugin.install");
  }
}
