package ai.scailabs.scaicore.scaiqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.execution.MessageQueues;
import ai.scailabs.scaicore.execution.QueueRefused;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.RawJson;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Messages that are nested as deep as a value of a program may be, and deeper. */
@ServerTest
class DeepMessageTests {

  private static final int DEEPEST = 199;

  @LocalServerPort private int port;
  @Autowired private MessageQueues queues;
  @Autowired private Publishing publishing;

  private QueueClient client;

  @BeforeEach
  void aScope() {
    client = QueueClient.of(new Http(port, Demo.ADMIN));
  }

  @Test
  void whatNoProgramCouldConsumeIsNotPublished() {
    client.queue("deep");
    var queue = queues.find("ten_acme", client.scope(), "deep");
    var deepest = nested(DEEPEST);
    assertThatThrownBy(() -> queues.publish(queue, message(List.of(deepest))))
        .isInstanceOf(QueueRefused.class)
        .hasMessageContaining("payload");
    queues.publish(queue, message(deepest));
    assertThat(queues.take(queue, "core_1", "exec_1").orElseThrow().body()).isEqualTo(deepest);
  }

  @Test
  void whatNoProgramCanReadIsADeadLetterInTheEnd() {
    for (var mode : List.of("competing", "broadcast")) {
      var id = client.queue(mode, "\"consumer_mode\": \"" + mode + "\"", "\"max_retries\": 2");
      var queue = new MessageQueues.Queue("ten_acme", id);
      for (int depth : List.of(DEEPEST + 1, 600)) {
        var body = new RawJson("[".repeat(depth) + "1" + "]".repeat(depth));
        publishing.publish(
            "ten_acme",
            id,
            new Outgoing("t", body, Tier.NORMAL, null, null, null, null, null, 0, null, null));
      }
      for (int i = 0; i < 4; i++) {
        assertThat(queues.take(queue, "core_1", "exec_1")).isEmpty();
      }
      assertThat(client.http().get(client.queues() + "/" + mode).data().at("/counts/dead").asInt())
          .as(mode)
          .isEqualTo(2);
    }
  }

  private static Object nested(int depth) {
    Object value = List.of();
    for (int i = 1; i < depth; i++) {
      value = List.of(value);
    }
    return value;
  }

  private static MessageQueues.Message message(Object body) {
    return new MessageQueues.Message(
        "core_1", "exec_1", "t", body, null, UUID.randomUUID().toString());
  }
}
