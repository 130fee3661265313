package ai.scailabs.scaicore.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.core.EngineRegistry;
import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.ServerTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** "POST /cores/parse-bundle", and what is done with one Core or all. */
@ServerTest
class CoreReferenceTests extends ReadPage {

  private static final String ENDPOINTS =
      """
      POST /cores/parse-bundle
      GET /cores
      GET /cores/{core_id}
      PUT /cores/{core_id}
      DELETE /cores/{core_id}
      """;

  private static final String FIELDS =
      """
      parse-bundle: source
      parse-bundle: summary name
      parse-bundle: summary version
      parse-bundle: summary schema_version
      parse-bundle: summary flow names
      parse-bundle: summary model names
      parse-bundle: summary identity name
      parse-bundle: summary identity persona
      parse-bundle: summary flag for triggers
      parse-bundle: summary flag for plugins
      parse-bundle: summary avatar
      parse-bundle: JSON IR dict
      parse-bundle: SCIR magic
      parse-bundle: 10 MB
      list: limit
      list: cursor
      PUT name
      PUT runtime_mode
      PUT source
      PUT concurrency_mode
      PUT privilege_level
      PUT plugins
      PUT environment
      PUT resource_limits
      PUT checkpoint_mode
      PUT metadata
      PUT: slug is immutable
      PUT: tenant is immutable
      PUT: identity is immutable
      DELETE unregisters the engine
      """;

  private static final String CODES =
      """
      404 CORE_NOT_FOUND
      400 VALIDATION_ERROR
      400 FILE_TOO_LARGE
      """;

  @Autowired private EngineRegistry engines;

  CoreReferenceTests() {
    super(ENDPOINTS, FIELDS, CODES);
  }

  @Test
  void aBundleIsParsedIntoItsSourceAndASummary() {
    var parse = Demo.CORES + "/parse-bundle";
    var parsed =
        good(Demo.upload(admin, parse, Demo.sampleBytes("approval-agent.scaicore-ir")), 200);
    assertThat(parsed.data().path("source"))
        .isEqualTo(JsonMapper.shared().readTree(Demo.sample("approval-agent.ir.json")));
    tick("POST /cores/parse-bundle", "parse-bundle: source");

    var summary = parsed.data().path("summary");
    var expected =
        Map.of(
            "name", "\"Approval Agent\"",
            "version", "\"2.1.0\"",
            "schema_version", "\"0.2\"",
            "flows", "[\"approval\"]",
            "identity_name", "\"Ada\"",
            "identity_persona", "\"A careful expense reviewer who explains every decision.\"",
            "has_triggers", "true",
            "has_plugins", "true");
    var seen = new HashMap<String, String>();
    expected.keySet().forEach(key -> seen.put(key, summary.path(key).toString()));
    assertThat(seen).isEqualTo(expected);
    assertThat(summary.path("models").toString()).isEqualTo("[\"offline/echo\"]");
    assertThat(summary.at("/avatar/content_type").asString()).isEqualTo("image/png");
    FIELDS.lines().filter(line -> line.contains("summary")).forEach(this::tick);

    var json = Demo.upload(admin, parse, Demo.sampleBytes("approval-agent.ir.json"));
    assertThat(good(json, 200).data()).isEqualTo(parsed.data());
    tick("parse-bundle: JSON IR dict");
    var plain = Demo.upload(admin, parse, "{\"name\": \"x\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(plain.data().at("/summary/has_triggers").asBoolean(true)).isFalse();
    assertThat(plain.data().at("/summary/has_plugins").asBoolean(true)).isFalse();

    refused(Demo.upload(admin, parse, new byte[] {1, 2, 3, 4, 5}), 400, "VALIDATION_ERROR");
    tick("parse-bundle: SCIR magic");
    var large = Demo.upload(admin, parse, new byte[10 * 1024 * 1024 + 1]);
    refused(large, 400, "FILE_TOO_LARGE");
    tick("parse-bundle: 10 MB");
  }

  @Test
  void coresAreListedByPages() {
    var all = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      all.addFirst(id(created(ASKS)));
    }
    var first = good(admin.get(Demo.CORES + "?limit=2"), 200).json();
    var seen = new ArrayList<>(first.at("/data/items").findValuesAsString("id"));
    assertThat(seen).isEqualTo(all.subList(0, 2));
    assertThat(first.at("/pagination/has_more").asBoolean()).isTrue();
    tick("list: limit");

    var cursor = first.at("/pagination/next_cursor").asString();
    var second = good(admin.get(Demo.CORES + "?limit=2&cursor=" + cursor), 200).json();
    seen.addAll(second.at("/data/items").findValuesAsString("id"));
    assertThat(seen).isEqualTo(all);
    assertThat(second.at("/pagination/has_more").asBoolean(true)).isFalse();
    assertThat(second.at("/pagination/next_cursor").isNull()).isTrue();
    refused(admin.get(Demo.CORES + "?limit=0"), 400, "VALIDATION_ERROR");
    tick("GET /cores", "list: cursor");
  }

