package ai.scailabs.scaicore.execution.event;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.engine.EventSink.BlockRun;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.program.expression.SecretHandle;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Runtime events, from the run that they happen in to whoever lists them. */
@ServerTest
class EventTests {

  private static final String EVENTS = Demo.BASE + "/events";
  private static final BlockRun BLOCK = new BlockRun("flows.main.body[0]", "rigid", "node_1", "");

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private RuntimeEvents events;
  @Autowired private EmittedEvents emitted;
  @Autowired private EventRows rows;
  @Autowired private JdbcClient jdbc;
  private Http admin;
  private String tenant;
  private String core;
  private final String execution = Ids.next("exec_");

  @BeforeEach
  void freshTenant() {
    admin = new Http(port, new Town(directory).keyOf(BuiltInRole.TENANT_ADMIN));
    core = Demo.create(admin, "Eventful", Demo.sample("greeter.ir.json"));
    tenant = admin.get("/v1/me").data().path("tenant").path("id").asString();
  }

  @Test
  void theSixEventsHaveTheirNamesAndEnvelopeAndAreNewestFirst() {
    try (var recorder = recorder()) {
      recorder.started();
      recorder.entered(BLOCK);
      recorder.exited(BLOCK, "answer", Map.of("n", 1L));
      recorder.failed(BLOCK, new Failure("PLUGIN_ERROR", "no such plug"));
      recorder.failed(new Failure("PLUGIN_ERROR", "no such plug"));
      recorder.completed();
    }

    var items = listed("", 6);

    assertThat(types(items))
        .containsExactly(
            "scaicore.runtime.invocation.completed",
            "scaicore.runtime.invocation.failed",
            "scaicore.runtime.block.failed",
            "scaicore.runtime.block.exited",
            "scaicore.runtime.block.entered",
            "scaicore.runtime.invocation.started");
    for (var item : items) {
      assertThat(item.propertyNames())
          .containsExactlyInAnyOrder("id", "type", "core_id", "timestamp", "payload");
      assertThat(item.path("id").asString()).startsWith("evt_");
      assertThat(item.path("core_id").asString()).isEqualTo(core);
      assertThat(item.path("payload").path("execution_id").asString()).isEqualTo(execution);
    }
    assertThat(items.stream().map(i -> i.path("id").asString()).distinct()).hasSize(6);
    var exited = items.get(3).path("payload");
    assertThat(exited.path("node_id").asString()).isEqualTo("node_1");
    assertThat(exited.path("block_kind").asString()).isEqualTo("rigid");
    assertThat(exited.path("result_binding").asString()).isEqualTo("answer");
    assertThat(exited.path("result_binding_value").path("n").asInt()).isEqualTo(1);
    assertThat(exited.has("result_binding_truncated")).isFalse();
    assertThat(items.get(2).path("payload").path("error").path("code").asString())
        .isEqualTo("PLUGIN_ERROR");
    assertThat(items.getLast().path("payload").path("flow").asString()).isEqualTo("main");
  }

  @Test
  void aValueOfUpToFourKilobytesIsShownAndALargerOneIsNot() {
    try (var recorder = recorder()) {
      recorder.exited(BLOCK, "fits", "x".repeat(4_094));
      recorder.exited(BLOCK, "not", "x".repeat(4_095));
      recorder.exited(BLOCK, "huge", "x".repeat(3_000_000));
      recorder.exited(BLOCK, null, "nobody asked");
      recorder.exited(BLOCK, "none", null);
    }

    var items = listed("", 5).reversed();

    assertThat(items.get(0).path("payload").path("result_binding_value").asString()).hasSize(4_094);
    for (var large : items.subList(1, 3)) {
      assertThat(large.path("payload").path("result_binding_truncated").asBoolean()).isTrue();
      assertThat(large.path("payload").has("result_binding_value")).isFalse();
    }
    assertThat(items.get(3).path("payload").path("result_binding").isNull()).isTrue();
    assertThat(items.get(3).path("payload").has("result_binding_value")).isFalse();
    assertThat(items.get(4).path("payload").path("result_binding_value").isNull()).isTrue();
    assertThat(items.get(4).path("payload").has("result_binding_value")).isTrue();
  }

