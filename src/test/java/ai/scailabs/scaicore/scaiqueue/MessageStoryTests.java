package ai.scailabs.scaicore.scaiqueue;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** What becomes of messages, over HTTP. */
@ServerTest
class MessageStoryTests {

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private QueueRetention retention;
  @Autowired private TransactionOperations transactions;

  private QueueClient client;

  @BeforeEach
  void aScope() {
    client = QueueClient.of(new Http(port, Demo.ADMIN));
  }

  @Test
  void aMessageIsPublishedClaimedAndCompleted() {
    client.queue("jobs");
    var sent =
        client
            .publish(
                "jobs",
                "{\"amount\": 400}",
                "\"correlation_id\": \"expense-1\"",
                "\"priority_tier\": \"high\"",
                "\"ttl_seconds\": 3600",
                "\"deadline\": \"2099-01-01T00:00:00Z\"",
                "\"hitl_spec\": {\"sections\": []}")
            .data();
    assertThat(sent.path("status").asString()).isEqualTo("ready");
    assertThat(sent.path("id").asString()).startsWith("msg_");
    assertThat(sent.path("published_by").asString()).isEqualTo("usr_acme_admin");

    var claimed = client.claim("jobs", 10).getFirst();
    assertThat(claimed.path("id")).isEqualTo(sent.path("id"));
    assertThat(claimed.path("body").toString()).isEqualTo("{\"amount\":400}");
    assertThat(claimed.path("status").asString()).isEqualTo("claimed");
    assertThat(claimed.path("attempts").asInt()).isEqualTo(1);
    assertThat(claimed.path("claim_id").asString()).startsWith("clm_");
    assertThat(client.claim("jobs", 10)).isEmpty();

    var listed = client.http().get(client.queues() + "/jobs/messages").data().at("/items/0");
    assertThat(listed.path("claimed_by").asString()).isEqualTo("usr_acme_admin");
    assertThat(listed.path("claim_id").isNull()).isTrue();
    assertThat(counts("jobs")).isEqualTo("{\"ready\":0,\"claimed\":1,\"dead\":0}");

    var done = client.act("complete", claimed);
    assertThat(done.status()).as(done.body()).isEqualTo(200);
    assertThat(done.data().at("/message/status").asString()).isEqualTo("completed");
    assertThat(done.data().path("checkpoint").isNull()).isTrue();
    assertThat(client.act("complete", claimed).data().at("/message/ended_at"))
        .isEqualTo(done.data().at("/message/ended_at"));
    assertThat(client.act("fail", claimed).code()).isEqualTo("CLAIM_LOST");
    assertThat(client.act("fail", claimed).message()).contains("was completed by admin@acme");
    assertThat(
            client
                .http()
                .get(client.path() + "/messages?correlation_id=expense-1")
                .data()
                .at("/items/0/id"))
        .isEqualTo(sent.path("id"));
    assertThat(
            client
                .http()
                .get(QueueClient.message(sent.path("id").asString()))
                .data()
                .path("status")
                .asString())
        .isEqualTo("completed");
  }

  @Test
  void messagesComeInTheOrderOfTheirQueue() {
    client.queue("in-order");
    client.queue("by-tier", "\"ordering\": \"priority\"");
    client.queue("by-deadline", "\"ordering\": \"deadline\"");
    for (var queue : List.of("in-order", "by-tier", "by-deadline")) {
      client.published(queue, "\"a\"", "\"priority_tier\": \"low\"");
      client.published(queue, "\"b\"", "\"deadline\": \"2098-01-01T00:00:00Z\"");
      client.published(queue, "\"c\"", "\"priority_tier\": \"critical\"");
      client.published(
          queue,
          "\"d\"",
          "\"deadline\": \"2097-01-01T00:00:00Z\"",
          "\"priority_tier\": \"critical\"");
    }
    assertThat(QueueClient.bodies(client.claim("in-order", 9))).containsExactly("a", "b", "c", "d");
    assertThat(QueueClient.bodies(client.claim("by-tier", 9))).containsExactly("c", "d", "b", "a");
    assertThat(QueueClient.bodies(client.claim("by-deadline", 9)))
        .containsExactly("d", "b", "a", "c");
  }

  @Test
  void whatLapsedComesInTheOrderOfItsQueueToo() {
    client.queue("urgent", "\"ordering\": \"priority\"");
    for (var tier : List.of("low", "critical")) {
      var id =
          client.published("urgent", "\"" + tier + "\"", "\"priority_tier\": \"" + tier + "\"");
      client.claim("urgent", 1);
      lapse(id);
    }
    client.published("urgent", "\"normal\"");
    for (var tier : List.of("critical", "normal", "low")) {
      assertThat(QueueClient.bodies(client.claim("urgent", 1))).containsExactly(tier);
    }
  }

