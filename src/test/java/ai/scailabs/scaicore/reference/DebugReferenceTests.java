package ai.scailabs.scaicore.reference;

import static ai.scailabs.scaicore.testing.Demo.CHECKPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.EventStream;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.Test;

/** "Debug". What the page calls stubs works. */
@ServerTest
class DebugReferenceTests extends ReadPage {

  private static final String ENDPOINTS =
      """
      GET /cores/{core_id}/logs
      GET /cores/{core_id}/logs/stream
      GET /cores/{core_id}/state
      POST /cores/{core_id}/debug/breakpoint
      POST /cores/{core_id}/debug/step
      POST /cores/{core_id}/debug/inspect
      """;

  private static final String FIELDS =
      """
      logs
      state: core_id
      state: status
      state: runtime_mode
      state: concurrency_mode
      """;

  private static final String CODES = "404 CORE_NOT_FOUND";

  private static final String SAYS =
      "{\"kind\": \"debug\", \"level\": \"warn\", \"message\": \"one and {{1 + 1}}\"}";

  DebugReferenceTests() {
    super(ENDPOINTS, FIELDS, CODES);
  }

  @Test
  void whatAProgramSaysIsInTheLogAndInItsStream() {
    var core = running(SAYS);
    try (var stream = new EventStream(port, Demo.SUPER, core + "/logs/stream", null)) {
      assertThat(stream.status()).isEqualTo(404);
    }
    var key = town.key(town.user(tenant, BuiltInRole.TENANT_VIEWER));
    try (var stream = new EventStream(port, key, core + "/logs/stream", null)) {
      assertThat(stream.status()).isEqualTo(200);
      Eventually.get(stream::comments, comments -> !comments.isEmpty());
      var execution = invoked(core).data().path("id").asString();

      var logs =
          Eventually.get(
              () -> good(admin.get(core + "/logs?level=warn"), 200).data().path("logs"),
              lines -> !lines.isEmpty());
      assertThat(logs).hasSize(1);
      assertThat(logs.get(0).path("message").asString()).isEqualTo("one and 2");
      assertThat(logs.get(0).path("execution_id").asString()).isEqualTo(execution);
      tick("logs", "GET /cores/{core_id}/logs");

      var line =
          Eventually.get(
              stream::events,
              events -> events.stream().anyMatch(e -> e.data().equals(logs.get(0))));
      assertThat(line.getFirst().name()).isEqualTo("log");
      tick("GET /cores/{core_id}/logs/stream");
    }
    refused(admin.get(Demo.CORES + "/core_x/logs"), 404, "CORE_NOT_FOUND");
    refused(admin.get(Demo.CORES + "/core_x/logs/stream"), 404, "CORE_NOT_FOUND");
  }

  @Test
  void theStateIsThatOfTheRow() {
    var core = created(SAYS);
    admin.put(core, "{\"runtime_mode\": \"api\", \"concurrency_mode\": \"singleton\"}");
    var state = good(admin.get(core + "/state"), 200).data();
    assertThat(state.path("core_id").asString()).isEqualTo(id(core));
    assertThat(state.path("status").asString()).isEqualTo("created");
    assertThat(state.path("runtime_mode").asString()).isEqualTo("api");
    assertThat(state.path("concurrency_mode").asString()).isEqualTo("singleton");
    tick("state: core_id", "state: runtime_mode", "state: concurrency_mode");
    good(admin.post(core + "/start", ""), 200);
    assertThat(admin.get(core + "/state").data().path("status").asString()).isEqualTo("running");
    tick("state: status", "GET /cores/{core_id}/state");
    refused(admin.get(Demo.CORES + "/core_x/state"), 404, "CORE_NOT_FOUND");
  }

  @Test
  void anExecutionStopsAtABreakpointIsInspectedAndGoesOn() {
    var core = running(ASKS);
    good(admin.post(core + "/debug/breakpoint", "{\"block_id\": \"flows.main.body[1]\"}"), 201);
    var waiting = invoked(core).data();
    var execution = waiting.path("id").asString();
    good(
        admin.post(
            CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString() + "/resolve",
            "{\"decision\": \"yes\"}"),
        200);
    Demo.settled(admin, execution, "breakpoint");
    tick("POST /cores/{core_id}/debug/breakpoint");

    var body = "{\"execution_id\": \"" + execution + "\", %s}";
    var inspected =
        good(
            admin.post(
                core + "/debug/inspect",
                body.formatted("\"expression\": \"answer.decision + '!'\"")),
            200);
    assertThat(inspected.data().at("/places/0/value").asString()).isEqualTo("yes!");
    tick("POST /cores/{core_id}/debug/inspect");

    var stepped =
        good(admin.post(core + "/debug/step", body.formatted("\"mode\": \"continue\"")), 200);
    assertThat(stepped.data().path("output").asString()).isEqualTo("yes");
    tick("POST /cores/{core_id}/debug/step");
    refused(admin.post(Demo.CORES + "/core_x/debug/step", "{}"), 404, "CORE_NOT_FOUND");
    refused(admin.post(Demo.CORES + "/core_x/debug/inspect", "{}"), 404, "CORE_NOT_FOUND");
  }
}
