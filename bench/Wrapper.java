import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Measures what is around the execution: events, log lines, streams, queues, flows that are drawn. */
final class Wrapper {

  private static final Path RESULTS = Path.of("bench", "wrapper.json");
  private static final int CONNECTIONS = 8;
  private static final int LINES = 100;
  private static final int STREAMS = 1_000;

  /** Lines a second that are asked for, one after the other. */
  private static final int[] PACES = {250, 500, 1_000, 2_000, 4_000, 8_000, 16_000};

  private static final String LISTENER =
      """
      {"schema_version": "0.2", "name": "Bench listener",
       "triggers": [{"kind": "event", "name": "tick", "target_flow": "main", "event_type": "bench.tick"}],
       "flows": [{"name": "main", "body": [
         {"kind": "rigid", "statements": [{"kind": "return", "value": "amount + 1"}]}]}]}
      """;
  private static final String TICK = "{\"event_name\": \"%s\", \"data\": {\"amount\": 41}}";

  private static final String TALKER =
      """
      {"schema_version": "0.2", "name": "Bench talker",
       "flows": [{"name": "main", "params": [{"name": "lines", "type": "int"}], "body": [
         {"kind": "rigid", "statements": [{"kind": "assign", "target": "i", "value": "0"}]},
         {"kind": "while", "condition": "i < lines", "max_iterations": 100000, "body": [
           {"kind": "debug", "level": "info", "message": "Line {{i}} of {{lines}} about order 4711"},
           {"kind": "rigid", "statements": [{"kind": "assign", "target": "i", "value": "i + 1"}]}]}]}]}
      """;

  private final Processes processes;
  private final Table table = new Table();
  private final double seconds = Durable.setting("BENCH_SECONDS", 60) / 3;

  private Wrapper(Path jar) {
    this.processes = new Processes(jar);
  }

