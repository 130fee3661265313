import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Turns of a queue: a message is published, one is claimed, and that is completed. */
final class Turns {

  private static final String BASE = "/v1/modules/scaiqueue/";
  private static final int[] CONNECTIONS = {1, 8};

  private final Server service;
  private final Database database;
  private final Table table;
  private final double seconds;

  Turns(Server service, Database database, Table table, double seconds) {
    this.service = service;
    this.database = database;
    this.table = table;
    this.seconds = Math.min(seconds, 20);
  }

  void measure() throws IOException, InterruptedException, SQLException {
    var queue = queue();
    during(queue, 8, Math.max(seconds / 2, 2));
    var rates = new double[CONNECTIONS.length];
    for (int i = 0; i < CONNECTIONS.length; i++) {
      double cpu = service.cpuSeconds();
      var counted = new Commits(database);
      var times = during(queue, CONNECTIONS[i], seconds);
      rates[i] = times.length / seconds;
      table.row(
          "publish + claim + complete, " + CONNECTIONS[i] + " connection(s)",
          rates[i],
          "/s",
          String.format(
              Locale.ROOT,
              "p50 %.1f ms, p99 %.1f ms, %.0f us of processor each; %s",
              at(times, 0.5),
              at(times, 0.99),
              (service.cpuSeconds() - cpu) / times.length * 1e6,
              counted.per(times.length)));
    }
    var pgbench = Pgbench.of(database, TurnStatements.pgbench(queue()), Processes.WORK, "queue");
    if (pgbench.isEmpty()) {
      System.out.println("pgbench is not installed, so there is no floor.");
      return;
    }
    for (int i = 0; i < CONNECTIONS.length; i++) {
      var floor = pgbench.get().during(CONNECTIONS[i], seconds);
      table.row(
          "pgbench, the statements of a turn, " + CONNECTIONS[i] + " connection(s)",
          floor.perSecond(),
          "/s",
          String.format(Locale.ROOT, "%.1f ms each", floor.averageMillis()));
      table.row(
          "turns/s ÷ pgbench's, " + CONNECTIONS[i] + " connection(s)",
          rates[i] / floor.perSecond(),
          "",
          "");
    }
  }

  /** The id of a new queue. */
  private String queue() throws IOException, InterruptedException {
    var slug = "bench-" + UUID.randomUUID();
    Api.post(service.port(), BASE + "scopes", "{\"slug\": \"" + slug + "\"}");
    return Api.post(service.port(), BASE + "scopes/" + slug + "/queues", "{\"slug\": \"turns\"}")
        .at("/data/id")
        .asString();
  }

  /** The times of turns in nanoseconds, sorted. */
  private long[] during(String queue, int connections, double length) {
    long until = System.nanoTime() + (long) (length * 1e9);
    var clients = new ArrayList<Callable<List<Long>>>();
    for (int i = 0; i < connections; i++) {
      clients.add(() -> client(queue, until));
    }
    try (var threads = Executors.newFixedThreadPool(connections)) {
      var times = new ArrayList<Long>();
      for (var part : threads.invokeAll(clients)) {
        times.addAll(part.get());
      }
      return times.stream().mapToLong(Long::longValue).sorted().toArray();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Long> client(String queue, long until) throws IOException {
    var publish = request("queues/" + queue + "/messages", TurnStatements.REQUEST);
    var claim = request("queues/" + queue + "/claim", "{\"max\": 1}");
    var times = new ArrayList<Long>();
    try (var connection = new Connection(service.port())) {
      for (long before = System.nanoTime(); before < until; ) {
        connection.exchange(publish);
        var claimed = connection.ask(claim);
        // Others may have been faster, and left theirs for the next.
        if (claimed.contains("\"claim_id\":\"")) {
          connection.exchange(
              request(
                  "messages/" + member(claimed, "id") + "/complete",
                  "{\"claim_id\": \"" + member(claimed, "claim_id") + "\"}"));
        }
        long after = System.nanoTime();
        times.add(after - before);
        before = after;
      }
    }
    return times;
  }

  private static byte[] request(String path, String body) {
    return Load.request(
        "POST", BASE + path, Api.TOKEN, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  private static String member(String answer, String name) {
    int from = answer.indexOf("\"" + name + "\":\"") + name.length() + 4;
    return answer.substring(from, answer.indexOf('"', from));
  }

  private static double at(long[] times, double quantile) {
    return times[(int) Math.ceil(quantile * times.length) - 1] / 1e6;
  }
}
