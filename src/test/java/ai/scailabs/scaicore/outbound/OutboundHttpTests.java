package ai.scailabs.scaicore.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.ModelServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboundHttpTests {

  private static final int MOST = 100_000;
  private static final OutboundHttp.Bounds BOUNDS =
      new OutboundHttp.Bounds(Duration.ofSeconds(2), 100, MOST);

  private static final Destinations LOCAL = new Destinations(List.of(), true);

  private final ModelServer server = new ModelServer();
  private final OutboundHttp http =
      new OutboundHttp(new Destinations(List.of(), true), BOUNDS, new AnswerRoom(1_000_000));

  @AfterEach
  void close() throws IOException {
    http.close();
    server.close();
  }

  @Test
  void aCallIsAnswered() throws IOException {
    server.then(ModelServer.status(418, "{\"tea\": true}", "X-Pot", "1", "X-Pot", "2"));

    var answer = http.exchange(request(server.url() + "/x?a=b", Duration.ofSeconds(5)));

    assertThat(answer.status()).isEqualTo(418);
    assertThat(answer.headers()).containsEntry("x-pot", List.of("1", "2"));
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{\"tea\": true}");
    assertThat(server.lastAsked().path()).isEqualTo("/v1/x");
    assertThat(server.lastAsked().authorization()).isEqualTo("Bearer x");
    assertThat(server.lastAsked().body().path("q").asInt()).isEqualTo(1);
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    server.then(
        ModelServer.status(302, "", "Location", "http://169.254.169.254/latest/meta-data/"));
    server.then(ModelServer.status(307, "", "Location", server.url() + "/other"));

    for (int status : new int[] {302, 307}) {
      assertThat(http.exchange(request(server.url(), Duration.ofSeconds(5))).status())
          .isEqualTo(status);
    }
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void aNameThatLeadsHomeIsRefusedWhereItIsConnected() throws IOException {
    try (var guarded =
        new OutboundHttp(new Destinations(List.of(), false), BOUNDS, new AnswerRoom(1_000_000))) {
      // Nothing but the address that the name has tells what it is.
      assertThatThrownBy(
              () -> guarded.exchange(request("https://localhost:1/", Duration.ofSeconds(5))))
          .isInstanceOf(DestinationRefused.class)
          .hasMessageContaining("not public");
      for (var disguised : new String[] {"https://2130706433/", "https://127.1/"}) {
        assertThatThrownBy(() -> guarded.exchange(request(disguised, Duration.ofSeconds(5))))
            .as(disguised)
            .isInstanceOf(DestinationRefused.class);
      }
    }
  }

  @Test
  void anAnswerThatIsTooLargeIsNotRead() throws IOException {
    server.then(ModelServer.sends(1_000_000_000));

    assertThatThrownBy(() -> http.exchange(request(server.url(), Duration.ofSeconds(20))))
        .isInstanceOf(AnswerTooLarge.class)
        .hasMessageContaining("100000");
    assertThat(http.exchange(request(server.url(), Duration.ofSeconds(5))).status()).isEqualTo(200);
  }

  @Test
  void aServerThatHangsIsLeftInTime() {
    server.then(server.hangs()).then(server.hangsMidBody()).then(dribbles());

    for (int i = 0; i < 3; i++) {
      long began = System.nanoTime();
      assertThatThrownBy(() -> http.exchange(request(server.url(), Duration.ofMillis(300))))
          .isInstanceOf(OutboundTimeout.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofMillis(250), Duration.ofSeconds(3));
    }
  }

  @Test
  void aServerThatIsNotThereIsAFailureAndNoTimeout() {
    var gone = server.url();
    server.close();

    assertThatThrownBy(() -> http.exchange(request(gone, Duration.ofSeconds(5))))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(OutboundTimeout.class);
  }

  @Test
  void aServerThatCannotBeReachedIsAFailureAndNoTimeout() throws IOException {
    var quick = new OutboundHttp.Bounds(Duration.ofMillis(200), 100, MOST);
    // A queue that is full: nobody is let in, and nobody is sent away.
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var impatient = new OutboundHttp(LOCAL, quick, new AnswerRoom(MOST));
        var one = new Socket();
        var two = new Socket();
        var three = new Socket()) {
      for (var socket : List.of(one, two, three)) {
        socket.setSoTimeout(1);
        try {
          socket.connect(full.getLocalSocketAddress(), 100);
        } catch (SocketTimeoutException e) {
          // It is full already.
        }
      }
      var url = "http://127.0.0.1:" + full.getLocalPort();

      assertThatThrownBy(() -> impatient.exchange(request(url, Duration.ofSeconds(20))))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void aNameThatIsNotFoundInTimeIsATimeout() throws IOException {
    var never = new CountDownLatch(1);
    var names =
        new GuardedResolver(
            LOCAL,
            host -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new UnknownHostException(host);
            });
    long began = System.nanoTime();
    try (var slow = new OutboundHttp(LOCAL, BOUNDS, new AnswerRoom(MOST), names)) {
      assertThatThrownBy(
              () -> slow.exchange(request("https://models.example", Duration.ofMillis(200))))
          .isInstanceOf(OutboundTimeout.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    } finally {
      never.countDown();
    }
  }

  @Test
  void allAnswersTogetherHaveOneRoom() throws IOException {
    var room = new AnswerRoom(60_000);
    try (var small = new OutboundHttp(LOCAL, BOUNDS, room)) {
      for (int i = 0; i < 3; i++) {
        server.then(ModelServer.status(200, " ".repeat(50_000)));
        assertThat(small.exchange(request(server.url(), Duration.ofSeconds(5))).body())
            .hasSize(50_000);
        server.then(ModelServer.sends(65_536));
        assertThatThrownBy(() -> small.exchange(request(server.url(), Duration.ofSeconds(5))))
            .isInstanceOf(NoRoomForAnswer.class);
      }
    }
  }

  @Test
  void aHeaderWithALineBreakIsRefused() {
    assertThatThrownBy(
            () ->
                new OutboundRequest(
                    "POST",
                    URI.create(server.url()),
                    Map.of("Authorization", List.of("a\r\nHost: b")),
                    new byte[0],
                    Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void callsRunSideBySide() {
    for (int i = 0; i < 50; i++) {
      server.then(
          (exchange, asked) -> {
            LockSupport.parkNanos(200_000_000);
            ModelServer.says("late").to(exchange, asked);
          });
    }
    long began = System.nanoTime();

    var answers =
        AtOnce.run(
            50,
            _ -> {
              try {
                return http.exchange(request(server.url(), Duration.ofSeconds(20))).status();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });

    assertThat(answers).containsOnly(200);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  /** A byte now and then, so that no single one is late. */
  private static ModelServer.Answer dribbles() {
    return (exchange, asked) -> {
      exchange.sendResponseHeaders(200, 1_000);
      for (int i = 0; i < 1_000; i++) {
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
        LockSupport.parkNanos(50_000_000);
      }
    };
  }

  private static OutboundRequest request(String url, Duration timeout) {
    return new OutboundRequest(
        "POST",
        URI.create(url),
        Map.of("Authorization", List.of("Bearer x"), "Content-Type", List.of("application/json")),
        "{\"q\": 1}".getBytes(StandardCharsets.UTF_8),
        timeout);
  }
}
