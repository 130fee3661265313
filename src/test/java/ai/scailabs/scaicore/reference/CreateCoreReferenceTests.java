package ai.scailabs.scaicore.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** "POST /cores". */
@ServerTest
class CreateCoreReferenceTests extends ReadPage {

  private static final String ENDPOINTS = "POST /cores";

  private static final String FIELDS =
      """
      name: required
      name: makes the slug
      name: slug unique within tenant
      runtime_mode: event_driven
      runtime_mode: interactive
      runtime_mode: api
      runtime_mode: model
      concurrency_mode: stateless
      concurrency_mode: entity
      concurrency_mode: singleton
      entity_key_field: required when concurrency_mode = entity
      source
      plugins
      environment
      environment: secret is encrypted at rest
      resource_limits
      checkpoint_mode: auto
      checkpoint_mode: visual_queue
      checkpoint_mode: routed
      privilege_level: standard
      privilege_level: elevated
      privilege_level: admin
      metadata
      metadata.skills: bound on start
      avatar_b64
      avatar_content_type
      """;

  private static final String DEFAULTS =
      """
      runtime_mode = event_driven
      concurrency_mode = stateless
      source = {}
      plugins = []
      environment = {}
      resource_limits = {}
      checkpoint_mode = auto
      privilege_level = standard
      metadata = {}
      """;

  private static final String CODES =
      """
      400 VALIDATION_ERROR
      409 SLUG_CONFLICT
      """;

  CreateCoreReferenceTests() {
    super(ENDPOINTS, FIELDS, DEFAULTS, CODES);
  }

  private Http.Answer made(String members) {
    return good(
        admin.post(Demo.CORES, "{\"name\": \"%s\"%s}".formatted(name("Made"), members)), 201);
  }

  @Test
  void aNameIsRequiredAndTheSlugIsMadeOfIt() {
    var without = admin.post(Demo.CORES, "{\"runtime_mode\": \"api\"}");
    refused(without, 400, "VALIDATION_ERROR");
    assertThat(without.field()).isEqualTo("name");
    tick("name: required");

    var made = good(admin.post(Demo.CORES, "{\"name\": \"Expense Desk\"}"), 201);
    assertThat(made.data().path("name").asString()).isEqualTo("Expense Desk");
    assertThat(made.data().path("slug").asString()).isEqualTo("expense-desk");
    assertThat(made.data().path("tenant_id").asString()).isEqualTo(tenant.id());
    assertThat(admin.get(Demo.CORES + "/" + made.data().path("id").asString()).data())
        .isEqualTo(made.data());
    tick("POST /cores", "name: makes the slug");

    refused(admin.post(Demo.CORES, "{\"name\": \"expense  DESK\"}"), 409, "SLUG_CONFLICT");
    var elsewhere = admin.as(town.keyOf(BuiltInRole.TENANT_ADMIN));
    good(elsewhere.post(Demo.CORES, "{\"name\": \"Expense Desk\"}"), 201);
    tick("name: slug unique within tenant");
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    var core = made("").data();
    for (var line : DEFAULTS.lines().toList()) {
      var parts = line.split(" = ");
      var value = core.path(parts[0]);
      assertThat(value.isString() ? value.asString() : value.toString())
          .as(line)
          .isEqualTo(parts[1]);
      tick(line);
    }
    assertThat(core.path("status").asString()).isEqualTo("created");
    assertThat(core.path("identity_mode").asString()).isEqualTo("service_account");
    assertThat(core.path("avatar_url").isNull()).isTrue();
    assertThat(core.path("entity_key_field").isNull()).isTrue();
  }

  @Test
  void aModeIsOneOfItsWordsAndNoOther() {
    for (var line : FIELDS.lines().filter(l -> l.matches("\\w+_mode: \\w+")).toList()) {
      var parts = line.split(": ");
      var core =
          made(", \"%s\": \"%s\", \"entity_key_field\": \"id\"".formatted(parts[0], parts[1]))
              .data();
      assertThat(core.path(parts[0]).asString()).isEqualTo(parts[1]);
      tick(line);
      var other = "{\"name\": \"Other\", \"%s\": \"other\"}".formatted(parts[0]);
      var refused = admin.post(Demo.CORES, other);
      refused(refused, 400, "VALIDATION_ERROR");
      assertThat(refused.field()).isEqualTo(parts[0]);
    }
  }

  @Test
  void concurrencyByEntityNeedsItsKey() {
    var entity = "\"concurrency_mode\": \"entity\"";
    var without = admin.post(Demo.CORES, "{\"name\": \"Entity\", " + entity + "}");
    refused(without, 400, "VALIDATION_ERROR");
    assertThat(without.field()).isEqualTo("entity_key_field");
    var with = made(", " + entity + ", \"entity_key_field\": \"order_id\"").data();
    assertThat(with.path("entity_key_field").asString()).isEqualTo("order_id");
    tick("entity_key_field: required when concurrency_mode = entity");
  }

