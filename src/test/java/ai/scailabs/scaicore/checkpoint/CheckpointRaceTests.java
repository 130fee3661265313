package ai.scailabs.scaicore.checkpoint;

import static ai.scailabs.scaicore.testing.Demo.CHECKPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.EventStream;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.Replica;
import ai.scailabs.scaicore.testing.TestPostgres;
import ai.scailabs.scaicore.web.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever answers, cancels, claims or lets time pass at the same moment, on two replicas. */
class CheckpointRaceTests {

  private static final String APPROVE = "{\"decision\": \"approve\", \"comment\": \"by %d\"}";

  private static Replica one;
  private static Replica two;

  @BeforeAll
  static void replicas() {
    var database = TestPostgres.newDatabase();
    one = new Replica(database);
    two = new Replica(database);
  }

  @AfterAll
  static void end() {
    one.close();
    two.close();
  }

  private static Replica replica(int i) {
    return i % 2 == 0 ? one : two;
  }

  @Test
  void ofAnswersAndCancellationsAtOnceOneWinsAndTheOthersAreToldWhoItWas() {
    var office = new Office(one.context().getBean(DirectoryWriter.class), one.port());
    var ann = office.reviewer();
    var bob = office.reviewer();
    var keys = List.of(ann.key(), bob.key());
    var winners = new HashSet<String>();
    for (int round = 0; round < 12; round++) {
      var waiting = office.waiting(office.group());
      var id = waiting.path("checkpoint_id").asString();

      var answers =
          AtOnce.run(
              6,
              i -> {
                var who = new Http(replica(i).port(), keys.get(i / 2 % 2));
                return i % 3 == 0
                    ? Office.cancel(who, id)
                    : who.post(CHECKPOINTS + "/" + id + "/resolve", APPROVE.formatted(i));
              });

      assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(1);
      var closed = office.checkpoint(id);
      winners.add(closed.path("status").asString());
      var winner = closed.path("resolved_by").asString().equals(ann.id()) ? ann : bob;
      assertThat(answers)
          .filteredOn(a -> a.status() != 200)
          .hasSize(5)
          .allSatisfy(
              a -> {
                assertThat(a.code()).isEqualTo("CHECKPOINT_ALREADY_RESOLVED");
                assertThat(a.message())
                    .contains(closed.path("status").asString() + " by " + winner.email());
              });
      var settled =
          Demo.settled(
              office.admin(), waiting.path("id").asString(), "completed", "cancelled", "failed");
      assertThat(settled.data().path("status").asString())
          .isEqualTo(
              closed.path("status").asString().equals("resolved") ? "completed" : "cancelled");
    }
    assertThat(winners).isSubsetOf("resolved", "cancelled");
  }

  @Test
  void ofAnAnswerAndTheExpiryAtTheSameMomentOneWins() {
    var office = new Office(one.context().getBean(DirectoryWriter.class), one.port());
    var ann = office.reviewer();
    for (int round = 0; round < 8; round++) {
      var waiting = office.waiting(office.group(), "\"timeout\": \"400ms\"");
      var id = waiting.path("checkpoint_id").asString();
      var due = Instant.parse(office.checkpoint(id).path("expires_at").asString());
      // Some a little before, some a little behind.
      int shift = (round - 4) * 2;

      var answers =
          AtOnce.run(
              4,
              i -> {
                var wait = Duration.between(Instant.now(), due.plusMillis(shift));
                LockSupport.parkNanos(Math.max(0, wait.toNanos()));
                return new Http(replica(i).port(), ann.key())
                    .post(CHECKPOINTS + "/" + id + "/resolve", APPROVE.formatted(i));
              });

      var closed =
          Eventually.get(
              () -> office.checkpoint(id), c -> !c.path("status").asString().equals("pending"));
      boolean expired = closed.path("status").asString().equals("expired");
      assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(expired ? 0 : 1);
      assertThat(answers)
          .filteredOn(a -> a.status() != 200)
          .allSatisfy(
              a ->
                  assertThat(a.message())
                      .contains(expired ? "expired by its timeout" : "resolved by " + ann.email()));
      var settled =
          Demo.settled(office.admin(), waiting.path("id").asString(), "completed", "failed");
      assertThat(settled.data().path("status").asString())
          .isEqualTo(expired ? "failed" : "completed");
      assertThat(office.history(id)).hasSize(2);
    }
  }