  @Test
  void whoPublishesWhileTheQueueIsDeletedIsToldThatItIsGone() {
    var id = client.queue("going");
    var published =
        transactions.execute(
            status -> {
              jdbc.sql("delete from mod_scaiqueue_queues where id = ?").param(id).update();
              var publishing = CompletableFuture.supplyAsync(() -> client.publish("going", "1"));
              Eventually.get(this::somebodyWaits, waits -> waits);
              return publishing;
            });
    var refused = Objects.requireNonNull(published).join();
    assertThat(refused.code()).as(refused.body()).isEqualTo("QUEUE_NOT_FOUND");
  }

  private boolean somebodyWaits() {
    return jdbc.sql(
            """
            select exists (select 1 from pg_locks l where not l.granted
              and pg_backend_pid() = any(pg_blocking_pids(l.pid)))
            """)
        .query(Boolean.class)
        .single();
  }

  @Test
  void aClaimThatLapsedIsAnothersAndTheFirstOneIsToldWho() {
    client.queue("lapsing", "\"visibility_timeout_s\": 60");
    var id = client.published("lapsing", "1");
    var first = client.claim("lapsing", 1).getFirst();
    lapse(id);

    var second = client.claim("lapsing", 1, "\"visibility_timeout_s\": 100").getFirst();
    assertThat(second.path("id").asString()).isEqualTo(id);
    assertThat(second.path("failures").asInt()).isEqualTo(1);
    assertThat(second.path("attempts").asInt()).isEqualTo(2);
    for (var verb : List.of("complete", "fail", "release", "extend")) {
      var late = client.act(verb, first);
      assertThat(late.status()).as(late.body()).isEqualTo(409);
      assertThat(late.code()).isEqualTo("CLAIM_LOST");
      assertThat(late.message())
          .contains("is claimed by admin@acme until " + second.path("claimed_until").asString());
    }
    assertThat(client.act("complete", second).status()).isEqualTo(200);
  }

  @Test
  void aClaimWhoseTimeIsOverCountsUntilSomebodyElseIsGivenTheMessage() {
    client.queue("slow");
    lapse(client.published("slow", "1"));
    var claimed = client.claim("slow", 1).getFirst();
    lapse(claimed.path("id").asString());
    assertThat(client.act("extend", claimed, "\"visibility_timeout_s\": 600").status())
        .isEqualTo(200);
    assertThat(client.claim("slow", 1)).isEmpty();
    lapse(claimed.path("id").asString());
    assertThat(client.act("complete", claimed).status()).isEqualTo(200);
    assertThat(client.claim("slow", 1)).isEmpty();
  }

  @Test
  void whatIsReleasedComesBackAtOnceAndHasNotFailed() {
    client.queue("released");
    client.published("released", "1");
    for (int i = 0; i < 7; i++) {
      var claimed = client.claim("released", 1).getFirst();
      assertThat(claimed.path("failures").asInt()).isZero();
      assertThat(client.act("release", claimed).data().path("status").asString())
          .isEqualTo("ready");
      assertThat(client.act("release", claimed).message()).contains("was given back");
    }
  }

  @Test
  void whatFailsTooOftenIsADeadLetterAndCanBeTriedAgain() {
    client.queue("failing", "\"max_retries\": 2", "\"ordering\": \"priority\"");
    var id = client.published("failing", "\"x\"", "\"priority_tier\": \"high\"");
    var once = client.act("fail", client.claim("failing", 1).getFirst(), "\"reason\": \"first\"");
    assertThat(once.data().path("status").asString()).isEqualTo("ready");
    var twice = client.claim("failing", 1).getFirst();
    assertThat(twice.path("last_failure").asString()).isEqualTo("first");
    var dead = client.act("fail", twice, "\"reason\": \"second\"").data();
    assertThat(dead.at("/dead_letter/reason").asString()).isEqualTo("second");
    assertThat(dead.at("/dead_letter/failures").asInt()).isEqualTo(2);
    assertThat(client.claim("failing", 1)).isEmpty();
    assertThat(counts("failing")).contains("\"dead\":1");
    var letters = client.http().get(client.queues() + "/_dead_letter/messages").data();
    assertThat(letters.at("/items/0/id").asString()).isEqualTo(id);
    assertThat(letters.at("/items/0/dead_letter/queue_id"))
        .isEqualTo(client.http().get(client.queues() + "/failing").data().path("id"));

    var again = client.http().post(QueueClient.message(id) + "/redrive", "");
    assertThat(again.status()).as(again.body()).isEqualTo(200);
    assertThat(client.http().post(QueueClient.message(id) + "/redrive", "").code())
        .isEqualTo("CONFLICT");
    var redriven = client.claim("failing", 1).getFirst();
    assertThat(redriven.path("failures").asInt()).isZero();
    assertThat(client.act("complete", redriven).status()).isEqualTo(200);
  }

