import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Measures the durable execution of the jar given as the argument, and writes down what came out. */
final class Durable {

  static final int[] CONNECTIONS = {1, 8, 32};

  private static final Path RESULTS = Path.of("bench", "results.json");
  private static final Path CHART = Path.of("bench", "results.svg");

  private final Processes processes;
  private final Table table = new Table();
  private final double seconds = setting("BENCH_SECONDS", 60);
  private final Map<String, double[]> rates = new LinkedHashMap<>();

  private Durable(Path jar) {
    this.processes = new Processes(jar);
  }

  public static void main(String[] args) throws Exception {
    Thread.ofPlatform().daemon().start(Durable::giveUpInTime);
    new Durable(Path.of(args[0])).run();
    // Connections of the JDK's HTTP client may be waiting for their time to end.
    System.exit(0);
  }

  static double setting(String variable, double otherwise) {
    return Optional.ofNullable(System.getenv(variable)).map(Double::valueOf).orElse(otherwise);
  }

  private void run() throws IOException, InterruptedException, SQLException {
    var wanted = System.getenv().getOrDefault("BENCH_PARTS", "cycles,list,replay,waiting,recovery");
    try (var service = processes.service()) {
      var database = processes.database();
      about(table, processes, database, seconds);
      table.heading();
      if (wanted.contains("cycles")) {
        cycles(service, database);
      }
      if (wanted.contains("replay")) {
        new Replays(service, table).measure();
      }
      if (wanted.contains("recovery")) {
        new Recovery(processes, service, database, table).measure();
      }
      if (wanted.contains("waiting")) {
        new WaitingOnes(service, database, table).measure();
      }
      if (wanted.contains("list")) {
        new Inboxes(service, database, table, seconds).measure();
      }
    }
    table.about("cycles_per_second", rates);
    table.write(RESULTS);
    if (!rates.isEmpty()) {
      Files.writeString(CHART, Chart.of(rates, CONNECTIONS));
    }
    System.out.println("written: " + RESULTS + (rates.isEmpty() ? "" : ", " + CHART));
  }

