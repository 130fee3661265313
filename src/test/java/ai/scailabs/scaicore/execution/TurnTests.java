package ai.scailabs.scaicore.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Entity and singleton Cores: who runs when. */
@ServerTest
class TurnTests {

  private static final String ASK =
      """
      {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
       "assignee": "role:tenant_admin", "result_binding": "answer"}
      """;
  private static final String LOOP =
      """
      {"kind": "while", "condition": "true", "max_iterations": 1000000000, "body": [
        {"kind": "rigid", "statements": [{"kind": "assign", "target": "i", "value": "1"}]}]}
      """;

  @LocalServerPort int port;
  private Http admin;

  @BeforeEach
  void caller() {
    admin = new Http(port, Demo.ADMIN);
  }

  @Test
  void oneOfAnInstanceRunsAndTheOthersFollowInTheOrderOfTheirArrival() {
    var core = entity("", LOOP);
    var waiting = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      waiting.add(started(core, "a"));
    }
    var other = started(core, "b");

    // The loops do not end by themselves.
    for (var next : waiting) {
      becomes(next, "running");
      assertThat(statuses(waiting.subList(waiting.indexOf(next) + 1, waiting.size())))
          .allMatch("queued"::equals);
      assertThat(execution(other).path("status").asString()).isEqualTo("running");
      cancel(next);
    }
    cancel(other);
  }

  @Test
  void oneThatWaitsForAPersonHoldsNoPlace() {
    var core = entity("", ASK);
    var first = started(core, "a");
    var second = started(core, "a");

    becomes(first, "suspended");
    var asked = becomes(second, "suspended");
    resolve(asked.path("checkpoint_id").asString());

    becomes(second, "completed");
    assertThat(execution(first).path("status").asString()).isEqualTo("suspended");
    resolve(execution(first).path("checkpoint_id").asString());
    becomes(first, "completed");
  }

  @Test
  void moreThanOneMayRunWhereTheProgramSaysSo() {
    var core = entity(", \"max_concurrent\": 2", LOOP);
    var all = List.of(started(core, "a"), started(core, "a"), started(core, "a"));

    becomes(all.get(0), "running");
    becomes(all.get(1), "running");
    assertThat(execution(all.get(2)).path("status").asString()).isEqualTo("queued");
    cancel(all.get(1));
    becomes(all.get(2), "running");
    cancel(all.get(0));
    cancel(all.get(2));
  }

  @Test
  void aNewInstanceIsRejectedWhereTooManyAreActive() {
    var core = entity(", \"max_active_instances\": 1, \"overflow\": \"reject\"", LOOP);
    var first = started(core, "a");
    becomes(first, "running");

    var refused = invoke(core, "b");

    assertThat(refused.status()).as(refused.body()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo("QUOTA_EXCEEDED");
    assertThat(refused.message()).contains("1 instances");
    assertThat(invoke(core, "a").status()).isEqualTo(202);
    cancelAll(core);
  }

  @Test
  void aNewInstanceTakesThePlaceOfOneThatNobodyUses() {
    var core = entity(", \"max_active_instances\": 1, \"overflow\": \"deactivate_lru\"", ASK);
    becomes(started(core, "a"), "suspended");

    becomes(started(core, "b"), "suspended");
    becomes(started(core, "a"), "suspended");
    cancelAll(core);
  }

  @Test
  void aNewInstanceWaitsUntilAnotherIsIdle() {
    var core =
        entity(
            ", \"max_active_instances\": 1, \"overflow\": \"queue\", \"idle_timeout\": \"1s\"",
            LOOP);
    var first = started(core, "a");
    becomes(first, "running");
    var second = started(core, "b");

    assertThat(execution(second).path("status").asString()).isEqualTo("queued");
    cancel(first);
    becomes(second, "running");
    cancel(second);
  }

  @Test
  void aSingletonRunsOneAtATimeWhateverTheKeys() {
    var core =
        Demo.running(admin, "Singleton", program("\"instance\": {\"mode\": \"singleton\"},", LOOP));
    var first = started(core, "a");
    becomes(first, "running");
    var second = started(core, "b");

    assertThat(execution(second).path("status").asString()).isEqualTo("queued");
    cancel(first);
    becomes(second, "running");
    cancel(second);
  }

  @Test
  void aRetriedOneWaitsForItsTurnAgain() {
    try (var plugin = new PluginServer()) {
      plugin.then(PluginServer.status(422, "{\"error\": \"not now\"}"));
      var core =
          Demo.running(
              admin,
              "Retried turns " + System.nanoTime(),
              program(
                  "\"instance\": {\"mode\": \"entity\", \"entity_key\": \"key\"}, \"plugins\":"
                      + " [{\"alias\":"
                      + " \"shop\", \"endpoint\": \"%s\"}],".formatted(plugin.url()),
                  """
                  {"kind": "rigid", "result_binding": "sold", "statements": [
                    {"kind": "plugin_call", "alias": "shop", "method": "sell", "args": {}}]},
                  {"kind": "while", "condition": "sold.count > 1", "max_iterations": 1000000000, "body": [
                    {"kind": "rigid", "statements": [
                      {"kind": "assign", "target": "i", "value": "1"}]}]}
                  """));
      var failed = started(core, "a");
      becomes(failed, "failed");
      plugin.then(PluginServer.result("{\"count\": 2}"));
      var before = started(core, "a");
      becomes(before, "running");
      plugin.then(PluginServer.result("{\"count\": 1}"));

      var retried = admin.post(Demo.EXECUTIONS + "/" + failed + "/retry", "");

      assertThat(retried.data().path("status").asString()).as(retried.body()).isEqualTo("queued");
      assertThat(execution(before).path("status").asString()).isEqualTo("running");
      cancel(before);
      assertThat(becomes(failed, "completed").path("attempt").asInt()).isEqualTo(2);
    }
  }

  @Test
  void aThousandWaitForAnInstanceAndNotOneMore() {
    var core = entity("", LOOP);
    becomes(started(core, "a"), "running");
    var answers = AtOnce.run(8, i -> inARow(core, 125));
    assertThat(answers.stream().flatMap(List::stream)).hasSize(1000).containsOnly(202);

    var refused = invoke(core, "a");

    assertThat(refused.status()).as(refused.body()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo("QUOTA_EXCEEDED");
    assertThat(refused.message()).contains("1000", "instance a");
    assertThat(invoke(core, "b").status()).isEqualTo(202);
    cancelAll(core);
  }

  private List<Integer> inARow(String core, int count) {
    return IntStream.range(0, count).mapToObj(i -> invoke(core, "a").status()).toList();
  }

  private String entity(String more, String block) {
    return Demo.running(
        admin,
        "Turns " + System.nanoTime(),
        program(
            "\"instance\": {\"mode\": \"entity\", \"entity_key\": \"key\"%s},".formatted(more),
            block));
  }

  private static String program(String more, String block) {
    return """
    {"schema_version": "0.2", "name": "Turns", %s "flows": [{"name": "main",
     "params": [{"name": "key", "type": "string", "default": "none"}], "body": [%s]}]}
    """
        .formatted(more, block);
  }

  private Http.Answer invoke(String core, String key) {
    return admin.send(
        "POST",
        Demo.CORES + "/" + core + "/invoke",
        r ->
            r.header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .POST(
                    java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"input\": {\"key\": \"%s\"}}".formatted(key))));
  }

  private String started(String core, String key) {
    var answer = invoke(core, key);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.data().path("id").asString();
  }

  private JsonNode execution(String id) {
    return admin.get(Demo.EXECUTIONS + "/" + id).data();
  }

  private List<String> statuses(List<String> ids) {
    return ids.stream().map(id -> execution(id).path("status").asString()).toList();
  }

  private JsonNode becomes(String id, String status) {
    return Eventually.get(() -> execution(id), e -> e.path("status").asString().equals(status));
  }

  private void cancel(String id) {
    var answer = admin.post(Demo.EXECUTIONS + "/" + id + "/cancel", "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.data().path("status").asString()).isEqualTo("cancelled");
  }

  private void cancelAll(String core) {
    assertThat(admin.delete(Demo.CORES + "/" + core).status()).isLessThan(300);
  }

  private void resolve(String checkpoint) {
    var answer =
        admin.post(Demo.CHECKPOINTS + "/" + checkpoint + "/resolve", "{\"decision\": \"go\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }
}