  @Test
  void whatLapsesTooOftenIsADeadLetterToo() {
    client.queue("crashing", "\"max_retries\": 2");
    var id = client.published("crashing", "1");
    for (int i = 0; i < 2; i++) {
      assertThat(client.claim("crashing", 1)).hasSize(1);
      lapse(id);
    }
    assertThat(client.claim("crashing", 1)).isEmpty();
    var dead = client.claim("_dead_letter", 1).getFirst();
    assertThat(dead.path("id").asString()).isEqualTo(id);
    assertThat(dead.at("/dead_letter/reason").asString())
        .isEqualTo("the claim of usr_acme_admin lapsed");
    // Nothing dies twice.
    for (int i = 0; i < 5; i++) {
      lapse(id);
      assertThat(client.claim("_dead_letter", 1)).hasSize(1);
    }
  }

  @Test
  void aFailedMessageCanBeTriedLater() {
    client.queue("later");
    var id = client.published("later", "1");
    client.act("fail", client.claim("later", 1).getFirst(), "\"retry_after_s\": 3600");
    assertThat(client.claim("later", 1)).isEmpty();
    assertThat(counts("later")).isEqualTo("{\"ready\":0,\"claimed\":1,\"dead\":0}");
    lapse(id);
    assertThat(client.claim("later", 1).getFirst().path("failures").asInt()).isEqualTo(1);
  }

  @Test
  void aMessageWhoseTimeToLiveIsOverIsGivenToNobody() {
    client.queue("short");
    var id = client.published("short", "1", "\"ttl_seconds\": 3600");
    jdbc.sql("update mod_scaiqueue_messages set expires_at = now() - interval '1 s' where id = ?")
        .param(id)
        .update();
    assertThat(client.claim("short", 1)).isEmpty();
    retention.expire();
    assertThat(client.http().get(QueueClient.message(id)).data().path("status").asString())
        .isEqualTo("expired");
  }

  @Test
  void aFullQueueTakesNoMoreAndSaysSo() {
    client.queue("small", "\"max_depth\": 3");
    var keyed = client.published("small", "1", "\"idempotency_key\": \"k\"");
    var statuses = AtOnce.run(8, i -> client.publish("small", String.valueOf(i)).status());
    assertThat(statuses).filteredOn(s -> s == 201).hasSize(2);
    assertThat(statuses).filteredOn(s -> s == 429).hasSize(6);
    var full = client.publish("small", "1");
    assertThat(full.code()).isEqualTo("QUEUE_FULL");
    assertThat(full.message()).contains("small").contains("3");
    assertThat(full.header("Retry-After")).isNotEmpty();
    assertThat(client.published("small", "1", "\"idempotency_key\": \"k\"")).isEqualTo(keyed);
    client.act("complete", client.claim("small", 1).getFirst());
    assertThat(client.publish("small", "1").status()).isEqualTo(201);
  }

  @Test
  void theSameKeyIsTheSameMessageHoweverManySendIt() {
    client.queue("keyed");
    client.queue("other");
    var ids = AtOnce.run(16, i -> client.published("keyed", "1", "\"idempotency_key\": \"k\""));
    assertThat(new HashSet<>(ids)).hasSize(1);
    assertThat(client.claim("keyed", 100)).hasSize(1);
    var changed = client.publish("keyed", "2", "\"idempotency_key\": \"k\"");
    assertThat(changed.status()).isEqualTo(400);
    assertThat(changed.field()).isEqualTo("idempotency_key");
    assertThat(client.published("other", "1", "\"idempotency_key\": \"k\""))
        .isNotEqualTo(ids.getFirst());
  }