  @Test
  void aSecretIsNeverShown() {
    try (var recorder = recorder()) {
      recorder.exited(BLOCK, "key", new SecretHandle("api_key"));
      recorder.exited(
          BLOCK, "deep", Map.of("a", List.of(new SecretHandle("api_key")), "b", "shown"));
    }

    var items = listed("", 2).reversed();

    assertThat(items.get(0).path("payload").path("result_binding_value").asString())
        .isEqualTo("[secret]");
    var deep = items.get(1).path("payload").path("result_binding_value");
    assertThat(deep.path("a").path(0).asString()).isEqualTo("[secret]");
    assertThat(deep.path("b").asString()).isEqualTo("shown");
    assertThat(items.toString()).doesNotContain("api_key");
  }

  @Test
  void pagesAreExactWhereverAChunkEnds() {
    for (int run = 0; run < 4; run++) {
      try (var recorder = recorder()) {
        for (int i = 0; i < 5; i++) {
          recorder.exited(BLOCK, "n", (long) (run * 5 + i));
        }
      }
      listed("", (run + 1) * 5);
    }
    var all = numbers(listed("?limit=200", 20));

    assertThat(all)
        .containsExactlyElementsOf(IntStream.range(0, 20).map(i -> 19 - i).boxed().toList());
    for (int limit = 1; limit <= 7; limit++) {
      assertThat(numbers(paged("&limit=" + limit))).as("pages of " + limit).isEqualTo(all);
    }
  }

  @Test
  void anEventThatFillsAPageAloneHidesNoneBehindIt() {
    var large = Map.of("text", "x".repeat(4_200_000));
    emitted.add(tenant, core, execution, "b", "first", null);
    emitted.add(tenant, core, execution, "b", "large", large);
    emitted.add(tenant, core, execution, "b", "large", large);
    emitted.add(tenant, core, execution, "b", "last", null);

    for (var limit : List.of("1", "2", "50")) {
      assertThat(types(paged("&limit=" + limit)))
          .containsExactly("last", "large", "large", "first");
    }
  }

  @Test
  void eventsOfACoreAnExecutionAndATypeAreFoundAndNoOthers() {
    var otherCore = Demo.create(admin, "Other", Demo.sample("greeter.ir.json"));
    var otherExecution = Ids.next("exec_");
    try (var recorder = recorder();
        var other = events.of(new RunOf(tenant, otherCore, otherExecution, "main", 1, null))) {
      recorder.started();
      recorder.failed(BLOCK, new Failure("HTTP_ERROR", "404"));
      recorder.completed();
      other.started();
      other.completed();
    }
    listed("", 5);

    assertThat(listed("?core_id=" + otherCore, 2)).hasSize(2);
    assertThat(listed("?execution_id=" + execution, 3)).hasSize(3);
    assertThat(listed("?type=scaicore.runtime.invocation.started", 2)).hasSize(2);
    assertThat(types(listed("?type=scaicore.runtime.block.failed", 1)))
        .containsExactly("scaicore.runtime.block.failed");
    assertThat(numbered("?type=scaicore.runtime.block.failed&core_id=" + otherCore)).isEmpty();
    assertThat(numbered("?type=nothing.of.the.kind")).isEmpty();
    assertThat(paged("&limit=1&type=scaicore.runtime.invocation.started")).hasSize(2);
    var stranger = admin.as(Demo.GLOBEX);
    assertThat(stranger.get(EVENTS + "?execution_id=" + execution).data().path("items").size())
        .isZero();
  }