  @Test
  void aPrivilegeIsSetByWhoMaySetIt() {
    for (var level : new String[] {"standard", "elevated"}) {
      var core = made(", \"privilege_level\": \"" + level + "\"").data();
      assertThat(core.path("privilege_level").asString()).isEqualTo(level);
      tick("privilege_level: " + level);
    }
    var highest = "{\"name\": \"%s\", \"privilege_level\": \"admin\"}".formatted(name("Highest"));
    assertThat(admin.post(Demo.CORES, highest).status()).isEqualTo(403);
    var core = good(admin.as(Demo.SUPER).post(Demo.CORES, highest), 201).data();
    assertThat(core.path("privilege_level").asString()).isEqualTo("admin");
    tick("privilege_level: admin");
    var other = admin.post(Demo.CORES, "{\"name\": \"O\", \"privilege_level\": \"root\"}");
    refused(other, 400, "VALIDATION_ERROR");
    assertThat(other.field()).isEqualTo("privilege_level");
  }

  @Test
  void whatIsFreeFormIsKeptAsItWasGiven() {
    var core =
        made("""
        , "source": {"name": "x", "flows": []},
        "plugins": [{"alias": "my-plugin", "endpoint": "https://plugin.example",
                     "config": {"k": "v"}}],
        "resource_limits": {"max_executions": 5, "own": {"a": [1]}},
        "metadata": {"team": "finance"},
        "environment": {"REGION": "eu", "DEEP": {"n": 1}}
        """)
            .data();
    assertThat(core.path("source").toString()).isEqualTo("{\"name\":\"x\",\"flows\":[]}");
    assertThat(core.path("plugins").toString())
        .isEqualTo(
            "[{\"alias\":\"my-plugin\",\"endpoint\":\"https://plugin.example\",\"config\":{\"k\":\"v\"}}]");
    assertThat(core.path("resource_limits").toString())
        .isEqualTo("{\"max_executions\":5,\"own\":{\"a\":[1]}}");
    assertThat(core.path("metadata").toString()).isEqualTo("{\"team\":\"finance\"}");
    assertThat(core.path("environment").toString())
        .isEqualTo("{\"REGION\":\"eu\",\"DEEP\":{\"n\":1}}");
    tick("source", "plugins", "resource_limits", "metadata", "environment");
  }

  @Test
  void aSecretIsMaskedAndEncryptedAtRest() {
    var made =
        made(", \"environment\": {\"KEY\": {\"type\": \"secret\", \"value\": \"planted-7c1\"}}");
    var core = made.data().path("id").asString();
    assertThat(made.data().at("/environment/KEY").toString())
        .isEqualTo("{\"type\":\"secret\",\"value\":null,\"set\":true}");
    assertThat(admin.get(Demo.CORES + "/" + core).body()).doesNotContain("planted-7c1");
    var stored =
        jdbc.sql(
                """
                select encode(s.sealed, 'escape') || c::text from mod_scaicore_secrets s
                join mod_scaicore_cores c on c.id = s.core_id where c.id = ?
                """)
            .param(core)
            .query(String.class)
            .single();
    assertThat(stored).isNotEmpty().doesNotContain("planted-7c1");
    tick("environment: secret is encrypted at rest");
  }

  @Test
  void skillsOfTheMetadataAreBoundAtTheStart() {
    good(
        admin.post(
            "/v1/modules/scaiskills/skills",
            "{\"slug\": \"plain\", \"version\": \"2\", \"preamble\": \"Keep it plain.\"}"),
        201);
    var core =
        made(
            ", \"metadata\": {\"skills\": [{\"slug\": \"plain\"}]}, \"source\": "
                + Demo.program("{\"kind\": \"debug\", \"message\": \"x\"}"));
    var path = Demo.CORES + "/" + core.data().path("id").asString();
    good(admin.post(path + "/start", ""), 200);
    assertThat(admin.get(path + "/state").data().path("resolved_skills").toString())
        .isEqualTo("[{\"slug\":\"plain\",\"version\":\"2\"}]");
    tick("metadata.skills: bound on start");
  }

  @Test
  void anAvatarComesAlong() {
    var picture = Demo.sampleBytes("avatar.png");
    var made =
        made(
            ", \"avatar_b64\": \"%s\", \"avatar_content_type\": \"image/png\""
                .formatted(Base64.getEncoder().encodeToString(picture)));
    var url = made.data().path("avatar_url").asString();
    assertThat(url).isEqualTo(Demo.CORES + "/" + made.data().path("id").asString() + "/avatar");
    var shown = admin.as(null).get(url);
    assertThat(shown.response().body()).isEqualTo(picture);
    tick("avatar_b64");

    assertThat(shown.header("Content-Type")).isEqualTo("image/png");
    var wrong =
        admin.post(
            Demo.CORES,
            "{\"name\": \"W\", \"avatar_b64\": \"%s\", \"avatar_content_type\": \"image/gif\"}"
                .formatted(Base64.getEncoder().encodeToString(picture)));
    assertThat(wrong.code()).isEqualTo("INVALID_FILE_TYPE");
    tick("avatar_content_type");
  }
}
