package ai.scailabs.scaicore.inference;

import static ai.scailabs.scaicore.testing.Models.content;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Chats with an {@code Idempotency-Key}. */
@ServerTest
class KeyedChatTests {

  @LocalServerPort private int port;
  private final ModelServer server = new ModelServer();
  private Http admin;
  private Http user;
  private String model;
  @Autowired private JdbcClient jdbc;
  private final String prefix = Ids.next("");

  @BeforeEach
  void makeModel() {
    admin = new Http(port, Demo.ADMIN);
    user = admin.as(Demo.USER);
    model = Models.model(admin, server, ", \"timeout_seconds\": 20");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aServerThatFailsIsAskedAgainWithTheSameKey() {
    server.then(ModelServer.error(500, "Oops.")).then(ModelServer.error(503, "Oops."));

    var answer = asked("key-1");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(server.asked()).hasSize(3);
    assertThat(server.asked())
        .extracting(ModelServer.Asked::key)
        .doesNotContainNull()
        .containsOnly(server.lastAsked().key());
  }

  @Test
  void aRepeatedRequestHasTheSameAnswerAndItsServerOneCall() {
    server.then(ModelServer.says("First.")).then(ModelServer.says("Second."));

    var first = asked("k");
    var second = asked("k");

    assertThat(content(first)).isEqualTo("First.");
    assertThat(second.data()).isEqualTo(first.data());
    assertThat(server.asked()).hasSize(1);
    assertThat(content(asked("other"))).isEqualTo("Second.");
    var path = "/v1/accounting/usage?model=" + model;
    assertThat(
            Eventually.get(() -> admin.get(path).data().path("items"), lines -> lines.size() > 1))
        .hasSize(2);
  }

  @Test
  void aKeyIsForOneRequest() {
    asked("k");

    var other = asked("k", "Something else");

    assertThat(other.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(other.field()).isEqualTo("Idempotency-Key");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void ofTwoAtOnceOneCallsAndTheOtherIsToComeAgain() {
    var both = new CountDownLatch(1);
    server.then(
        (exchange, asked) -> {
          await(both);
          ModelServer.says("Once.").to(exchange, asked);
        });

    var statuses =
        AtOnce.run(
            2,
            _ -> {
              var answer = asked("k");
              both.countDown();
              return answer.status();
            });

    assertThat(statuses).containsExactlyInAnyOrder(200, 409);
    assertThat(content(asked("k"))).isEqualTo("Once.");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void aFailureIsNotKept() {
    server.then(ModelServer.error(400, "Not today."));

    assertThat(asked("k").status()).isEqualTo(400);
    assertThat(asked("k").status()).isEqualTo(200);
  }

  @Test
  void afterACrashTheServerIsAskedAgainWithTheSameKey() {
    asked("k");
    // As it is where the replica went before it had the answer, once the call is over.
    jdbc.sql(
            """
            update scaigrid_chat_replies set reply = null, ends_at = now()
            where user_id = 'usr_acme_user' and key = ?
            """)
        .param(prefix + "k")
        .update();

    assertThat(asked("k").status()).isEqualTo(200);

    assertThat(server.asked()).hasSize(2);
    assertThat(server.asked().get(0).key()).isEqualTo(server.asked().get(1).key());
  }

  @Test
  void keysOfDifferentCallersAreDifferentForTheServer() {
    asked("same");
    user = admin;
    asked("same");

    var keys = server.asked().stream().map(ModelServer.Asked::key).toList();
    assertThat(keys).hasSize(2).doesNotHaveDuplicates();
    assertThat(keys.getFirst()).doesNotContain("same");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Http.Answer asked(String key) {
    return asked(key, "Hi");
  }

  private Http.Answer asked(String key, String text) {
    return user.send(
        "POST",
        Models.CHAT,
        r ->
            r.header("Content-Type", "application/json")
                .header("Idempotency-Key", prefix + key)
                .POST(
                    BodyPublishers.ofString(
                        """
                        {"model": "%s", "messages": [{"role": "user", "content": "%s"}]}
                        """
                            .formatted(model, text))));
  }
}