  private void cycles(Server service, Database database)
      throws IOException, InterruptedException, SQLException {
    var demo = new Setting(service.port());
    try (var bare = processes.bare(database)) {
      Cycles.Clients ours = demo.clients(service.port(), demo.core());
      Cycles.Clients theirs = demo.clients(bare.port(), demo.core());
      double warmUp = Math.max(1.5 * seconds, 4);
      Cycles.during(ours, 8, warmUp);
      Cycles.during(theirs, 8, warmUp);
      Cycles.during(ours, 1, warmUp / 8);
      for (int connections : CONNECTIONS) {
        var counted = new Commits(database);
        double cpu = service.cpuSeconds();
        double load = Server.ownCpuSeconds();
        var round = Cycles.during(ours, connections, seconds);
        int n = round.cycles().length;
        var note =
            String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, %.0f us of processor each, load %.0f us; %s",
                round.millis(0.5),
                round.millis(0.99),
                (service.cpuSeconds() - cpu) / n * 1e6,
                (Server.ownCpuSeconds() - load) / n * 1e6,
                counted.per(n));
        own(connections, round, note);
        var ceiling = Cycles.during(theirs, connections, seconds);
        other("bare controllers", connections, ceiling.perSecond(), ceiling.millis(0.5));
        ratio(connections, round.perSecond() / ceiling.perSecond(), "bare controllers'", true);
      }
      var agent = demo.clients(service.port(), demo.approvalAgent(), Setting.EXPENSE);
      Cycles.during(agent, 8, warmUp / 4);
      var round = Cycles.during(agent, 8, seconds / 2);
      table.row(
          "full cycles of approval-agent, 8 connections",
          round.perSecond(),
          "/s",
          times(round) + "; with a model call, an event, and reads of the result: " + reads(round));
    }
    // After the bare controllers have ended: PostgreSQL has room for so many connections.
    var script = Statements.pgbench(demo.core(), demo.user(0));
    var pgbench = Pgbench.of(database, script, Processes.WORK, "cycle");
    if (pgbench.isEmpty()) {
      System.out.println("pgbench is not installed, so there is no floor.");
    } else {
      floor(pgbench.get());
    }
    new StatementCount(database, table).measure(demo.clients(service.port(), demo.core()));
  }

  private void floor(Pgbench pgbench) throws IOException, InterruptedException {
    for (int connections : CONNECTIONS) {
      var floor = pgbench.during(connections, seconds);
      other("pgbench", connections, floor.perSecond(), floor.averageMillis());
      double own = rates.get("service")[place(connections)];
      ratio(connections, own / floor.perSecond(), "pgbench's", false);
    }
  }

  private void own(int connections, Cycles.Result round, String note) {
    rates.computeIfAbsent("service", k -> new double[CONNECTIONS.length])[place(connections)] =
        round.perSecond();
    table.row(
        "full cycles, " + of(connections),
        round.perSecond(),
        "/s",
        connections == 8 ? Table.Bound.atLeast(400.0, 650.0) : Table.Bound.NONE,
        note);
    if (connections == 1) {
      table.row(
          "one connection, whole cycle p50",
          round.millis(0.5),
          "ms",
          Table.Bound.atMost(8.0, 4.0),
          times(round));
    }
    boolean bound = connections == 8;
    table.row(
        "resolve answered → completed p50, " + of(connections),
        round.settledMillis(0.5),
        "ms",
        bound ? Table.Bound.atMost(10.0, 4.0) : Table.Bound.NONE,
        "seen by the caller, who reads without a pause: " + reads(round));
    table.row(
        "resolve answered → completed p99, " + of(connections),
        round.settledMillis(0.99),
        "ms",
        bound ? Table.Bound.atMost(50.0, 20.0) : Table.Bound.NONE,
        "");
  }

  private void other(String who, int connections, double perSecond, double millis) {
    rates.computeIfAbsent(who, k -> new double[CONNECTIONS.length])[place(connections)] = perSecond;
    table.row(
        who + ", " + of(connections),
        perSecond,
        "/s",
        String.format(Locale.ROOT, "%.1f ms each", millis));
  }

  private void ratio(int connections, double ratio, String whose, boolean ceiling) {
    var bound =
        connections != 8
            ? Table.Bound.NONE
            : ceiling ? Table.Bound.atLeast(0.5, 0.8) : Table.Bound.atLeast(null, 0.3);
    table.row(
        "cycles/s ÷ " + whose + ", " + of(connections), ratio, "", bound, "");
  }

  private static String of(int connections) {
    return connections + (connections == 1 ? " connection" : " connections");
  }

  private static int place(int connections) {
    for (int i = 0; i < CONNECTIONS.length; i++) {
      if (CONNECTIONS[i] == connections) {
        return i;
      }
    }
    throw new IllegalArgumentException("no place for " + connections);
  }

  private static String times(Cycles.Result round) {
    return String.format(
        Locale.ROOT, "p50 %.1f ms, p99 %.1f ms", round.millis(0.5), round.millis(0.99));
  }

  private static String reads(Cycles.Result round) {
    return String.format(Locale.ROOT, "%.2f reads a cycle", round.reads());
  }

  /** Notes what was measured, where and on what. */
  static void about(Table table, Processes processes, Database database, double seconds)
      throws IOException, SQLException {
    var system = ManagementFactory.getOperatingSystemMXBean();
    var durability =
        database.text(
            """
            select concat_ws(', ', 'PostgreSQL ' || current_setting('server_version'),
              'fsync ' || current_setting('fsync'),
              'synchronous_commit ' || current_setting('synchronous_commit'),
              'full_page_writes ' || current_setting('full_page_writes'))""");
    table.about("at", Instant.now().toString());
    table.about("jar", processes.jar().getFileName().toString());
    table.about("java", Runtime.version().toString());
    table.about("processors", system.getAvailableProcessors());
    table.about("load_average", system.getSystemLoadAverage());
    table.about("database", durability);
    table.about("seconds", seconds);
    System.out.printf(
        Locale.ROOT,
        "%s, Java %s, %d processors, load average %.1f; %s; rounds of %.0f s%n%n",
        processes.jar().getFileName(),
        Runtime.version(),
        system.getAvailableProcessors(),
        system.getSystemLoadAverage(),
        durability,
        seconds);
  }

  static void giveUpInTime() {
    long limit = (long) setting("BENCH_TIME_LIMIT", 2400);
    try {
      Thread.sleep(1_000 * limit);
    } catch (InterruptedException e) {
      return;
    }
    System.err.println("bench: not done after " + limit + " s; the machine may be busy.");
    System.exit(1);
  }
}
