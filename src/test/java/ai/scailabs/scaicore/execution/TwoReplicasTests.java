package ai.scailabs.scaicore.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.Replica;
import ai.scailabs.scaicore.testing.TestPostgres;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Two application contexts over one database. */
class TwoReplicasTests {

  @Test
  void aRestartBetweenSuspendAndResolveChangesNothing() {
    var database = TestPostgres.newDatabase();
    String execution;
    String checkpoint;
    try (var first = new Replica(database)) {
      var admin = first.as(Demo.ADMIN);
      var core = Demo.running(admin, "Restarted", Demo.sample("approval-agent.ir.json"));
      var waiting = Demo.invoke(admin, core, "{\"message\": \"Hotel 400\"}").data();
      execution = waiting.path("id").asString();
      checkpoint = waiting.path("checkpoint_id").asString();
    }
    try (var second = new Replica(database)) {
      var admin = second.as(Demo.ADMIN);
      assertThat(admin.get(Demo.CHECKPOINTS).body()).contains(checkpoint);

      var resolved =
          admin.post(
              Demo.CHECKPOINTS + "/" + checkpoint + "/resolve",
              "{\"decision\": \"reject\", \"comment\": \"too much\"}");

      assertThat(resolved.status()).as(resolved.body()).isEqualTo(200);
      var done = Demo.settled(admin, execution, "completed", "failed").data();
      assertThat(done.path("output").path("response").asString()).isEqualTo("Rejected: too much");
    }
  }

  @Test
  void aCallThatTheEndOfAReplicaBreaksOffIsMadeAgain() {
    var database = TestPostgres.newDatabase();
    try (var server = new ModelServer();
        var second = new Replica(database)) {
      var admin = second.as(Demo.ADMIN);
      var provider = Models.provider();
      Models.backend(admin, provider, server, "");
      var program =
          """
          {"schema_version": "0.2", "name": "Asks",
           "models": [{"role": "primary", "provider": "%s", "model": "m"}],
           "flows": [{"name": "main", "body": [{"kind": "flexible", "goal": "Go"}]}]}
          """
              .formatted(provider);
      var core = Demo.running(admin, "Broken off", program);
      server.then(server.hangs()).then(ModelServer.says("At last."));
      var first = new Replica(database);
      var caller = new FutureTask<>(() -> Demo.invoke(first.as(Demo.ADMIN), core, "{}"));
      Thread.ofVirtual().start(caller);
      Eventually.get(server::asked, asked -> !asked.isEmpty());

      first.close();

      var list = Demo.CORES + "/" + core + "/executions";
      var execution =
          Eventually.get(
              () -> admin.get(list).data().at("/items/0"),
              e -> List.of("completed", "failed").contains(e.path("status").asString()));
      assertThat(execution.path("status").asString())
          .as(execution.toString())
          .isEqualTo("completed");
      assertThat(server.asked()).hasSize(2);
      assertThat(server.asked().get(0).key()).isEqualTo(server.asked().get(1).key());
    }
  }

  @Test
  void aPauseOrAStopIsFeltOnEveryReplicaWithinTwoSeconds() {
    var database = TestPostgres.newDatabase();
    try (var one = new Replica(database);
        var two = new Replica(database)) {
      Http[] admins = {one.as(Demo.ADMIN), two.as(Demo.ADMIN)};
      var program =
          Demo.program(
              """
              {"kind": "while", "condition": "true", "max_iterations": 1000000000, "body": [
                {"kind": "rigid", "statements": [
                  {"kind": "assign", "target": "i", "value": "1"}]}]}
              """);
      var core = Demo.running(admins[0], "Felt everywhere", program);
      var path = Demo.CORES + "/" + core;
      var runs = AtOnce.run(2, i -> started(admins[i], path));
      runs.forEach(id -> Demo.settled(admins[0], id, "running"));

      for (var halt : List.of("pause", "stop")) {
        assertThat(admins[1].post(path + "/" + halt, "").status()).isEqualTo(200);
        long halted = System.nanoTime();
        runs.forEach(id -> Demo.settled(admins[0], id, "held"));
        assertThat(Duration.ofNanos(System.nanoTime() - halted)).isLessThan(Duration.ofSeconds(2));
        var refused = Demo.invoke(admins[0], core, "{}");
        assertThat(refused.code()).isEqualTo("CORE_NOT_RUNNING");

        var onward = halt.equals("pause") ? "resume" : "start";
        assertThat(admins[0].post(path + "/" + onward, "").status()).isEqualTo(200);
        runs.forEach(id -> Demo.settled(admins[1], id, "running"));
      }
      var here = one.context().getBean(RunsHere.class);
      var elsewhere = two.context().getBean(RunsHere.class);
      Eventually.get(() -> here.size() + elsewhere.size(), running -> running == 2);
      var cancelled = admins[here.size() == 0 ? 0 : 1];
      long asked = System.nanoTime();
      assertThat(cancelled.post(Demo.EXECUTIONS + "/" + runs.getFirst() + "/cancel", "").status())
          .isEqualTo(200);
      Eventually.get(() -> here.size() + elsewhere.size(), running -> running == 1);
      assertThat(admins[0].delete(path).status()).isEqualTo(200);
      Eventually.get(() -> here.size() + elsewhere.size(), running -> running == 0);
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(4));
      runs.forEach(
          id ->
              assertThat(admins[1].get(Demo.EXECUTIONS + "/" + id).code())
                  .isEqualTo("EXECUTION_NOT_FOUND"));
    }
  }

  private static String started(Http admin, String core) {
    return admin
        .send(
            "POST",
            core + "/invoke",
            r ->
                r.header("Prefer", "respond-async")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{}")))
        .data()
        .path("id")
        .asString();
  }

  @Test
  void twoReplicasRacingForACoreAndACheckpointGetOneSuccess() {
    var database = TestPostgres.newDatabase();
    try (var one = new Replica(database);
        var two = new Replica(database)) {
      Http[] admins = {one.as(Demo.ADMIN), two.as(Demo.ADMIN)};
      var core = Demo.create(admins[0], "Shared", Demo.sample("approval-agent.ir.json"));

      var starts = AtOnce.run(6, i -> admins[i % 2].post(Demo.CORES + "/" + core + "/start", ""));
      assertThat(starts).filteredOn(a -> a.status() == 200).hasSize(1);
      assertThat(starts)
          .filteredOn(a -> a.status() != 200)
          .allSatisfy(a -> assertThat(a.code()).isEqualTo("INVALID_CORE_TRANSITION"));

      // What one replica started, the other runs.
      var waiting = Demo.invoke(admins[1], core, "{\"message\": \"Hotel 400\"}").data();
      var checkpoint = waiting.path("checkpoint_id").asString();
      var answers =
          AtOnce.run(
              6,
              i ->
                  admins[i % 2].post(
                      Demo.CHECKPOINTS + "/" + checkpoint + "/resolve",
                      "{\"decision\": \"approve\", \"comment\": \"by " + i + "\"}"));
      assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(1);
      assertThat(answers)
          .filteredOn(a -> a.status() != 200)
          .allSatisfy(
              a -> {
                assertThat(a.status()).isEqualTo(409);
                assertThat(a.code()).isEqualTo("CHECKPOINT_ALREADY_RESOLVED");
                assertThat(a.message()).contains("admin@acme");
              });
      assertThat(
              Demo.settled(admins[0], waiting.path("id").asString(), "completed")
                  .data()
                  .path("output")
                  .path("decision")
                  .asString())
          .isEqualTo("approve");
    }
  }
}
