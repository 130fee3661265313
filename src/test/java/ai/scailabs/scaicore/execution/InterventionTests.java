package ai.scailabs.scaicore.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Cancelling executions, and retrying failed ones. */
@ServerTest
class InterventionTests {

  private static final String ASKS =
      """
      {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
       "assignee": "role:tenant_admin", "result_binding": "answer"}
      """;

  @LocalServerPort int port;
  private Http admin;

  @BeforeEach
  void caller() {
    admin = new Http(port, Demo.ADMIN);
  }

  @Test
  void cancellingClosesTheOpenCheckpointsOfParallelBranches() {
    var core =
        running(
            """
            {"kind": "parallel", "branches": [
              {"name": "left", "body": [%s]}, {"name": "right", "body": [%s]}]}
            """
                .formatted(ASKS, ASKS));
    var waiting = Demo.invoke(admin, core, "{}").data();
    var open = open(waiting);
    assertThat(open).hasSize(2);

    var cancelled = cancel(waiting);

    assertThat(cancelled.data().path("status").asString()).isEqualTo("cancelled");
    assertThat(open(waiting)).isEmpty();
    var late =
        admin.post(Demo.CHECKPOINTS + "/" + open.getFirst() + "/resolve", "{\"decision\": \"go\"}");
    assertThat(late.code()).isEqualTo("CHECKPOINT_ALREADY_RESOLVED");
    // Again changes nothing.
    assertThat(cancel(waiting).data().path("ended_at"))
        .isEqualTo(cancelled.data().path("ended_at"));
  }

  @Test
  void parallelBranchesAreAnsweredOneAfterTheOther() {
    var core =
        running(
            """
            {"kind": "parallel", "result_binding": "both", "branches": [
              {"name": "left", "body": [%s]}, {"name": "right", "body": [%s]}]},
            {"kind": "rigid", "statements": [
              {"kind": "return", "value": "both.left.decision + both.right.decision"}]}
            """
                .formatted(ASKS, ASKS));
    var waiting = Demo.invoke(admin, core, "{}").data();

    resolve(open(waiting).getFirst());
    Demo.settled(admin, id(waiting), "suspended");
    assertThat(open(waiting)).hasSize(1);
    resolve(open(waiting).getFirst());

    var done = Demo.settled(admin, id(waiting), "completed", "failed").data();
    assertThat(done.path("output").asString()).isEqualTo("gogo");
  }

  @Test
  void whatHasEndedCannotBeCancelledAndWhatHasNotFailedCannotBeRetried() {
    var core = Demo.running(admin, "Ends " + System.nanoTime(), Demo.sample("greeter.ir.json"));
    var done = Demo.invoke(admin, core, "{\"message\": \"hi\"}").data();

    var refused = cancel(done);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("CONFLICT");
    assertThat(refused.message()).contains("completed");
    assertThat(retry(done).message()).contains("only a failed one");
    assertThat(admin.post(Demo.EXECUTIONS + "/exec_none/retry", "").code())
        .isEqualTo("EXECUTION_NOT_FOUND");
    assertThat(
            new Http(port, Demo.GLOBEX)
                .post(Demo.EXECUTIONS + "/" + id(done) + "/cancel", "")
                .code())
        .isEqualTo("EXECUTION_NOT_FOUND");
  }

  @Test
  void aCallInFlightFinishesAndNothingBeginsAfterACancel() {
    try (var server = new ModelServer()) {
      var provider = Models.provider();
      Models.backend(admin, provider, server, "");
      var core =
          Demo.running(
              admin,
              "Cancelled " + System.nanoTime(),
              """
              {"schema_version": "0.2", "name": "Asks",
               "models": [{"role": "primary", "provider": "%s", "model": "m"}],
               "flows": [{"name": "main", "body": [
                 {"kind": "foreach", "variable": "i", "iterable": "[1, 2, 3]", "body": [
                   {"kind": "flexible", "goal": "Go {{i}}"}]}]}]}
              """
                  .formatted(provider));
      server.then(server.hangs());
      var waiting = started(core);
      ai.scailabs.scaicore.testing.Eventually.get(server::asked, asked -> !asked.isEmpty());

      assertThat(cancel(waiting).data().path("status").asString()).isEqualTo("cancelled");

      assertThat(server.asked()).hasSize(1);
      assertThat(execution(waiting).path("status").asString()).isEqualTo("cancelled");
    }
  }

  @Test
  void aRetryGoesOnFromTheEffectThatFailed() {
    try (var plugin = new PluginServer()) {
      var core =
          Demo.running(
              admin,
              "Retried " + System.nanoTime(),
              """
              {"schema_version": "0.2", "name": "Retried",
               "plugins": [{"alias": "shop", "endpoint": "%s"}],
               "flows": [{"name": "main", "body": [
                 {"kind": "rigid", "result_binding": "a", "statements": [
                   {"kind": "plugin_call", "alias": "shop", "method": "first", "args": {}}]},
                 {"kind": "rigid", "result_binding": "b", "statements": [
                   {"kind": "plugin_call", "alias": "shop", "method": "second", "args": {}}]},
                 {"kind": "rigid", "statements": [{"kind": "return", "value": "[a, b]"}]}]}]}
              """
                  .formatted(plugin.url()));
      plugin
          .then(PluginServer.result("1"))
          .then(PluginServer.status(422, "{\"error\": \"not now\"}"));
      var failed = Demo.invoke(admin, core, "{}").data();
      assertThat(failed.path("error").path("code").asString()).isEqualTo("PLUGIN_ERROR");

      plugin.then(PluginServer.result("2"));
      var retried = retry(failed);

      assertThat(retried.status()).as(retried.body()).isEqualTo(202);
      assertThat(retried.data().path("attempt").asInt()).isEqualTo(2);
      var done = Demo.settled(admin, id(failed), "completed", "failed").data();
      assertThat(done.path("output").toString()).isEqualTo("[1,2]");
      assertThat(done.path("error").isNull()).isTrue();
      assertThat(plugin.calls())
          .extracting(PluginServer.Call::method)
          .containsExactly("first", "second", "second");
    }
  }

  private String running(String blocks) {
    return Demo.running(admin, "Interrupted " + System.nanoTime(), Demo.program(blocks));
  }

  private static String id(JsonNode execution) {
    return execution.path("id").asString();
  }

  private JsonNode execution(JsonNode execution) {
    return admin.get(Demo.EXECUTIONS + "/" + id(execution)).data();
  }

  private JsonNode started(String core) {
    return admin
        .send(
            "POST",
            Demo.CORES + "/" + core + "/invoke",
            r ->
                r.header("Prefer", "respond-async")
                    .header("Content-Type", "application/json")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}")))
        .data();
  }

  private java.util.List<String> open(JsonNode execution) {
    return admin
        .get(Demo.CHECKPOINTS + "?limit=200")
        .data()
        .path("items")
        .valueStream()
        .filter(c -> c.path("execution_id").asString().equals(id(execution)))
        .map(c -> c.path("id").asString())
        .toList();
  }

  private void resolve(String checkpoint) {
    var answer =
        admin.post(Demo.CHECKPOINTS + "/" + checkpoint + "/resolve", "{\"decision\": \"go\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private Http.Answer cancel(JsonNode execution) {
    return admin.post(Demo.EXECUTIONS + "/" + id(execution) + "/cancel", "");
  }

  private Http.Answer retry(JsonNode execution) {
    return admin.post(Demo.EXECUTIONS + "/" + id(execution) + "/retry", "");
  }
}
