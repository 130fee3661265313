package ai.scailabs.scaicore.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.EventStream;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import com.sun.management.HotSpotDiagnosticMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Server-sent events over HTTP, with the log of a Core as what they show. */
@ServerTest
class StreamTests {

  private static final String SAYS =
      """
      {"kind": "debug", "level": "info", "message": "{{input.text}}"},
      {"kind": "debug", "level": "error", "message": "bad {{input.text}}"}
      """;

  @LocalServerPort int port;
  @Autowired MeterRegistry meters;
  private Http admin;
  private String core = "";
  private String path = "";

  @BeforeEach
  void connect() {
    admin = new Http(port, Demo.ADMIN);
    core = Demo.running(admin, "Streams " + System.nanoTime(), Demo.program(SAYS));
    path = Demo.CORES + "/" + core + "/logs/stream";
  }

  private void say(String text) {
    assertThat(Demo.invoke(admin, core, "{\"text\": \"" + text + "\"}").status()).isEqualTo(200);
  }

  private EventStream open(String query, String lastEventId) {
    return new EventStream(
        port, Demo.ADMIN, path + query, lastEventId.isEmpty() ? null : lastEventId);
  }

  private double open() {
    return meters.get("scaicore.streams.open").gauge().value();
  }

  private static List<String> said(EventStream stream) {
    return stream.events().stream().map(e -> e.data().path("message").asString()).toList();
  }

  @Test
  void whatIsSaidIsShownOnceAndInOrderAndAClientGoesOnWhereItWas() {
    say("before");
    Eventually.get(
        () -> admin.get(Demo.CORES + "/" + core + "/logs").data().path("logs"), l -> l.size() == 4);
    String place;
    try (var stream = open("", "")) {
      assertThat(stream.status()).isEqualTo(200);
      // It has begun when the first bytes are there.
      Eventually.get(stream::comments, c -> !c.isEmpty());
      say("one");
      Eventually.get(() -> said(stream), s -> s.size() >= 4);
      assertThat(said(stream))
          .containsExactly("execution began", "one", "bad one", "execution completed");
      var event = stream.events().getFirst();
      assertThat(event.name()).isEqualTo("log");
      assertThat(event.id()).isEqualTo(event.data().path("id").asString());
      place = stream.events().get(1).id();
    }
    say("two");
    try (var again = open("", place)) {
      Eventually.get(() -> said(again), s -> s.size() >= 6);
      assertThat(said(again))
          .containsExactly(
              "bad one",
              "execution completed",
              "execution began",
              "two",
              "bad two",
              "execution completed");
    }
  }

  @Test
  void onlyWhatIsAskedForIsShownAndTheRestIsNotLookedThroughAgain() {
    try (var stream = open("?level=error", "")) {
      var first = Eventually.get(stream::lastId, id -> !id.isEmpty());
      say("x");
      Eventually.get(() -> said(stream), s -> !s.isEmpty());
      assertThat(said(stream)).containsExactly("bad x");
      assertThat(stream.lastId()).isNotEqualTo(first);
    }
  }

  @Test
  void aPlaceThatIsNoneIsRefusedInTheEnvelope() {
    for (var wrong : List.of("nonsense", "log_-1", "log_99999999999999999999", "log_1 or 1=1")) {
      var answer =
          admin.send("GET", path, r -> r.header("Last-Event-ID", wrong).header("Accept", "*/*"));
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      assertThat(answer.field()).isEqualTo("Last-Event-ID");
    }
    var strict =
        admin.send(
            "GET",
            path,
            r -> r.header("Last-Event-ID", "nonsense").header("Accept", "text/event-stream"));
    assertThat(strict.code()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void aClientThatHasGoneIsForgotten() {
    double before = open();
    try (var stream = open("", "")) {
      Eventually.get(this::open, n -> n >= before + 1);
      assertThat(stream.ended()).isFalse();
    }
    say("to nobody");
    Eventually.get(
        () -> {
          say("to nobody");
          return open();
        },
        n -> n <= before);
  }

  @Test
  void aThousandStreamsNeedNoThreadsOfTheirOwnAndAllAreShownWhatIsSaid() throws IOException {
    int threads = threads();
    var sockets = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 1_000; i++) {
        sockets.add(connected());
      }
      for (var socket : sockets) {
        socket.setSoTimeout(30_000);
        assertThat(readUntil(socket, "still here")).isTrue();
      }
      assertThat(open()).isGreaterThanOrEqualTo(1_000);
      // Those that write to them are there for as long as the writing.
      Eventually.get(StreamTests::threads, n -> n < threads + 50);
      say("to all");
      for (var socket : sockets) {
        assertThat(readUntil(socket, "bad to all")).isTrue();
      }
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void oneThatDoesNotReadKeepsNobodyWaiting() throws IOException {
    try (var slow = new Socket()) {
      slow.setReceiveBufferSize(1_024);
      slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      request(slow);
      try (var stream = open("", "")) {
        Eventually.get(stream::comments, c -> !c.isEmpty());
        var text = "x".repeat(3_900);
        for (int i = 0; i < 60; i++) {
          say(i + text);
        }
        Eventually.get(() -> said(stream), s -> s.size() >= 240);
        assertThat(said(stream)).hasSize(240);
      }
    }
  }

  /** Virtual threads, too, which are no part of all stack traces. */
  private static int threads() {
    try {
      var folder = Files.createTempDirectory("scaicore-threads");
      var dump = folder.resolve("dump.json");
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
      int count = Files.readString(dump).split("\"tid\":", -1).length - 1;
      Files.delete(dump);
      Files.delete(folder);
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Socket connected() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    request(socket);
    return socket;
  }

  private void request(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(path, Demo.ADMIN)
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static boolean readUntil(Socket socket, String text) throws IOException {
    var buffer = new byte[8_192];
    var read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int n = socket.getInputStream().read(buffer);
      if (n < 0) {
        return false;
      }
      read.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
    }
    return true;
  }
}