  @Test
  void aCoreIsShownWholeToItsTenantOnly() {
    var core = created(ASKS);
    var shown = good(admin.get(core), 200).data();
    assertThat(shown.path("id").asString()).isEqualTo(id(core));
    assertThat(shown.propertyNames())
        .contains(
            "name",
            "slug",
            "status",
            "runtime_mode",
            "concurrency_mode",
            "entity_key_field",
            "source",
            "plugins",
            "environment",
            "resource_limits",
            "checkpoint_mode",
            "privilege_level",
            "metadata",
            "avatar_url",
            "identity_mode");
    var stranger = admin.as(town.keyOf(BuiltInRole.TENANT_ADMIN));
    refused(stranger.get(core), 404, "CORE_NOT_FOUND");
    refused(stranger.put(core, "{\"name\": \"Mine\"}"), 404, "CORE_NOT_FOUND");
    refused(stranger.delete(core), 404, "CORE_NOT_FOUND");
    assertThat(admin.get(core).data()).isEqualTo(shown);
    tick("GET /cores/{core_id}");
  }

  @Test
  void whatIsEditableIsReplacedAndTheRestIsNot() {
    var core = created(ASKS);
    var before = admin.get(core).data();
    var edits =
        new HashMap<>(
            Map.of(
                "name", "\"Renamed\"",
                "runtime_mode", "\"api\"",
                "source", "{\"name\":\"x\"}",
                "concurrency_mode", "\"singleton\"",
                "privilege_level", "\"elevated\"",
                "plugins", "[{\"alias\":\"one\",\"endpoint\":\"https://one.example\"}]",
                "environment", "{\"A\":\"b\"}",
                "resource_limits", "{\"max_executions\":5}",
                "checkpoint_mode", "\"routed\"",
                "metadata", "{\"k\":\"v\"}"));
    var body = new ArrayList<String>();
    edits.forEach((field, value) -> body.add("\"" + field + "\": " + value));
    body.addAll(
        List.of(
            "\"slug\": \"other\"",
            "\"tenant_id\": \"ten_globex\"",
            "\"identity_mode\": \"user_delegated\"",
            "\"delegated_user_id\": \"usr_acme_admin\""));

    var after = good(admin.put(core, "{" + String.join(", ", body) + "}"), 200).data();

    edits.forEach(
        (field, value) -> {
          assertThat(after.path(field).toString()).isEqualTo(value);
          tick("PUT " + field);
        });
    assertThat(after.path("slug")).isEqualTo(before.path("slug"));
    tick("PUT: slug is immutable");
    assertThat(after.path("tenant_id").asString()).isEqualTo(tenant.id());
    tick("PUT: tenant is immutable");
    assertThat(after.path("identity_mode").asString()).isEqualTo("service_account");
    assertThat(admin.get(core + "/delegation").data().path("delegated_user_id").isNull()).isTrue();
    tick("PUT: identity is immutable");
    assertThat(admin.get(core).data()).isEqualTo(after);
    tick("PUT /cores/{core_id}");
  }

  @Test
  void aDeletedCoreIsGoneWithItsEngine() {
    var core = running(ASKS);
    assertThat(engines.coreIds()).contains(id(core));
    good(admin.delete(core), 200);
    assertThat(engines.coreIds()).doesNotContain(id(core));
    tick("DELETE unregisters the engine");
    refused(admin.get(core), 404, "CORE_NOT_FOUND");
    refused(admin.delete(core), 404, "CORE_NOT_FOUND");
    assertThat(
            jdbc.sql("select count(*) from mod_scaicore_cores where id = ?")
                .param(id(core))
                .query(Integer.class)
                .single())
        .isZero();
    tick("DELETE /cores/{core_id}");
  }
}
