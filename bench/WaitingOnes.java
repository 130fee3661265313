import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;

/** What an execution costs that waits for a person, in the process and of the database. */
final class WaitingOnes {

  private static final int CONNECTIONS = 8;
  private static final int WARM_UP = 2_000;

  private final Server service;
  private final Database database;
  private final Table table;
  private final int count = (int) Durable.setting("BENCH_WAITING", 100_000);

  WaitingOnes(Server service, Database database, Table table) {
    this.service = service;
    this.database = database;
    this.table = table;
  }

  private record Footprint(double heap, double threads, long virtual, double connections) {}

  void measure() throws IOException, InterruptedException, SQLException {
    var demo = new Setting(service.port());
    var clients = demo.clients(service.port(), demo.core());
    Cycles.begin(clients, CONNECTIONS, WARM_UP / CONNECTIONS);
    var before = footprint();
    long began = System.nanoTime();
    Cycles.begin(clients, CONNECTIONS, count / CONNECTIONS);
    double took = (System.nanoTime() - began) / 1e9;
    var after = footprint();
    var rate = String.format(Locale.ROOT, "started at %.0f /s over HTTP", count / took);
    var with = String.format(Locale.ROOT, "%,d waiting executions", count);
    table.row(
        with + ": heap growth each",
        (after.heap() - before.heap()) / count,
        "B",
        Table.Bound.atMost(100.0, 100.0),
        String.format(
            Locale.ROOT,
            "heap in use after collections: %.1f MB, then %.1f MB; %s",
            before.heap() / 1e6,
            after.heap() / 1e6,
            rate));
    table.row(
        with + ": threads more",
        Math.max(0, after.threads() + after.virtual() - before.threads() - before.virtual()),
        "",
        Table.Bound.atMost(10.0, 0.0),
        String.format(
            Locale.ROOT,
            "%.0f of the system and %d virtual before, %.0f and %d after",
            before.threads(),
            before.virtual(),
            after.threads(),
            after.virtual()));
    table.row(
        with + ": database connections more",
        Math.max(0, after.connections() - before.connections()),
        "",
        Table.Bound.atMost(null, 0.0),
        String.format(
            Locale.ROOT,
            "%.0f in a transaction before, %.0f after",
            before.connections(),
            after.connections()));
  }

  private Footprint footprint() throws IOException, InterruptedException, SQLException {
    // What the requests of a moment ago left behind ends.
    Thread.sleep(2_000);
    for (int i = 0; i < 3; i++) {
      jcmd("GC.run");
    }
    var metrics = Api.text(service.port(), "/metrics");
    return new Footprint(
        sum(metrics, "jvm_memory_used_bytes", "area=\"heap\""),
        sum(metrics, "jvm_threads_live_threads", ""),
        virtualThreads(),
        database.number(
            """
            select count(*) from pg_stat_activity
            where application_name = 'scaicore-module' and state <> 'idle'"""));
  }

  private long virtualThreads() throws IOException, InterruptedException {
    var file = Processes.WORK.resolve("threads.json").toAbsolutePath();
    jcmd("Thread.dump_to_file", "-format=json", "-overwrite", file.toString());
    return Files.readAllLines(file).stream().filter(line -> line.contains("\"virtual\": true")).count();
  }

  private void jcmd(String... command) throws IOException, InterruptedException {
    var all = new java.util.ArrayList<String>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    all.add(Long.toString(service.pid()));
    all.addAll(java.util.List.of(command));
    var process = new ProcessBuilder(all).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException("jcmd failed: " + said);
    }
  }

  private static double sum(String metrics, String name, String label) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name) && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
