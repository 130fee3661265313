import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;

/** Measures the jar given as the argument, and prints what came out. */
final class Bench {

  private static final Path WORK = Path.of("target", "bench");
  private static final Path GREETER =
      Path.of("src", "test", "resources", "samples", "greeter.ir.json");
  private static final Path AVATAR = Path.of("src", "test", "resources", "samples", "avatar.png");
  private static final int AVATAR_BYTES = 20_000;
  private static final Path POSTMASTER = Path.of("postgresql", "cluster", "postmaster.pid");
  private static final String INVOCATION = "{\"flow\": \"greet\", \"input\": {\"name\": \"Ada\"}}";
  private static final String BOUNDARY = "bench-boundary-5d1f";
  private static final int CONNECTIONS = 8;
  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 3;
  private static final int INVOCATIONS = 1_000;
  private static final int PARSES = 10;

  /** Rounds until the compiler is through with what an invocation runs. */
  private static final int INVOCATION_WARM_UPS = 3;

  private final Path jar;

  /** How long a round of GETs lasts; the others follow. */
  private final double seconds = setting("BENCH_SECONDS", 8);

  /** How often it is started on each kind of folder. */
  private final int starts = (int) setting("BENCH_STARTS", 2);

  private final List<String> table = new ArrayList<>();

