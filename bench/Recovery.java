import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * Kills one of two processes over one database, of which each execution waits for the answer of a
 * model, and measures how long it takes until the other has ended them all.
 */
final class Recovery {

  private static final int EXECUTIONS = 200;
  private static final int LEASE_SECONDS = 10;
  private static final byte[] ANSWER =
      """
      {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m",
       "choices": [{"index": 0, "finish_reason": "stop",
         "message": {"role": "assistant", "content": "Good morning."}}],
       "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}
      """
          .getBytes(StandardCharsets.UTF_8);
  private static final String PROGRAM =
      """
      {"schema_version": "0.2", "name": "Bench recovery",
       "models": [{"role": "primary", "provider": "%s", "model": "m"}],
       "flows": [{"name": "main", "body": [{"kind": "flexible", "goal": "Go"}]}]}
      """;

  private final Processes processes;
  private final Server service;
  private final Database database;
  private final Table table;
  private final CountDownLatch killed = new CountDownLatch(1);
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();

  Recovery(Processes processes, Server service, Database database, Table table) {
    this.processes = processes;
    this.service = service;
    this.database = database;
    this.table = table;
  }

  void measure() throws IOException, InterruptedException, SQLException {
    var model =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2 * EXECUTIONS);
    model.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    model.createContext("/", this::answer);
    model.start();
    try (var replica = processes.replica(database)) {
      var core = core(model.getAddress().getPort());
      for (int i = 0; i < EXECUTIONS; i++) {
        Thread.ofVirtual().start(() -> invoke(replica, core));
      }
      awaitCalls();
      await(core, "running");
      replica.kill();
      long began = System.nanoTime();
      killed.countDown();
      await(core, "completed");
      double took = (System.nanoTime() - began) / 1e9;
      long twice = calls.values().stream().filter(count -> count > 1).count();
      table.row(
          "recovery after kill -9, " + EXECUTIONS + " executions in flight",
          took,
          "s",
          Table.Bound.atMost(LEASE_SECONDS + 5.0, null),
          String.format(
              Locale.ROOT,
              "until all have completed on the other replica; a lease is %d s; %d calls under way"
                  + " sent again, with the same key",
              LEASE_SECONDS,
              twice));
    } finally {
      killed.countDown();
      model.stop(0);
    }
  }

  private String core(int port) throws IOException, InterruptedException {
    var provider = "bench-recovery-" + port;
    Api.post(
        service.port(),
        "/v1/backends",
        """
        {"name": "bench", "provider": "%s", "base_url": "http://127.0.0.1:%d/v1",
         "api_key": "bench"}
        """
            .formatted(provider, port));
    return Api.runningCore(
        service.port(), PROGRAM.formatted(provider).getBytes(StandardCharsets.UTF_8));
  }

  private static void invoke(Server replica, String core) {
    var request =
        Load.request(
            "POST",
            Api.CORES + "/" + core + "/invoke",
            Api.TOKEN,
            "application/json",
            "{\"input\": {}}".getBytes(StandardCharsets.UTF_8));
    try (var connection = new Connection(replica.port())) {
      connection.exchange(request);
    } catch (IOException e) {
      // The process that was to answer is killed.
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      calls.merge(String.valueOf(key), 1, Integer::sum);
      killed.await();
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, ANSWER.length);
      exchange.getResponseBody().write(ANSWER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitCalls() throws InterruptedException {
    for (int i = 0; calls.size() < EXECUTIONS; i++) {
      if (i > 600) {
        throw new IllegalStateException("only " + calls.size() + " model calls came");
      }
      Thread.sleep(50);
    }
  }

  private void await(String core, String status)
      throws SQLException, InterruptedException {
    try (var connection = database.connect();
        var query =
            connection.prepareStatement(
                "select count(*) from mod_scaicore_executions where core_id = ? and status = ?")) {
      query.setString(1, core);
      query.setString(2, status);
      for (int i = 0; ; i++) {
        try (var rows = query.executeQuery()) {
          rows.next();
          if (rows.getInt(1) == EXECUTIONS) {
            return;
          }
          if (i > 2_000) {
            throw new IllegalStateException("only " + rows.getInt(1) + " are " + status);
          }
        }
        Thread.sleep(20);
      }
    }
  }
}