  @Test
  void oneOfThoseWhoClaimOnTwoReplicasGetsIt() {
    var office = new Office(one.context().getBean(DirectoryWriter.class), one.port());
    var people =
        List.of(office.reviewer(), office.reviewer(), office.reviewer(), office.reviewer());
    var id = office.asked(office.group());

    var answers =
        AtOnce.run(4, i -> Office.claim(new Http(replica(i).port(), people.get(i).key()), id));

    assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(1);
    var holder = office.checkpoint(id).path("claimed_by").asString();
    var name = people.stream().filter(p -> p.id().equals(holder)).findFirst().orElseThrow().email();
    assertThat(answers)
        .filteredOn(a -> a.status() != 200)
        .allSatisfy(a -> assertThat(a.message()).contains(name));
  }

  @Test
  void anAnswerThatComesBeforeTheExecutionWaitsForItIsKept() {
    try (var server = new ModelServer()) {
      var office = new Office(one.context().getBean(DirectoryWriter.class), one.port());
      var admin = office.admin();
      var provider = Models.provider();
      Models.backend(admin, provider, server, "");
      var answering = new CountDownLatch(1);
      server.then(
          (exchange, asked) -> {
            try {
              answering.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            ModelServer.says("At last.").to(exchange, asked);
          });
      var core =
          Demo.running(
              admin,
              Ids.next("Early "),
              """
              {"schema_version": "0.2", "name": "Early",
               "models": [{"role": "primary", "provider": "%s", "model": "m"}],
               "flows": [{"name": "main", "body": [
                 {"kind": "parallel", "result_binding": "both", "branches": [
                   {"name": "left", "body": [
                     {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Left?"},
                     {"kind": "flexible", "goal": "Go"}]},
                   {"name": "right", "body": [
                     {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Right?"}]}]},
                 {"kind": "rigid", "statements": [
                   {"kind": "return", "value": "both.right.decision"}]}]}]}
              """
                  .formatted(provider));
      var waiting = Demo.invoke(admin, core, "{}").data();
      var execution = waiting.path("id").asString();
      Office.resolve(admin, prompted(admin, core, "Left"));
      Eventually.get(server::asked, asked -> !asked.isEmpty());
      var right = prompted(admin, core, "Right");

      // It runs, and waits for nothing but the model.
      var early = Office.resolve(new Http(two.port(), office.adminKey()), right);

      assertThat(early.status()).as(early.body()).isEqualTo(200);
      answering.countDown();
      var done = Demo.settled(admin, execution, "completed", "failed", "suspended").data();
      assertThat(done.path("status").asString()).as(done.toString()).isEqualTo("completed");
      assertThat(done.path("output").asString()).isEqualTo("ok");
    }
  }

  @Test
  void aStreamShowsWhatOtherReplicasDidAndGoesOnAtAnother() {
    var office = new Office(one.context().getBean(DirectoryWriter.class), one.port());
    var ann = office.reviewer();
    var stream = CHECKPOINTS + "/stream";
    String last;
    var first = office.asked(office.group());
    try (var there = EventStream.opened(two.port(), ann.key(), stream, null)) {
      Office.claim(ann.http(), first);
      there.until(events -> events.size() == 1);
      last = there.lastId();
    }
    Office.resolve(ann.http(), first);
    try (var here = EventStream.opened(one.port(), ann.key(), stream, last)) {
      var events = here.until(seen -> !seen.isEmpty());
      assertThat(events.getFirst().name()).isEqualTo("checkpoint.removed");
      assertThat(events.getFirst().data().path("id").asString()).isEqualTo(first);
    }
  }

  private static String prompted(Http admin, String core, String word) {
    return admin
        .get(CHECKPOINTS + "/all?status=pending&core_id=" + core + "&q=" + word)
        .data()
        .path("items")
        .path(0)
        .path("id")
        .asString();
  }
}