  private Bench(Path jar) {
    this.jar = jar;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().start(Bench::giveUpInTime);
    new Bench(Path.of(args[0])).run();
    // Connections of the JDK's HTTP client may be waiting for their time to end.
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException {
    about();
    Path data = null;
    var fresh = new ArrayList<Double>();
    for (int i = 0; i < starts; i++) {
      data = WORK.resolve("data-" + i);
      try (var server = service(data)) {
        fresh.add(server.startSeconds());
      }
    }
    var kept = new ArrayList<Double>();
    for (int i = 1; i < starts; i++) {
      try (var server = service(data)) {
        kept.add(server.startSeconds());
      }
    }
    try (var server = service(data)) {
      kept.add(server.startSeconds());
      row("start-up to first 200, fresh data folder", "%.1f s", median(fresh), each("%.1f", fresh));
      row("start-up to first 200, kept data folder", "%.1f s", median(kept), each("%.1f", kept));
      measure(server, data);
    }
    limits(data);
    Files.write(WORK.resolve("results.txt"), table);
  }

  /** What counting requests costs: the same reads with limits that nobody reaches, and without. */
  private void limits(Path data) throws IOException, InterruptedException {
    for (var enabled : List.of("false", "true")) {
      var settings =
          Map.of(
              "SCAICORE_LIMITS_ENABLED", enabled,
              "SCAICORE_LIMITS_REQUESTS_PER_KEY", "100000000",
              "SCAICORE_LIMITS_REQUESTS_PER_TENANT", "100000000");
      try (var server = service(data, settings)) {
        var me = request("/v1/me");
        for (int i = 0; i < WARM_UPS; i++) {
          Load.during(server.port(), me, CONNECTIONS, seconds);
        }
        var rounds = new Rounds(server, me);
        for (int i = 0; i < ROUNDS; i++) {
          rounds.add(seconds / 2);
        }
        var what = enabled.equals("true") ? "GET /v1/me, rate limits on" : "GET /v1/me, limits off";
        row(what, "%.0f /s", rounds.median(), rounds.note());
      }
    }
  }

  private void measure(Server server, Path data) throws IOException, InterruptedException {
    row("resident memory, just started", "%.0f MB", server.residentMegabytes(), "");
    var core = Api.runningCore(server.port(), Files.readAllBytes(GREETER));
    invocations(server, core);
    var chats = new Chats(server, seconds, this::row);
    chats.withCore(core);
    chats.withModel();
    reads(server, core, data);
    avatars(server);
    parses(server);
    row("resident memory, at the end", "%.0f MB", server.residentMegabytes(), "");
  }

  private void invocations(Server server, String core) throws IOException, InterruptedException {
    var path = Api.CORES + "/" + core + "/invoke";
    var answer = Api.post(server.port(), path, INVOCATION).path("data");
    if (!answer.path("status").asString().equals("completed")) {
      throw new IllegalStateException("The invocation did not complete: " + answer);
    }
    var request =
        Load.request(
            "POST",
            path,
            Api.TOKEN,
            "application/json",
            INVOCATION.getBytes(StandardCharsets.UTF_8));
    Load.times(server.port(), request, CONNECTIONS, INVOCATIONS / CONNECTIONS);
    row(
        "resident memory after " + INVOCATIONS + " invocations",
        "%.0f MB",
        server.residentMegabytes(),
        "");
    Load.during(server.port(), request, CONNECTIONS, INVOCATION_WARM_UPS * seconds);
    double cpu = server.cpuSeconds();
    var round = Load.during(server.port(), request, CONNECTIONS, seconds * 15 / 8);
    double each = (server.cpuSeconds() - cpu) / round.times().length;
    row(
        "invocations of greeter, %d connections".formatted(CONNECTIONS),
        "%.0f /s",
        round.perSecond(),
        times(round) + ", " + processor(each));
  }

  private void reads(Server server, String core, Path data)
      throws IOException, InterruptedException {
    var ours = request(Api.CORES + "/" + core);
    var theirs = request("/cores/" + core);
    try (var bare = bare(data, core)) {
      for (int i = 0; i < WARM_UPS; i++) {
        Load.during(server.port(), ours, CONNECTIONS, seconds);
        Load.during(bare.port(), theirs, CONNECTIONS, seconds);
      }
      var service = new Rounds(server, ours);
      var handler = new Rounds(bare, theirs);
      for (int i = 0; i < ROUNDS; i++) {
        service.add(seconds);
        handler.add(seconds);
      }
      row(
          "GET /cores/{id}, %d connections".formatted(CONNECTIONS),
          "%.0f /s",
          service.median(),
          service.note());
      row("bare handler, in turn with it", "%.0f /s", handler.median(), handler.note());
      row(
          "GET /cores/{id} against the bare handler",
          "%.0f %%",
          100 * service.median() / handler.median(),
          "goal: 70 %");
    }
  }

  private void avatars(Server server) throws IOException, InterruptedException {
    var magic = Files.readAllBytes(AVATAR);
    var body =
        "{\"name\": \"Pictured\", \"avatar_b64\": \"%s\"}"
            .formatted(Base64.getEncoder().encodeToString(Arrays.copyOf(magic, AVATAR_BYTES)));
    var path = Api.post(server.port(), Api.CORES, body).at("/data/avatar_url").asString();
    // Whoever looks at a picture brings no token.
    var request = Load.request("GET", path, "", "", new byte[0]);
    Load.during(server.port(), request, CONNECTIONS, seconds);
    double cpu = server.cpuSeconds();
    var round = Load.during(server.port(), request, CONNECTIONS, seconds);
    double each = (server.cpuSeconds() - cpu) / round.times().length;
    row(
        "GET avatar of %d kB, %d connections".formatted(AVATAR_BYTES / 1000, CONNECTIONS),
        "%.0f /s",
        round.perSecond(),
        times(round) + ", " + processor(each));
  }

  private void parses(Server server) throws IOException {
    var bundle = BigBundle.bytes();
    var request =
        Load.request(
            "POST",
            Api.CORES + "/parse-bundle",
            Api.TOKEN,
            "multipart/form-data; boundary=" + BOUNDARY,
            BigBundle.form(bundle, BOUNDARY));
    var times = new ArrayList<Double>();
    long size = 0;
    try (var connection = new Connection(server.port())) {
      for (int i = 0; i < PARSES + 3; i++) {
        long before = System.nanoTime();
        size = connection.exchange(request);
        if (i >= 3) {
          times.add((System.nanoTime() - before) / 1e6);
        }
      }
    }
    row(
        "parse-bundle of %.2f MiB".formatted(bundle.length / 1024.0 / 1024.0),
        "%.0f ms",
        median(times),
        each("%.0f", times) + "; answer of %.1f MB".formatted(size / 1e6));
  }

  private Server service(Path data) throws IOException, InterruptedException {
    return service(data, Map.of());
  }

  private Server service(Path data, Map<String, String> more) throws IOException, InterruptedException {
    var settings = new HashMap<>(more);
    settings.put("SCAICORE_DATA_DIR", data.toString());
    return Server.start(
        List.of("--sun-misc-unsafe-memory-access=allow", "-jar", jar.toString()),
        settings,
        WORK.resolve("service.log"),
        "/health/ready",
        data.resolve(POSTMASTER));
  }

  /** The bare handler, on the database and with the settings of the service. */
  private Server bare(Path data, String core) throws IOException, InterruptedException {
    var port = Files.readAllLines(data.resolve(POSTMASTER)).get(3).strip();
    var password = Files.readString(data.resolve("postgresql").resolve("password")).strip();
    var settings = WORK.resolve("application.yaml");
    Files.write(settings, settings());
    return Server.start(
        List.of(
            "-cp",
            WORK.resolve("classes") + ":" + WORK.resolve("app").resolve("lib").resolve("*"),
            "BareHandler",
            "--spring.config.location=file:" + settings),
        Map.of(
            "SERVER_ADDRESS",
            "127.0.0.1",
            "SPRING_DATASOURCE_URL",
            "jdbc:postgresql://127.0.0.1:" + port + "/scaicore",
            "SPRING_DATASOURCE_USERNAME",
            "scaicore",
            "SPRING_DATASOURCE_PASSWORD",
            password),
        WORK.resolve("bare.log"),
        "/cores/" + core,
        WORK.resolve("none"));
  }

  private byte[] settings() throws IOException {
    try (var zip = new ZipFile(jar.toFile());
        var in = zip.getInputStream(zip.getEntry("BOOT-INF/classes/application.yaml"))) {
      return in.readAllBytes();
    }
  }

  private static byte[] request(String path) {
    return Load.request("GET", path, Api.TOKEN, "", new byte[0]);
  }

  private void about() throws IOException {
    var system = ManagementFactory.getOperatingSystemMXBean();
    line(
        "%s, Java %s, %d processors, load average %.1f, rounds of %.0f s"
            .formatted(
                jar.getFileName(),
                Runtime.version(),
                system.getAvailableProcessors(),
                system.getSystemLoadAverage(),
                seconds));
  }

  private void row(String what, String format, double value, String note) {
    line("%-48s %10s  %s".formatted(what, String.format(Locale.ROOT, format, value), note).strip());
  }

  private void line(String text) {
    table.add(text);
    System.out.println(text);
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private static String each(String format, List<Double> values) {
    var all = values.stream().map(value -> String.format(Locale.ROOT, format, value)).toList();
    return "median of " + String.join(", ", all);
  }

  private static String times(Load.Result round) {
    return String.format(
        Locale.ROOT, "p50 %.1f ms, p99 %.1f ms", round.millis(0.5), round.millis(0.99));
  }

  private static String processor(double seconds) {
    return String.format(Locale.ROOT, "%.0f us of processor each", seconds * 1e6);
  }

  private static double setting(String variable, double otherwise) {
    return Optional.ofNullable(System.getenv(variable)).map(Double::valueOf).orElse(otherwise);
  }

  private static void giveUpInTime() {
    long limit = (long) setting("BENCH_TIME_LIMIT", 480);
    try {
      Thread.sleep(1_000 * limit);
    } catch (InterruptedException e) {
      return;
    }
    System.err.println("bench: not done after " + limit + " s; the machine may be busy.");
    System.exit(1);
  }

  /** The rounds of one server. */
  private static final class Rounds {

    private final Server server;
    private final byte[] request;
    private final List<Double> rates = new ArrayList<>();
    private Load.Result last;
    private double cpu;
    private long count;

    Rounds(Server server, byte[] request) {
      this.server = server;
      this.request = request;
    }

    void add(double seconds) {
      double before = server.cpuSeconds();
      last = Load.during(server.port(), request, CONNECTIONS, seconds);
      cpu += server.cpuSeconds() - before;
      count += last.times().length;
      rates.add(last.perSecond());
    }

    double median() {
      return Bench.median(rates);
    }

    String note() {
      return each("%.0f", rates) + "; " + times(last) + ", " + processor(cpu / count);
    }
  }
}
