package ai.scailabs.scaicore.execution;

import static ai.scailabs.scaicore.testing.Demo.EXECUTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What programs remember, what they tell, and what of it is too large for a row. */
@ServerTest
class DurableStateTests {

  private static final String CHECKPOINT =
      "{\"kind\": \"checkpoint\", \"checkpoint_type\": \"approval\", \"prompt\": \"Go on?\"}";

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
  private Http admin;

  @BeforeEach
  void freshTenant() {
    admin = new Http(port, new Town(directory).keyOf(BuiltInRole.TENANT_ADMIN));
  }

  @Test
  void aCounterOfAStatelessCoreCountsEveryExecutionOnce() {
    var core =
        Demo.running(
            admin,
            "Counts",
            remembering(
                "{\"name\": \"count\", \"type\": \"int\", \"default\": 0}", "memory.count.add(1)"));

    var counted =
        AtOnce.run(
            6,
            i ->
                List.of(1, 2, 3, 4).stream()
                    .map(n -> Demo.invoke(admin, core, "{}").data().path("output").asInt())
                    .toList());

    assertThat(counted.stream().flatMap(List::stream).sorted())
        .containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(1, 24).boxed().toList());
  }

  @Test
  void eachInstanceOfAnEntityCoreRemembersItsOwn() {
    var made =
        admin.post(
            Demo.CORES,
            "{\"name\": \"Entity\", \"concurrency_mode\": \"entity\", \"entity_key_field\":"
                + " \"who\", \"source\": "
                + remembering(
                    "{\"name\": \"said\", \"type\": \"array[string]\"}",
                    "memory.said.add(input.what)")
                + "}");
    var core = made.data().path("id").asString();
    assertThat(admin.post(Demo.CORES + "/" + core + "/start", "").status()).isEqualTo(200);

    assertThat(said(core, "ada", "one")).isEqualTo(1);
    assertThat(said(core, "ada", "two")).isEqualTo(2);
    assertThat(said(core, "bob", "one")).isEqualTo(1);
  }

  @Test
  void aReplayDoesNotRememberTwice() {
    var core =
        Demo.running(
            admin,
            "Once",
            """
            {"schema_version": "0.2", "name": "Once",
             "memory": [{"name": "count", "type": "int", "default": 0}],
             "flows": [{"name": "main", "body": [
               {"kind": "rigid", "statements": [{"kind": "expression", "expression": "memory.count.add(1)"}]},
               %s,
               {"kind": "rigid", "statements": [{"kind": "return", "value": "memory.count.get()"}]}]}]}
            """
                .formatted(CHECKPOINT));
    var waiting = Demo.invoke(admin, core, "{}").data();

    assertThat(answered(waiting).path("output").asInt()).isEqualTo(1);
  }

  @Test
  void theMemoryOfACoreStaysWithinItsLimit() {
    var made =
        admin.post(
            Demo.CORES,
            "{\"name\": \"Small\", \"resource_limits\": {\"max_memory_bytes\": 50}, \"source\": "
                + remembering(
                    "{\"name\": \"text\", \"type\": \"string\"}", "memory.text.set(input.what)")
                + "}");
    var core = made.data().path("id").asString();
    admin.post(Demo.CORES + "/" + core + "/start", "");

    assertThat(said(core, "x", "short")).isZero();
    var refused =
        Demo.invoke(admin, core, "{\"what\": \"" + "x".repeat(60) + "\"}").data().path("error");
    assertThat(refused.path("code").asString()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(refused.path("message").asString()).contains("max_memory_bytes");
  }

  @Test
  void aLargeResultIsInTheObjectStoreAndAReplayFindsIt() {
    var core =
        Demo.running(
            admin,
            "Large",
            """
            {"schema_version": "0.2", "name": "Large",
             "memory": [{"name": "doc", "type": "string"}],
             "flows": [{"name": "main", "body": [
               {"kind": "rigid", "statements": [
                 {"kind": "expression", "expression": "memory.doc.set(input.text)"}]},
               {"kind": "rigid", "result_binding": "doc", "statements": [
                 {"kind": "expression", "expression": "memory.doc.get()"}]},
               {"kind": "rigid", "result_binding": "same", "statements": [
                 {"kind": "expression", "expression": "memory.doc.get()"}]},
               %s,
               {"kind": "rigid", "statements": [
                 {"kind": "return", "value": "doc.length + same.length"}]}]}]}
            """
                .formatted(CHECKPOINT));
    var waiting = Demo.invoke(admin, core, "{\"text\": \"" + "long ".repeat(80_000) + "\"}").data();
    assertThat(waiting.path("status").asString()).as(waiting.toString()).isEqualTo("suspended");
    var id = waiting.path("id").asString();
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from mod_scaicore_journal
                    where execution_id = ? and state_s3_key is not null and value is null
                    """)
                .param(id)
                .query(Integer.class)
                .single())
        .isPositive();

    assertThat(answered(waiting).path("output").asInt()).isEqualTo(800_000);
    assertThat(admin.get(EXECUTIONS + "/" + id).body().length()).isLessThan(500_000);
  }

  @Test
  void aRunTellsTheSixEventsWithItsNodesAndResults() {
    var core =
        Demo.running(
            admin,
            "Tells",
            Demo.program(
                """
                {"kind": "rigid", "result_binding": "sum", "source_location": {"node_id": "n_sum"},
                 "statements": [{"kind": "expression", "expression": "1 + 2"}]},
                {"kind": "rigid", "source_location": {"node_id": "n_fall"},
                 "statements": [{"kind": "return", "value": "nobody.here"}]}
                """));
    var id = Demo.invoke(admin, core, "{}").data().path("id").asString();

    var events =
        Eventually.get(
            () ->
                admin
                    .get(Demo.BASE + "/events?execution_id=" + id)
                    .data()
                    .path("items")
                    .valueStream()
                    .toList(),
            items -> items.size() == 6);

    assertThat(events.stream().map(e -> e.path("type").asString()).toList().reversed())
        .containsExactly(
            "scaicore.runtime.invocation.started",
            "scaicore.runtime.block.entered",
            "scaicore.runtime.block.exited",
            "scaicore.runtime.block.entered",
            "scaicore.runtime.block.failed",
            "scaicore.runtime.invocation.failed");
    var exited = events.get(3).path("payload");
    assertThat(exited.path("node_id").asString()).isEqualTo("n_sum");
    assertThat(exited.path("result_binding").asString()).isEqualTo("sum");
    assertThat(exited.path("result_binding_value").asInt()).isEqualTo(3);
    assertThat(events.getFirst().path("payload").path("error").path("code").asString())
        .isEqualTo("UNKNOWN_NAME");
  }

  @Test
  void anExecutionThatGoesOnTellsNothingTwice() {
    var core = Demo.running(admin, "Goes on", Demo.program(CHECKPOINT));
    var waiting = Demo.invoke(admin, core, "{}").data();
    answered(waiting);

    var path = Demo.BASE + "/events?execution_id=" + waiting.path("id").asString();
    var types =
        Eventually.get(
            () ->
                admin
                    .get(path)
                    .data()
                    .path("items")
                    .valueStream()
                    .map(e -> e.path("type").asString())
                    .toList(),
            t -> t.contains("scaicore.runtime.invocation.completed"));
    assertThat(types).doesNotHaveDuplicates();
    assertThat(types)
        .contains(
            "scaicore.runtime.invocation.started",
            "scaicore.checkpoint_pending",
            "scaicore.checkpoint_resolved");
  }

  private JsonNode answered(JsonNode waiting) {
    var path = Demo.CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString() + "/resolve";
    assertThat(admin.post(path, "{\"decision\": \"ok\"}").status()).isEqualTo(200);
    var ended = Demo.settled(admin, waiting.path("id").asString(), "completed", "failed").data();
    assertThat(ended.path("status").asString()).as(ended.toString()).isEqualTo("completed");
    return ended;
  }

  private int said(String core, String who, String what) {
    var done =
        Demo.invoke(admin, core, "{\"who\": \"%s\", \"what\": \"%s\"}".formatted(who, what)).data();
    assertThat(done.path("status").asString()).as(done.toString()).isEqualTo("completed");
    return done.path("output").asInt(0);
  }

  private static String remembering(String memory, String expression) {
    return """
    {"schema_version": "0.2", "name": "Remembers", "memory": [%s],
     "flows": [{"name": "main", "body": [{"kind": "rigid", "statements": [
       {"kind": "return", "value": "%s"}]}]}]}
    """
        .formatted(memory, expression);
  }
}
