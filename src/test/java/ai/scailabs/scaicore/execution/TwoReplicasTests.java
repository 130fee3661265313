package ai.scailabs.scaicore.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.Replica;
import ai.scailabs.scaicore.testing.TestPostgres;
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