  @Test
  void whatIsNoCursorLimitOrTextIsRefused() {
    assertThat(admin.get(EVENTS + "?cursor=nope").field()).isEqualTo("cursor");
    assertThat(admin.get(EVENTS + "?limit=0").field()).isEqualTo("limit");
    assertThat(admin.get(EVENTS + "?type=a%00b").status()).isEqualTo(400);
    assertThat(admin.as(Demo.USER).get(EVENTS).code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
  }

  @Test
  void whatAProgramSendsIsListedWithTheOthersUnderItsName() {
    emitted.add(
        tenant, core, execution, "flows.main.body[2]", "order.placed", Map.of("total", 12L));

    var item = listed("?type=order.placed", 1).getFirst();

    assertThat(item.path("payload").path("data").path("total").asInt()).isEqualTo(12);
    assertThat(item.path("payload").path("execution_id").asString()).isEqualTo(execution);
    assertThat(item.path("payload").path("block_id").asString()).isEqualTo("flows.main.body[2]");
    emitted.add(tenant, core, execution, "b", "odd\0name", "a\0b");
    assertThat(listed("", 2).getFirst().path("type").asString()).isEqualTo("odd\uFFFDname");
  }

  @Test
  void aCoresLifeIsToldAndItsOtherEventsGoWithIt() {
    for (var call : List.of("start", "pause", "resume", "stop")) {
      assertThat(admin.post(Demo.CORES + "/" + core + "/" + call, "").status()).isEqualTo(200);
    }
    assertThat(types(listed("?core_id=" + core, 4)))
        .containsExactly(
            "scaicore.passivated",
            "scaicore.activated",
            "scaicore.passivated",
            "scaicore.activated");

    admin.delete(Demo.CORES + "/" + core);

    assertThat(types(listed("?core_id=" + core, 1))).containsExactly("scaicore.deleted");
    try (var recorder = recorder()) {
      recorder.completed();
    }
    var other = Demo.create(admin, "Later", Demo.sample("greeter.ir.json"));
    var ofAnother = Ids.next("exec_");
    try (var recorder = events.of(new RunOf(tenant, other, ofAnother, "main", 1, null))) {
      recorder.completed();
    }
    listed("?core_id=" + other, 1);
    assertThat(numbered("?core_id=" + core)).hasSize(1);
  }

  @Test
  void aCheckpointIsToldWhenItWaitsAndWhenItIsAnswered() {
    var asks =
        Demo.running(
            admin,
            "Asks",
            Demo.program(
                "{\"kind\": \"checkpoint\", \"checkpoint_type\": \"approval\", \"prompt\":"
                    + " \"?\"}"));
    var checkpoint = Demo.invoke(admin, asks, "{}").data().path("checkpoint_id").asString();
    assertThat(
            listed("?type=scaicore.checkpoint_pending", 1)
                .getFirst()
                .path("payload")
                .path("checkpoint_id")
                .asString())
        .isEqualTo(checkpoint);

    admin.post(Demo.CHECKPOINTS + "/" + checkpoint + "/resolve", "{\"decision\": \"ok\"}");

    var resolved = listed("?type=scaicore.checkpoint_resolved", 1).getFirst().path("payload");
    assertThat(resolved.path("checkpoint_id").asString()).isEqualTo(checkpoint);
    assertThat(resolved.path("status").asString()).isEqualTo("resolved");
  }

  @Test
  void aRunThatTakesLongIsSeenWhileItRuns() {
    try (var recorder = recorder()) {
      recorder.started();
      recorder.entered(BLOCK);

      assertThat(listed("", 2)).hasSize(2);
    }
  }

  @Test
  void oldOnesAreRemovedAndYoungOnesStay() {
    emitted.add(tenant, core, execution, "b", "old.one", null);
    emitted.add(tenant, core, execution, "b", "young.one", null);
    jdbc.sql(
            """
            update mod_scaicore_events set created_at = now() - interval '8 days'
            where tenant_id = ? and types = array['old.one']
            """)
        .param(tenant)
        .update();

    new EventRetention(rows, new EventProperties(Duration.ofDays(7), 10)).sweep();

    assertThat(types(listed("", 1))).containsExactly("young.one");
  }

  private Recorder recorder() {
    return events.of(new RunOf(tenant, core, execution, "main", 1, null));
  }

  private List<JsonNode> numbered(String query) {
    return admin.get(EVENTS + query).data().path("items").valueStream().toList();
  }

  /** The events once there are so many. */
  private List<JsonNode> listed(String query, int count) {
    return Eventually.get(() -> numbered(query), items -> items.size() >= count);
  }

  private List<JsonNode> paged(String query) {
    var items = new ArrayList<JsonNode>();
    var cursor = "";
    do {
      var page = admin.get(EVENTS + "?a=b" + query + cursor);
      assertThat(page.status()).as(page.body()).isEqualTo(200);
      page.data().path("items").forEach(items::add);
      var next = page.json().path("pagination").path("next_cursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asString();
    } while (!cursor.isEmpty());
    return items;
  }

  private static List<String> types(List<JsonNode> items) {
    return items.stream().map(item -> item.path("type").asString()).toList();
  }

  private static List<Integer> numbers(List<JsonNode> items) {
    return items.stream()
        .map(item -> item.path("payload").path("result_binding_value").asInt())
        .toList();
  }
}
