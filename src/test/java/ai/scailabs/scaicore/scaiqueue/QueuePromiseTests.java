package ai.scailabs.scaicore.scaiqueue;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.RawJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.JsonNode;

/** No message is lost, or given to two competing consumers at a time, whatever they do. */
@ServerTest
class QueuePromiseTests {

  private static final int MESSAGES = 10_000;
  private static final int CONSUMERS = 16;
  private static final int AT_ONCE = 25;
  private static final Duration VISIBILITY = Duration.ofSeconds(2);

  @LocalServerPort private int port;
  @Autowired private Publishing publishing;
  @Autowired private JdbcClient jdbc;

  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> completed = ConcurrentHashMap.newKeySet();

  /** Until when whoever was given a message last, and has not given it back, has it. */
  private final Map<String, Instant> held = new ConcurrentHashMap<>();

  private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger vanished = new AtomicInteger();

  @Test
  void nothingIsLostOrGivenToTwoAtATime() {
    var client = QueueClient.of(new Http(port, Demo.ADMIN));
    var queue =
        client.queue(
            "jobs", "\"max_retries\": 2", "\"visibility_timeout_s\": " + VISIBILITY.toSeconds());
    AtOnce.run(4, i -> publish(queue, i));
    assertThat(sent).hasSize(MESSAGES);
    var ends = System.nanoTime() + Duration.ofSeconds(60).toNanos();

    AtOnce.run(
        CONSUMERS,
        i -> {
          var random = new Random(i);
          while (open(queue) && System.nanoTime() < ends) {
            consume(client, queue, random, i);
          }
          return i;
        });

    assertThat(violations).isEmpty();
    assertThat(vanished.get()).isGreaterThan(20);
    var dead = dead(queue);
    assertThat(dead).isNotEmpty();
    assertThat(completed).doesNotContainAnyElementsOf(dead);
    assertThat(completed.size() + dead.size()).isEqualTo(MESSAGES);
    assertThat(sent).containsAll(completed).containsAll(dead);
    // Those that were completed, and nobody was told: none, for who is not told asks again.
    assertThat(ended(queue)).containsExactlyInAnyOrderElementsOf(completed);
  }

  /** Under a key each, so that what failed can be sent again. */
  private int publish(String queue, int part) {
    for (int i = part; i < MESSAGES; i += 4) {
      var body = new RawJson("{\"number\": " + i + "}");
      var message =
          new Outgoing("t", body, Tier.NORMAL, null, "n" + i, null, null, null, 0, null, null);
      while (true) {
        try {
          sent.add(publishing.publish("ten_acme", queue, message).id());
          break;
        } catch (DataAccessException | TransactionException e) {
          // Sent again.
        }
      }
      if (i % 2_500 == part) {
        cutOff();
      }
    }
    return part;
  }

  private void consume(QueueClient client, String queue, Random random, int number) {
    if (random.nextInt(20) == 0) {
      claimAndHangUp(client);
      vanished.incrementAndGet();
    }
    if (number == 0 && random.nextInt(10) == 0) {
      cutOff();
    }
    var answer =
        client
            .http()
            .post(QueueClient.BASE + "/queues/" + queue + "/claim", "{\"max\": " + AT_ONCE + "}");
    if (answer.status() >= 500) {
      return;
    }
    var messages = answer.data().path("items").valueStream().toList();
    messages.forEach(this::received);
    if (random.nextInt(20) == 0) {
      vanished.incrementAndGet();
      return;
    }
    messages.forEach(message -> settle(client, message, random));
  }

  private void received(JsonNode message) {
    var id = message.path("id").asString();
    var until = Instant.parse(message.path("claimed_until").asString());
    var before = held.put(id, until);
    if (before != null && until.minus(VISIBILITY).isBefore(before)) {
      violations.add(id + " was given out again before " + before);
    }
    if (completed.contains(id)) {
      violations.add(id + " was given out after it was completed");
    }
  }

  private void settle(QueueClient client, JsonNode message, Random random) {
    var id = message.path("id").asString();
    switch (random.nextInt(20)) {
      case 0 -> {
        held.remove(id);
        client.act("fail", message, "\"reason\": \"bad luck\"");
      }
      case 1 -> {
        held.remove(id);
        client.act("release", message);
      }
      default -> {
        var done = client.act("complete", message);
        while (done.status() >= 500) {
          done = client.act("complete", message);
        }
        if (done.status() == 200 && !completed.add(id)) {
          violations.add(id + " was completed twice");
        }
      }
    }
  }

  /** Sends a claim, and is gone before the answer comes. */
  private void claimAndHangUp(QueueClient client) {
    var request =
        """
        POST %s/jobs/claim HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: 11\r
        \r
        {"max": 25}\
        """
            .formatted(client.queues(), Demo.ADMIN);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends some backends of the service amid what they do. */
  private void cutOff() {
    try {
      jdbc.sql(
              """
              select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
              limit 3
              """)
          .query(Boolean.class)
          .list();
    } catch (DataAccessException | TransactionException e) {
      // It was itself.
    }
  }

  private boolean open(String queue) {
    while (true) {
      try {
        return jdbc.sql(
                """
                select exists (select 1 from mod_scaiqueue_messages
                  where tenant_id = 'ten_acme' and queue_id = ? and status in ('ready', 'claimed'))
                """)
            .param(queue)
            .query(Boolean.class)
            .single();
      } catch (DataAccessException | TransactionException e) {
        // Asked again.
      }
    }
  }

  private List<String> dead(String queue) {
    return jdbc.sql(
            "select id from mod_scaiqueue_messages where home_id = ? and dead_at is not null")
        .param(queue)
        .query((row, number) -> Objects.requireNonNull(row.getString(1)))
        .list();
  }

  private List<String> ended(String queue) {
    return jdbc.sql(
            "select id from mod_scaiqueue_messages where home_id = ? and status = 'completed'")
        .param(queue)
        .query((row, number) -> Objects.requireNonNull(row.getString(1)))
        .list();
  }
}