  @Test
  void everyConsumerOfABroadcastQueueIsGivenEachMessageOnce() {
    client.queue("news", "\"consumer_mode\": \"broadcast\"", "\"max_retries\": 2");
    var first = client.published("news", "\"one\"");
    client.published("news", "\"two\"");
    var a = client.claim("news", 1, "\"consumer\": \"a\"");
    assertThat(QueueClient.bodies(a)).containsExactly("one");
    assertThat(QueueClient.bodies(client.claim("news", 9, "\"consumer\": \"b\"")))
        .containsExactly("one", "two");
    assertThat(QueueClient.bodies(client.claim("news", 9, "\"consumer\": \"a\"")))
        .containsExactly("two");
    client.published("news", "\"three\"");
    assertThat(QueueClient.bodies(client.claim("news", 9))).containsExactly("one", "two", "three");
    assertThat(QueueClient.bodies(client.claim("news", 9, "\"consumer\": \"a\"")))
        .containsExactly("three");
    assertThat(QueueClient.bodies(client.claim("news", 9, "\"consumer\": \"b\"")))
        .containsExactly("three");

    var done = client.act("complete", a.getFirst());
    assertThat(done.data().at("/message/status").asString()).isEqualTo("completed");
    assertThat(client.act("complete", a.getFirst()).data()).isEqualTo(done.data());
    assertThat(client.act("fail", a.getFirst()).code()).isEqualTo("CLAIM_LOST");
    jdbc.sql(
            """
            update mod_scaiqueue_deliveries set visible_at = now() - interval '1 s'
            where message_id = ? and consumer = 'b'
            """)
        .param(first)
        .update();
    var again = client.claim("news", 9, "\"consumer\": \"b\"");
    assertThat(QueueClient.bodies(again)).containsExactly("one");
    client.act("fail", again.getFirst(), "\"reason\": \"no\"");
    assertThat(client.claim("news", 9, "\"consumer\": \"b\"")).isEmpty();
    var dead = client.claim("_dead_letter", 9).getFirst();
    assertThat(dead.at("/dead_letter/consumer").asString()).isEqualTo("b");
    assertThat(dead.path("body").asString()).isEqualTo("one");
    client.act("release", dead);
    var redriven =
        client.http().post(QueueClient.message(dead.path("id").asString()) + "/redrive", "");
    assertThat(redriven.status()).as(redriven.body()).isEqualTo(200);
    var third = client.claim("news", 9, "\"consumer\": \"b\"");
    assertThat(QueueClient.bodies(third)).containsExactly("one");
    assertThat(client.act("extend", third.getFirst()).status()).isEqualTo(200);
    assertThat(client.act("release", third.getFirst()).status()).isEqualTo(200);
    assertThat(client.claim("news", 9, "\"consumer\": \"b\"")).hasSize(1);
    assertThat(client.claim("_dead_letter", 9)).isEmpty();
  }

  @Test
  void whatOneConsumerClaimsTwiceAtOnceItIsGivenOnce() {
    client.queue("twice", "\"consumer_mode\": \"broadcast\"");
    for (int i = 0; i < 40; i++) {
      client.published("twice", "\"" + i + "\"");
    }
    var given =
        AtOnce.run(8, i -> QueueClient.bodies(client.claim("twice", 10, "\"consumer\": \"c\"")))
            .stream()
            .flatMap(List::stream)
            .toList();
    assertThat(given).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void endedMessagesAreKeptForAWhileAndDeadLettersLonger() {
    client.queue("old", "\"max_retries\": 1");
    var done = client.published("old", "1");
    client.act("complete", client.claim("old", 1).getFirst());
    var dead = client.published("old", "2");
    client.act("fail", client.claim("old", 1).getFirst());
    var open = client.published("old", "3");
    age(8);
    retention.sweep();
    assertThat(status(done)).isEqualTo(404);
    assertThat(status(dead)).isEqualTo(200);
    age(90);
    retention.sweep();
    assertThat(status(dead)).isEqualTo(404);
    assertThat(status(open)).isEqualTo(200);
  }

  private int status(String id) {
    return client.http().get(QueueClient.message(id)).status();
  }

  private void age(int days) {
    jdbc.sql(
            """
            update mod_scaiqueue_messages set published_at = published_at - make_interval(days => ?),
              ended_at = ended_at - make_interval(days => ?),
              dead_at = dead_at - make_interval(days => ?)
            where scope_id = (select id from mod_scaiqueue_scopes where slug = ?)
            """)
        .params(days, days, days, client.scope())
        .update();
  }

  /** The time of the message's claim is over. */
  private void lapse(String id) {
    jdbc.sql("update mod_scaiqueue_messages set visible_at = now() - interval '1 s' where id = ?")
        .param(id)
        .update();
  }

  private String counts(String queue) {
    JsonNode data = client.http().get(client.queues() + "/" + queue).data();
    return data.path("counts").toString();
  }
}
