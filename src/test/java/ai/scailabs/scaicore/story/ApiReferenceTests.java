package ai.scailabs.scaicore.story;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/**
 * The page {@code seeds/api-reference.md}, read from top to bottom against the running server. What
 * is asked here is written from the page; at the end each of its endpoints was called.
 */
@ServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiReferenceTests {

  private static final String ENDPOINTS =
      """
      POST /cores
      POST /cores/parse-bundle
      GET /cores
      GET /cores/{core_id}
      PUT /cores/{core_id}
      DELETE /cores/{core_id}
      POST /cores/{core_id}/start
      POST /cores/{core_id}/stop
      POST /cores/{core_id}/restart
      POST /cores/{core_id}/pause
      POST /cores/{core_id}/resume
      POST /cores/{core_id}/publish
      POST /cores/{core_id}/unpublish
      POST /cores/{core_id}/avatar
      GET /cores/{core_id}/avatar
      GET /checkpoints
      GET /checkpoints/all
      GET /checkpoints/{checkpoint_id}
      POST /checkpoints/{checkpoint_id}/resolve
      POST /checkpoints/{checkpoint_id}/cancel
      POST /checkpoints/{checkpoint_id}/reassign
      GET /checkpoints/{checkpoint_id}/history
      GET /cores/{core_id}/plugins
      POST /cores/{core_id}/plugins
      PUT /cores/{core_id}/plugins/{plugin_alias}
      DELETE /cores/{core_id}/plugins/{plugin_alias}
      GET /plugins/available
      GET /cores/{core_id}/logs
      GET /cores/{core_id}/logs/stream
      GET /cores/{core_id}/state
      POST /cores/{core_id}/debug/breakpoint
      POST /cores/{core_id}/debug/step
      POST /cores/{core_id}/debug/inspect
      POST /cores/{core_id}/events
      GET /cores/{core_id}/events/history
      POST /cores/{core_id}/triggers
      GET /cores/{core_id}/triggers
      DELETE /cores/{core_id}/triggers/{trigger_id}
      POST /cores/{core_id}/delegate
      GET /cores/{core_id}/delegation
      PUT /cores/{core_id}/delegation
      POST /cores/{core_id}/revoke-delegation
      GET /cores/{core_id}/api/spec
      GET /cores/{core_id}/api/invoke/{path}
      """;

  private static final String ASKS =
      """
      {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
       "options": ["yes", "no"], "assignee": "role:tenant_admin", "context": {"n": "n"},
       "result_binding": "answer"},
      {"kind": "rigid", "statements": [{"kind": "return", "value": "answer.decision"}]}
      """;

  @LocalServerPort private int port;
  private final Set<String> called = new TreeSet<>();
  private Http admin;

  @BeforeEach
  void caller() {
    admin = new Http(port, Demo.ADMIN);
  }

  @AfterAll
  void everyEndpointOfThePageWasCalled() {
    assertThat(called).isEqualTo(new TreeSet<>(ENDPOINTS.lines().toList()));
  }

  @Test
  void aCoreHasTheDefaultsOfThePage() {
    var made = call("POST /cores", Map.of(), "{\"name\": \"%s\"}".formatted(name("Bare")));

    assertThat(made.status()).isEqualTo(201);
    var core = made.data();
    assertThat(core.path("runtime_mode").asString()).isEqualTo("event_driven");
    assertThat(core.path("concurrency_mode").asString()).isEqualTo("stateless");
    assertThat(core.path("source").toString()).isEqualTo("{}");
    assertThat(core.path("plugins").toString()).isEqualTo("[]");
    assertThat(core.path("checkpoint_mode").asString()).isEqualTo("auto");
    assertThat(core.path("privilege_level").asString()).isEqualTo("standard");
    assertThat(core.path("status").asString()).isEqualTo("created");
    assertThat(core.path("slug").asString()).startsWith("bare-");
    assertThat(core.path("avatar_url").isNull()).isTrue();
  }

  @Test
  void concurrencyByEntityAsksForItsKey() {
    var without =
        admin.post(Demo.CORES, "{\"name\": \"Entity\", \"concurrency_mode\": \"entity\"}");
    assertThat(without.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(without.field()).isEqualTo("entity_key_field");
  }

  @ParameterizedTest
  @CsvSource({
    "runtime_mode, event_driven interactive api model",
    "checkpoint_mode, auto visual_queue routed",
    "privilege_level, standard elevated",
    "concurrency_mode, stateless singleton"
  })
  void aCoreTakesEachWordOfThePageAndNoOther(String field, String words) {
    for (var word : words.split(" ")) {
      var body = "{\"name\": \"%s\", \"%s\": \"%s\"}".formatted(name("Worded"), field, word);
      assertThat(admin.post(Demo.CORES, body).data().path(field).asString()).isEqualTo(word);
    }
    var other = "{\"name\": \"%s\", \"%s\": \"other\"}".formatted(name("Worded"), field);
    var refused = admin.post(Demo.CORES, other);
    assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.field()).isEqualTo(field);
  }

  @Test
  void aBundleIsParsedIntoASourceAndASummary() {
    var parsed = upload("POST /cores/parse-bundle", Map.of(), "approval-agent.scaicore-ir");
    assertThat(parsed.status()).isEqualTo(200);
    assertThat(parsed.data().path("source").isObject()).isTrue();
    var summary = parsed.data().path("summary");
    assertThat(summary.propertyNames()).contains("name", "version", "schema_version");

    var noMagic = Demo.upload(admin, Demo.CORES + "/parse-bundle", new byte[] {1, 2, 3, 4, 5});
    assertThat(noMagic.status()).isEqualTo(400);
    assertThat(noMagic.code()).isEqualTo("VALIDATION_ERROR");
    var large = Demo.upload(admin, Demo.CORES + "/parse-bundle", new byte[10 * 1024 * 1024 + 1]);
    assertThat(large.status()).isEqualTo(400);
    assertThat(large.code()).isEqualTo("FILE_TOO_LARGE");
  }

  @Test
  void coresAreListedReadReplacedAndDeletedWithinTheirTenant() {
    var core = created(ASKS);
    assertThat(call("GET /cores", Map.of(), "").json().path("pagination").has("next_cursor"))
        .isTrue();
    assertThat(admin.get(Demo.CORES + "?limit=1").data().path("items").size()).isEqualTo(1);
    var before = call("GET /cores/{core_id}", core, "").data();

    var after =
        call(
                "PUT /cores/{core_id}",
                core,
                """
                {"name": "Renamed", "runtime_mode": "api", "source": {"name": "x"},
                 "concurrency_mode": "singleton", "plugins": [], "environment": {"A": "b"},
                 "resource_limits": {"max_executions": 5}, "checkpoint_mode": "routed",
                 "privilege_level": "elevated", "metadata": {"k": "v"},
                 "slug": "other", "tenant_id": "ten_globex", "identity_mode": "user_delegated"}
                """)
            .data();

    assertThat(after.path("name").asString()).isEqualTo("Renamed");
    assertThat(after.path("runtime_mode").asString()).isEqualTo("api");
    assertThat(after.path("concurrency_mode").asString()).isEqualTo("singleton");
    assertThat(after.path("checkpoint_mode").asString()).isEqualTo("routed");
    assertThat(after.path("privilege_level").asString()).isEqualTo("elevated");
    assertThat(after.at("/metadata/k").asString()).isEqualTo("v");
    assertThat(after.at("/environment/A").asString()).isEqualTo("b");
    assertThat(after.at("/resource_limits/max_executions").asInt()).isEqualTo(5);
    for (var kept : List.of("slug", "tenant_id", "identity_mode")) {
      assertThat(after.path(kept)).isEqualTo(before.path(kept));
    }
    assertThat(admin.as(Demo.GLOBEX).get(path("/cores/{core_id}", core)).code())
        .isEqualTo("CORE_NOT_FOUND");
    assertThat(call("DELETE /cores/{core_id}", core, "").status()).isEqualTo(200);
    assertThat(admin.get(path("/cores/{core_id}", core)).status()).isEqualTo(404);
  }

  @Test
  void theLifecycleIsThatOfTheTable() {
    var core = created(ASKS);
    for (var step :
        List.of(
            "start running", "pause paused", "resume running", "stop stopped", "restart running")) {
      var verb = step.split(" ");
      var moved = call("POST /cores/{core_id}/" + verb[0], core, "");
      assertThat(moved.status()).as(step + moved.body()).isEqualTo(200);
      assertThat(moved.data().path("status").asString()).isEqualTo(verb[1]);
    }
    for (var illegal : List.of("start", "resume")) {
      var refused = admin.post(path("/cores/{core_id}/" + illegal, core), "");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.code()).isEqualTo("INVALID_CORE_TRANSITION");
    }
  }

  @Test
  void aCoreIsPublishedOnceAndUnpublishedOnce() {
    var core = running(ASKS);
    var published = call("POST /cores/{core_id}/publish", core, "{\"group_ids\": [\"mg_qa\"]}");
    assertThat(published.status()).as(published.body()).isEqualTo(200);
    assertThat(admin.post(path("/cores/{core_id}/publish", core), "").code())
        .isEqualTo("VALIDATION_ERROR");
    assertThat(call("POST /cores/{core_id}/unpublish", core, "").status()).isEqualTo(200);
    assertThat(admin.post(path("/cores/{core_id}/unpublish", core), "").code())
        .isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void anAvatarIsUploadedAndStreamedToAnybody() {
    var core = created(ASKS);
    var none = admin.as(null).get(path("/cores/{core_id}/avatar", core));
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.code()).isEqualTo("NO_AVATAR");

    var uploaded = upload("POST /cores/{core_id}/avatar", core, "avatar.png");
    assertThat(uploaded.data().path("avatar_url").asString())
        .isEqualTo(path("/cores/{core_id}/avatar", core));
    called.add("GET /cores/{core_id}/avatar");
    var shown = admin.as(null).get(path("/cores/{core_id}/avatar", core));
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.header("Cache-Control")).contains("max-age=3600");
    assertThat(shown.header("Content-Type")).isEqualTo("image/png");
    var text =
        Demo.upload(
            admin, path("/cores/{core_id}/avatar", core), "text".getBytes(StandardCharsets.UTF_8));
    assertThat(text.status()).isEqualTo(400);
    assertThat(text.code()).isEqualTo("INVALID_FILE_TYPE");
    var large =
        Demo.upload(admin, path("/cores/{core_id}/avatar", core), new byte[2 * 1024 * 1024 + 1]);
    assertThat(large.status()).isEqualTo(400);
    assertThat(large.code()).isEqualTo("FILE_TOO_LARGE");
  }

  @Test
  void checkpointsAreListedReassignedResolvedAndCancelled() {
    var core = running(ASKS);
    var checkpoint = asked(core);
    var id = id(checkpoint, "checkpoint_id");
    assertThat(call("GET /checkpoints", Map.of(), "").body()).contains(id);
    assertThat(call("GET /checkpoints/all", Map.of(), "").body()).contains(id);
    assertThat(admin.as(Demo.REVIEWER).get("/v1/modules/scaicore/checkpoints/all").status())
        .isEqualTo(403);
    var shown = call("GET /checkpoints/{checkpoint_id}", checkpoint, "").data();
    assertThat(shown.path("options").toString()).isEqualTo("[\"yes\",\"no\"]");
    assertThat(shown.at("/assignee_resolved/type").asString()).isEqualTo("role");
    assertThat(shown.path("context").isObject()).isTrue();
    assertThat(shown.path("resolution").isNull()).isTrue();

    var reassigned =
        call(
            "POST /checkpoints/{checkpoint_id}/reassign",
            checkpoint,
            "{\"assignee\": \"user:admin@acme\", \"comment\": \"yours\"}");
    assertThat(reassigned.status()).as(reassigned.body()).isEqualTo(200);
    assertThat(reassigned.data().path("assignee_raw").asString()).isEqualTo("user:admin@acme");
    assertThat(reassigned.data().path("assignee_type").asString()).isEqualTo("user");

    var resolve = "POST /checkpoints/{checkpoint_id}/resolve";
    assertThat(admin.post(path("/checkpoints/{checkpoint_id}/resolve", checkpoint), "{}").code())
        .isEqualTo("VALIDATION_ERROR");
    var resolved =
        call(
            resolve,
            checkpoint,
            "{\"decision\": \"yes\", \"response_data\": {\"a\": 1}, \"comment\": \"fine\"}");
    assertThat(resolved.data().at("/resolution/decision").asString()).isEqualTo("yes");
    assertThat(resolved.data().at("/resolution/response_data/a").asInt()).isEqualTo(1);
    assertThat(resolved.data().at("/resolution/comment").asString()).isEqualTo("fine");
    var again = call(resolve, checkpoint, "{\"decision\": \"no\"}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.code()).isEqualTo("CHECKPOINT_ALREADY_RESOLVED");
    assertThat(call("GET /checkpoints/{checkpoint_id}/history", checkpoint, "").body())
        .contains("created", "resolved");

    var other = asked(core);
    var cancelled = call("POST /checkpoints/{checkpoint_id}/cancel", other, "");
    assertThat(cancelled.data().path("status").asString()).isEqualTo("cancelled");
    var unknown = Map.of("checkpoint_id", "01a20286-0f04-7c94-bb8a-000000000000");
    assertThat(call("GET /checkpoints/{checkpoint_id}", unknown, "").code())
        .isEqualTo("CHECKPOINT_NOT_FOUND");
  }

  @Test
  void pluginsAreEntriesOfTheCore() {
    var core = created(ASKS);
    var entry = with(core, "plugin_alias", "my-plugin");
    var installed =
        call(
            "POST /cores/{core_id}/plugins",
            core,
            "{\"alias\": \"my-plugin\", \"endpoint\": \"https://plugin.example\", \"config\": {}}");
    assertThat(installed.status()).as(installed.body()).isIn(200, 201);
    assertThat(call("GET /cores/{core_id}/plugins", core, "").body()).contains("my-plugin");
    assertThat(admin.get(path("/cores/{core_id}", core)).data().at("/plugins/0/alias").asString())
        .isEqualTo("my-plugin");
    var replaced =
        call(
            "PUT /cores/{core_id}/plugins/{plugin_alias}",
            entry,
            "{\"endpoint\": \"https://plugin.example\", \"config\": {\"k\": \"v\"}}");
    assertThat(replaced.status()).as(replaced.body()).isEqualTo(200);
    assertThat(
            admin.get(path("/cores/{core_id}", core)).data().at("/plugins/0/config/k").asString())
        .isEqualTo("v");
    assertThat(call("DELETE /cores/{core_id}/plugins/{plugin_alias}", entry, "").status())
        .isEqualTo(200);
    assertThat(admin.get(path("/cores/{core_id}", core)).data().path("plugins").size()).isZero();
    assertThat(call("GET /plugins/available", Map.of(), "").data().path("items").isArray())
        .isTrue();
  }

  @Test
  void aCoreTellsItsStateAndItsLogs() {
    var core = running(ASKS);
    var state = call("GET /cores/{core_id}/state", core, "").data();
    assertThat(state.path("core_id").asString()).isEqualTo(id(core, "core_id"));
    assertThat(state.path("status").asString()).isEqualTo("running");
    assertThat(state.path("runtime_mode").asString()).isEqualTo("event_driven");
    assertThat(state.path("concurrency_mode").asString()).isEqualTo("stateless");
    assertThat(call("GET /cores/{core_id}/logs", core, "").data().path("logs").isArray()).isTrue();
    called.add("GET /cores/{core_id}/logs/stream");
    var head =
        admin.raw(
            """
            HEAD %s HTTP/1.1\r
            Host: localhost\r
            Authorization: Bearer %s\r
            Connection: close\r
            \r
            """
                .formatted(path("/cores/{core_id}/logs/stream", core), Demo.ADMIN));
    assertThat(head).startsWith("HTTP/1.1 200");
  }

  @Test
  void executionsAreStoppedSteppedAndInspected() {
    var core = running(ASKS);
    var set =
        call(
            "POST /cores/{core_id}/debug/breakpoint",
            core,
            "{\"block_id\": \"flows.main.body[1]\"}");
    assertThat(set.status()).as(set.body()).isIn(200, 201);
    var checkpoint = asked(core);
    admin.post(path("/checkpoints/{checkpoint_id}/resolve", checkpoint), "{\"decision\": \"yes\"}");
    var execution = id(checkpoint, "execution_id");
    Demo.settled(admin, execution, "breakpoint");
    var body = "{\"execution_id\": \"" + execution + "\", %s}";
    var inspected =
        call(
            "POST /cores/{core_id}/debug/inspect",
            core,
            body.formatted("\"expression\": \"answer.decision + '!'\""));
    assertThat(inspected.body()).contains("yes!");
    var stepped =
        call("POST /cores/{core_id}/debug/step", core, body.formatted("\"mode\": \"continue\""));
    assertThat(stepped.status()).as(stepped.body()).isIn(200, 202);
    assertThat(Demo.settled(admin, execution, "completed").data().path("output").asString())
        .isEqualTo("yes");
  }

  @Test
  void eventsStartTheFlowsOfTriggers() {
    var core = running(ASKS);
    var trigger =
        call(
            "POST /cores/{core_id}/triggers",
            core,
            "{\"event_type\": \"purchase.request\", \"flow\": \"main\", \"config\": {}}");
    assertThat(trigger.status()).as(trigger.body()).isIn(200, 201);
    var id = trigger.data().path("id").asString();
    assertThat(id).matches("[0-9a-f-]{36}");
    assertThat(call("GET /cores/{core_id}/triggers", core, "").body()).contains(id);
    assertThat(admin.get(path("/cores/{core_id}", core)).data().at("/environment/triggers").size())
        .isEqualTo(1);

    var sent =
        call(
            "POST /cores/{core_id}/events",
            core,
            "{\"event_name\": \"purchase.request\", \"data\": {\"n\": 1}}");
    assertThat(sent.data().path("status").asString()).as(sent.body()).isEqualTo("accepted");
    assertThat(sent.data().path("execution_ids").size()).isEqualTo(1);
    assertThat(
            call("GET /cores/{core_id}/events/history", core, "").data().path("events").isArray())
        .isTrue();
    var gone =
        call("DELETE /cores/{core_id}/triggers/{trigger_id}", with(core, "trigger_id", id), "");
    assertThat(gone.status()).isEqualTo(200);
    assertThat(admin.get(path("/cores/{core_id}/triggers", core)).body()).doesNotContain(id);
  }

  @Test
  void aCoreActsForAUserUntilThatIsRevoked() {
    var core = created(ASKS);
    var delegation = "/cores/{core_id}/delegation";
    var user = admin.as(Demo.USER).get("/v1/me").data().path("id").asString();
    var early = call("PUT " + delegation, core, "{\"scopes\": [\"models:use\"]}");
    assertThat(early.status()).isEqualTo(400);
    assertThat(early.code()).isEqualTo("DELEGATION_VALIDATION_ERROR");
    var none = "{\"user_id\": \"%s\", \"scopes\": []}".formatted(user);
    assertThat(admin.post(path("/cores/{core_id}/delegate", core), none).code())
        .isEqualTo("DELEGATION_VALIDATION_ERROR");

    var granted =
        call(
            "POST /cores/{core_id}/delegate",
            core,
            """
            {"user_id": "%s", "scopes": ["models:use", "files:read"],
             "expires_at": "2126-12-31T00:00:00Z"}
            """
                .formatted(user));
    assertThat(granted.status()).as(granted.body()).isEqualTo(200);
    var shown = call("GET " + delegation, core, "").data();
    assertThat(shown.path("identity_mode").asString()).isEqualTo("user_delegated");
    assertThat(shown.path("delegated_user_id").asString()).isEqualTo(user);
    assertThat(shown.path("delegation_scopes").toString())
        .isEqualTo("[\"models:use\",\"files:read\"]");
    assertThat(shown.path("delegation_expires_at").asString()).startsWith("2126-12-31T00:00:00");
    assertThat(shown.path("delegation_granted_by").asString()).isNotEmpty();
    var fewer = call("PUT " + delegation, core, "{\"scopes\": [\"models:use\"]}");
    assertThat(fewer.data().path("delegation_scopes").toString()).isEqualTo("[\"models:use\"]");

    var revoked = call("POST /cores/{core_id}/revoke-delegation", core, "");
    assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
    var after = admin.get(path(delegation, core)).data();
    assertThat(after.path("identity_mode").asString()).isEqualTo("service_account");
    assertThat(after.path("delegated_user_id").isNull()).isTrue();
    assertThat(admin.post(path("/cores/{core_id}/revoke-delegation", core), "").code())
        .isEqualTo("DELEGATION_NOT_ACTIVE");
  }

  @Test
  void aCoreHasAnApiOfItsOwn() {
    var source =
        """
        {"schema_version": "0.2", "name": "Adder",
         "triggers": [{"kind": "api", "name": "add", "target_flow": "main", "method": "GET",
                       "path": "/add/{a}"}],
         "flows": [{"name": "main", "description": "Adds.", "params": [
             {"name": "a", "type": "int"}, {"name": "b", "type": "int", "default": 1}],
           "body": [{"kind": "rigid", "statements": [{"kind": "return", "value": "a + b"}]}]}]}
        """;
    var made =
        admin.post(
            Demo.CORES,
            "{\"name\": \"%s\", \"runtime_mode\": \"api\", \"source\": %s}"
                .formatted(name("Adder"), source));
    var core = Map.of("core_id", made.data().path("id").asString());
    assertThat(admin.post(path("/cores/{core_id}/start", core), "").status()).isEqualTo(200);

    var spec = call("GET /cores/{core_id}/api/spec", core, "").data();
    assertThat(spec.toString()).contains("main", "Adds.");
    called.add("GET /cores/{core_id}/api/invoke/{path}");
    var answer = admin.get(path("/cores/{core_id}/api/invoke/add/40?b=2", core));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.data().asInt()).isEqualTo(42);
  }

  private static String name(String word) {
    return word + " " + Long.toString(System.nanoTime(), 36);
  }

  private Map<String, String> created(String blocks) {
    return Map.of(
        "core_id",
        Demo.create(
            admin,
            name("Page"),
            """
            {"schema_version": "0.2", "name": "Page", "flows": [{"name": "main", "params": [
              {"name": "n", "type": "int", "default": 1}], "body": [%s]}]}
            """
                .formatted(blocks)));
  }

  private Map<String, String> running(String blocks) {
    var core = created(blocks);
    assertThat(admin.post(path("/cores/{core_id}/start", core), "").status()).isEqualTo(200);
    return core;
  }

  private Map<String, String> asked(Map<String, String> core) {
    var waiting = Demo.invoke(admin, id(core, "core_id"), "{}").data();
    return Map.of(
        "checkpoint_id", text(waiting, "checkpoint_id"), "execution_id", text(waiting, "id"));
  }

  private static String id(Map<String, String> ids, String name) {
    return Objects.requireNonNull(ids.get(name), name);
  }

  private static String text(JsonNode node, String member) {
    return node.path(member).asString();
  }

  private static Map<String, String> with(Map<String, String> ids, String key, String value) {
    var all = new java.util.HashMap<>(ids);
    all.put(key, value);
    return all;
  }

  /** Calls an endpoint as the page names it. */
  private Http.Answer call(String endpoint, Map<String, String> ids, String body) {
    called.add(endpoint);
    var parts = endpoint.split(" ");
    return admin.send(
        parts[0],
        path(parts[1], ids),
        request ->
            body.isEmpty()
                ? request
                : request
                    .header("Content-Type", "application/json")
                    .method(parts[0], BodyPublishers.ofString(body)));
  }

  private Http.Answer upload(String endpoint, Map<String, String> ids, String sample) {
    called.add(endpoint);
    return Demo.upload(admin, path(endpoint.split(" ")[1], ids), Demo.sampleBytes(sample));
  }

  private static String path(String template, Map<String, String> ids) {
    var path = Demo.BASE + template;
    for (var id : ids.entrySet()) {
      path = path.replace("{" + id.getKey() + "}", id.getValue());
    }
    return path;
  }
}
