import java.io.IOException;
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

  void measure() throws IOException, InterruptedException, SQLException {
    var demo = new Setting(service.port());
    var clients = demo.clients(service.port(), demo.core());
    Cycles.begin(clients, CONNECTIONS, WARM_UP / CONNECTIONS);
    var before = Footprint.of(service, database);
    long began = System.nanoTime();
    Cycles.begin(clients, CONNECTIONS, count / CONNECTIONS);
    double took = (System.nanoTime() - began) / 1e9;
    var after = Footprint.of(service, database);
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
}