  public static void main(String[] args) throws Exception {
    Thread.ofPlatform().daemon().start(Durable::giveUpInTime);
    new Wrapper(Path.of(args[0])).run();
    // Connections of the JDK's HTTP client may be waiting for their time to end.
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException, SQLException {
    try (var service = processes.service()) {
      var database = processes.database();
      Durable.about(table, processes, database, seconds);
      table.heading();
      var wanted =
          System.getenv().getOrDefault("BENCH_PARTS", "events,logs,streams,queue,flows");
      if (wanted.contains("events")) {
        events(service);
      }
      if (wanted.contains("logs")) {
        logs(service, database);
      }
      if (wanted.contains("queue")) {
        new Turns(service, database, table, seconds).measure();
      }
      if (wanted.contains("flows")) {
        new Drawings(service, table).measure();
      }
      if (wanted.contains("streams")) {
        streams(service, database);
      }
    }
    table.write(RESULTS);
    System.out.println("written: " + RESULTS);
  }

  private void events(Server service) throws IOException, InterruptedException {
    var core = Api.runningCore(service.port(), bytes(LISTENER));
    for (var name : List.of("bench.tick", "bench.unheard")) {
      var request = post("/" + core + "/events", TICK.formatted(name));
      Load.during(service.port(), request, CONNECTIONS, seconds);
      var round = Load.during(service.port(), request, CONNECTIONS, seconds);
      table.row(
          name.equals("bench.tick")
              ? "events accepted, each starts an execution, 8 connections"
              : "events accepted that nobody waits for, 8 connections",
          round.perSecond(),
          "/s",
          String.format(
              Locale.ROOT, "p50 %.1f ms, p99 %.1f ms", round.millis(0.5), round.millis(0.99)));
    }
  }

  private void logs(Server service, Database database)
      throws IOException, InterruptedException, SQLException {
    var core = Api.runningCore(service.port(), bytes(TALKER));
    var list = Load.request("GET", Api.CORES + "?limit=50", Api.TOKEN, "", new byte[0]);
    var talk = post("/" + core + "/invoke", "{\"input\": {\"lines\": %d}}".formatted(LINES));
    Load.times(service.port(), talk, CONNECTIONS, 200);
    // Until the compiler is through with it: a list that is not warm makes any load look light.
    Load.during(service.port(), list, 1, 6 * seconds);
    double idle = Load.during(service.port(), list, 1, seconds).millis(0.99);
    table.row("GET /cores p99, idle", idle, "ms", "one connection");
    double most = 0;
    for (int pace : PACES) {
      double before = lines(database);
      var talking = new Talking(service.port(), talk, (double) pace / LINES);
      var round = Load.during(service.port(), list, 1, seconds);
      talking.close();
      double written = (lines(database) - before) / talking.seconds();
      double p99 = round.millis(0.99);
      boolean undisturbed = p99 < 2 * idle;
      if (undisturbed) {
        most = Math.max(most, written);
      }
      table.row(
          "GET /cores p99, %d log lines a second asked for".formatted(pace),
          p99,
          "ms",
          String.format(
              Locale.ROOT, "%.0f written; %.1f times that at rest", written, p99 / idle));
    }
    table.row("log lines written while GET /cores p99 < 2 × idle", most, "/s", "");
    double before = lines(database);
    long began = System.nanoTime();
    var all = Load.during(service.port(), talk, CONNECTIONS, seconds);
    double asked = all.times().length * LINES;
    // What is left in memory is written within a moment.
    Thread.sleep(2_000);
    double took = (System.nanoTime() - began) / 1e9;
    table.row(
        "log lines written, 8 connections that do nothing else",
        (lines(database) - before) / took,
        "/s",
        String.format(
            Locale.ROOT, "of %.0f said %.0f were kept", asked, lines(database) - before));
  }

  private static double lines(Database database) throws SQLException {
    return database.number("select count(*) from mod_scaicore_logs");
  }

  private void streams(Server service, Database database)
      throws IOException, InterruptedException, SQLException {
    var core = Api.runningCore(service.port(), bytes(TALKER));
    var path = Api.CORES + "/" + core + "/logs/stream";
    open(service, path, 20);
    var before = Footprint.of(service, database);
    double resident = service.residentMegabytes();
    var sockets = open(service, path, STREAMS);
    var after = Footprint.of(service, database);
    table.row(
        "1,000 open SSE streams: heap each",
        (after.heap() - before.heap()) / STREAMS,
        "B",
        String.format(
            Locale.ROOT,
            "heap in use after collections %.1f MB, then %.1f MB; resident %.0f MB, then %.0f MB",
            before.heap() / 1e6,
            after.heap() / 1e6,
            resident,
            service.residentMegabytes()));
    table.row(
        "1,000 open SSE streams: threads more",
        Math.max(0, after.threads() + after.virtual() - before.threads() - before.virtual()),
        "",
        String.format(
            Locale.ROOT,
            "%.0f of the system and %d virtual before, %.0f and %d after; %.0f database"
                + " connections busy",
            before.threads(),
            before.virtual(),
            after.threads(),
            after.virtual(),
            after.connections()));
    double cpu = service.cpuSeconds();
    Thread.sleep((long) (1_000 * seconds));
    table.row(
        "1,000 open SSE streams, silent: of one processor",
        (service.cpuSeconds() - cpu) / seconds * 100,
        "%",
        "");
    hear(service, core, sockets);
    for (var socket : sockets) {
      socket.close();
    }
  }

  /** How long it takes until each stream has a line that was just said. */
  private void hear(Server service, String core, List<Socket> sockets)
      throws IOException, InterruptedException {
    for (var socket : sockets) {
      socket.getInputStream().skipNBytes(socket.getInputStream().available());
    }
    long began = System.nanoTime();
    Api.post(service.port(), Api.CORES + "/" + core + "/invoke", "{\"input\": {\"lines\": 1}}");
    long last = 0;
    for (var socket : sockets) {
      var said = new StringBuilder();
      while (said.indexOf("order 4711") < 0) {
        said.append((char) socket.getInputStream().read());
      }
      last = System.nanoTime();
    }
    table.row(
        "a line reaches all of 1,000 streams within", (last - began) / 1e6, "ms", "said and read");
  }

  private static List<Socket> open(Server service, String path, int count) throws IOException {
    var request =
        Load.request("GET", path, Api.TOKEN, "", new byte[0]);
    var sockets = new ArrayList<Socket>();
    for (int i = 0; i < count; i++) {
      var socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(new String(request, StandardCharsets.UTF_8)
              .replace("Accept: application/json", "Accept: text/event-stream")
              .getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      var head = new byte[12];
      in.readNBytes(head, 0, head.length);
      if (!new String(head, StandardCharsets.US_ASCII).endsWith("200")) {
        throw new IOException("A stream was refused: " + new String(in.readNBytes(400)));
      }
      sockets.add(socket);
    }
    return sockets;
  }

  private static byte[] post(String path, String body) {
    return Load.request("POST", Api.CORES + path, Api.TOKEN, "application/json", bytes(body));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Somebody who has lines said at a pace. */
  private static final class Talking implements AutoCloseable {

    private static final int VOICES = 4;

    private final ScheduledExecutorService voices =
        Executors.newScheduledThreadPool(VOICES);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final long began = System.nanoTime();
    private long ended;

    Talking(int port, byte[] request, double perSecond) {
      long gap = (long) (VOICES * 1e9 / perSecond);
      for (int i = 0; i < VOICES; i++) {
        var connection = new Connection(port);
        voices.scheduleAtFixedRate(
            () -> {
              try {
                connection.exchange(request);
              } catch (IOException e) {
                failure.compareAndSet(null, e);
              }
            },
            i * gap / VOICES,
            gap,
            TimeUnit.NANOSECONDS);
      }
    }

    double seconds() {
      return (ended - began) / 1e9;
    }

    @Override
    public void close() {
      voices.shutdown();
      try {
        voices.awaitTermination(1, TimeUnit.MINUTES);
        // What is left in memory is written within a moment.
        Thread.sleep(500);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      ended = System.nanoTime();
      if (failure.get() != null) {
        throw new IllegalStateException("An invocation failed", failure.get());
      }
    }
  }
}
