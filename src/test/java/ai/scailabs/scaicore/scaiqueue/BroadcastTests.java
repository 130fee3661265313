package ai.scailabs.scaicore.scaiqueue;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Every consumer of a broadcast queue gets every message, whatever it and the others do. */
@ServerTest
class BroadcastTests {

  private static final int MESSAGES = 200;
  private static final int CONSUMERS = 3;

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;

  private QueueClient client;

  @BeforeEach
  void aScope() {
    client = QueueClient.of(new Http(port, Demo.ADMIN));
  }

  @Test
  void whoHasAMessageAgainIsGivenWhatComesAfterItToo() {
    for (var verb : List.of("release", "fail", "lapse")) {
      for (var ordering : List.of("fifo", "priority")) {
        var queue = verb + "-" + ordering;
        client.queue(
            queue, "\"consumer_mode\": \"broadcast\"", "\"ordering\": \"" + ordering + "\"");
        client.published(queue, "\"a\"");
        client.published(queue, "\"b\"");
        var first = claim(queue, "c").getFirst();
        if (verb.equals("lapse")) {
          lapse(first, "c");
        } else {
          client.act(verb, first);
        }
        var again = claim(queue, "c");
        assertThat(QueueClient.bodies(again)).as(queue).containsExactly("a");
        client.act("complete", again.getFirst());
        assertThat(QueueClient.bodies(claim(queue, "c"))).as(queue).containsExactly("b");
        assertThat(claim(queue, "c")).as(queue).isEmpty();
      }
    }
  }

  @Test
  void aDeadLetterWhoseBroadcastIsOverStaysWhenItIsRedriven() {
    client.queue("short", "\"consumer_mode\": \"broadcast\"", "\"max_retries\": 1");
    for (var end : List.of("expires_at = now()", "status = 'expired', ended_at = now()")) {
      var id = client.published("short", "1", "\"ttl_seconds\": 3600");
      client.act("fail", claim("short", "c").getFirst());
      jdbc.sql("update mod_scaiqueue_messages set " + end + " where id = ?").param(id).update();
      var letters = client.http().get(client.queues() + "/_dead_letter/messages").data();
      var dead = letters.at("/items/0/id").asString();
      var refused = client.http().post(QueueClient.message(dead) + "/redrive", "");
      assertThat(refused.code()).as(refused.body()).isEqualTo("CONFLICT");
      assertThat(client.claim("_dead_letter", 1).getFirst().path("id").asString()).isEqualTo(dead);
    }
  }

  @Test
  void whatIsReleasedAfterItsTimeToLiveIsGivenToNobody() {
    client.queue("short", "\"consumer_mode\": \"broadcast\"", "\"max_retries\": 1");
    var id = client.published("short", "1", "\"ttl_seconds\": 3600");
    lapse(claim("short", "c").getFirst(), "c");
    jdbc.sql("update mod_scaiqueue_messages set expires_at = now() where id = ?")
        .param(id)
        .update();
    assertThat(claim("short", "c")).isEmpty();
    assertThat(client.claim("_dead_letter", 1)).isEmpty();
  }

  @Test
  void whatPeopleHoldMayLapseAsOftenAsTheyLike() {
    client.queue("people", "\"consumer_mode\": \"broadcast\"", "\"max_retries\": 1");
    client.published("people", "1", "\"hitl_spec\": {\"sections\": []}");
    for (int i = 0; i < 4; i++) {
      var claimed = claim("people", "c").getFirst();
      assertThat(claimed.path("failures").asInt()).isZero();
      lapse(claimed, "c");
    }
    assertThat(client.claim("_dead_letter", 1)).isEmpty();
  }

  @Test
  void nobodyClaimsInTheNameOfACoreAndCoresAreBesideTheBound() {
    var queue = client.queue("many", "\"consumer_mode\": \"broadcast\"");
    client.published("many", "1");
    var path = client.queues() + "/many/claim";
    var posed = client.http().post(path, "{\"consumer\": \"core_1\"}");
    assertThat(posed.status()).as(posed.body()).isEqualTo(400);
    assertThat(posed.field()).isEqualTo("consumer");
    jdbc.sql(
            """
            insert into mod_scaiqueue_consumers (tenant_id, queue_id, consumer, seen_below, seen_at)
            select 'ten_acme', ?, case when n <= 500 then 'core_' else 'c' end || n, '0', now()
            from generate_series(1, 1499) n
            """)
        .param(queue)
        .update();
    assertThat(claim("many", "last")).hasSize(1);
    assertThat(client.http().post(path, "{\"consumer\": \"more\"}").code())
        .isEqualTo("QUOTA_EXCEEDED");
    assertThat(claim("many", "last")).isEmpty();
  }

  @Test
  void nobodyMissesAnythingWhateverTheyDo() {
    client.queue("all", "\"consumer_mode\": \"broadcast\"", "\"max_retries\": 1000");
    var sent = ConcurrentHashMap.<String>newKeySet();
    var ends = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    var completed =
        AtOnce.run(
            CONSUMERS + 1,
            i -> {
              if (i < CONSUMERS) {
                return consumed("c" + i, new Random(i), ends);
              }
              for (int n = 0; n < MESSAGES; n++) {
                sent.add(client.published("all", String.valueOf(n)));
              }
              return sent;
            });
    assertThat(sent).hasSize(MESSAGES);
    assertThat(completed).allSatisfy(ids -> assertThat(ids).isEqualTo(sent));
  }

  private Set<String> consumed(String consumer, Random random, long ends) {
    var completed = new HashSet<String>();
    while (completed.size() < MESSAGES && System.nanoTime() < ends) {
      for (var message : claim("all", consumer)) {
        assertThat(completed).doesNotContain(message.path("id").asString());
        switch (random.nextInt(8)) {
          case 0 -> client.act("fail", message);
          case 1 -> client.act("release", message);
          case 2 -> lapse(message, consumer);
          default -> {
            assertThat(client.act("complete", message).status()).isEqualTo(200);
            completed.add(message.path("id").asString());
          }
        }
      }
    }
    return completed;
  }

  private List<JsonNode> claim(String queue, String consumer) {
    return client.claim(queue, 1, "\"consumer\": \"" + consumer + "\"");
  }

  /** The time of the consumer's claim is over. */
  private void lapse(JsonNode message, String consumer) {
    jdbc.sql(
            """
            update mod_scaiqueue_deliveries set visible_at = now() - interval '1 s'
            where message_id = ? and consumer = ?
            """)
        .params(message.path("id").asString(), consumer)
        .update();
  }
}
