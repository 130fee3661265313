package ai.scailabs.scaicore.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.Test;

/** "Plugins". */
@ServerTest
class PluginReferenceTests extends ReadPage {

  private static final String ENDPOINTS =
      """
      GET /cores/{core_id}/plugins
      POST /cores/{core_id}/plugins
      PUT /cores/{core_id}/plugins/{plugin_alias}
      DELETE /cores/{core_id}/plugins/{plugin_alias}
      GET /plugins/available
      """;

  private static final String FIELDS =
      """
      alias
      endpoint
      config
      a JSON entry in the Core's plugins list
      PUT replaces the config
      available: items
      """;

  private static final String CODES =
      """
      400 VALIDATION_ERROR
      404 NOT_FOUND
      404 CORE_NOT_FOUND
      """;

  PluginReferenceTests() {
    super(ENDPOINTS, FIELDS, CODES);
  }

  @Test
  void anEntryIsInstalledListedReplacedAndRemoved() {
    var core = created(ASKS);
    var plugins = core + "/plugins";
    var body =
        "{\"alias\": \"my-plugin\", \"endpoint\": \"https://plugin.example\", \"config\": {\"a\":"
            + " 1}}";
    var installed = good(admin.post(plugins, body), 201).data();
    assertThat(installed.path("alias").asString()).isEqualTo("my-plugin");
    tick("alias");
    assertThat(installed.path("endpoint").asString()).isEqualTo("https://plugin.example");
    tick("endpoint");
    assertThat(installed.path("config").toString()).isEqualTo("{\"a\":1}");
    tick("config", "POST /cores/{core_id}/plugins");

    var items = good(admin.get(plugins), 200).data().path("items");
    assertThat(items).hasSize(1);
    assertThat(items.get(0)).isEqualTo(installed);
    tick("GET /cores/{core_id}/plugins");
    assertThat(admin.get(core).data().path("plugins").toString())
        .isEqualTo(
            "[{\"alias\":\"my-plugin\",\"endpoint\":\"https://plugin.example\",\"config\":{\"a\":1}}]");
    tick("a JSON entry in the Core's plugins list");

    // The config alone; the endpoint stays, and a secret is masked.
    var secret = "{\"type\": \"secret\", \"value\": \"planted-2b7\"}";
    var replaced =
        good(
            admin.put(plugins + "/my-plugin", "{\"config\": {\"b\": 2, \"key\": " + secret + "}}"),
            200);
    var config = "{\"b\":2,\"key\":{\"type\":\"secret\",\"value\":null,\"set\":true}}";
    assertThat(replaced.data().path("config").toString()).isEqualTo(config);
    assertThat(replaced.data().path("endpoint").asString()).isEqualTo("https://plugin.example");
    assertThat(admin.get(core).data().at("/plugins/0/config").toString()).isEqualTo(config);
    assertThat(replaced.body() + admin.get(core).body() + admin.get(plugins).body())
        .doesNotContain("planted-2b7");
    tick("PUT replaces the config", "PUT /cores/{core_id}/plugins/{plugin_alias}");

    good(admin.delete(plugins + "/my-plugin"), 200);
    assertThat(admin.get(core).data().path("plugins").toString()).isEqualTo("[]");
    refused(admin.delete(plugins + "/my-plugin"), 404, "NOT_FOUND");
    refused(admin.put(plugins + "/my-plugin", "{\"config\": {}}"), 404, "NOT_FOUND");
    tick("DELETE /cores/{core_id}/plugins/{plugin_alias}");

    refused(admin.post(plugins, "{\"alias\": \"A b\"}"), 400, "VALIDATION_ERROR");
    refused(admin.get(Demo.CORES + "/core_x/plugins"), 404, "CORE_NOT_FOUND");
  }

  @Test
  void whatIsAvailableIsListed() {
    var available = Demo.BASE + "/plugins/available";
    assertThat(good(admin.get(available), 200).data().toString()).isEqualTo("{\"items\":[]}");
    var offered =
        good(
            admin.post(
                available, "{\"name\": \"billing\", \"endpoint\": \"https://billing.example\"}"),
            201);
    var items = good(admin.get(available), 200).data().path("items");
    assertThat(items).hasSize(1);
    assertThat(items.get(0)).isEqualTo(offered.data());
    tick("available: items", "GET /plugins/available");
  }
}
