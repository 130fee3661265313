import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;

/**
 * How fast an execution gets back to where it stood: from the answer's commit to the end, by the
 * service's own timestamps, of programs that have much behind them when they ask.
 */
final class Replays {

  private static final int WARM_UPS = 4;
  private static final int TIMES = 7;
  private static final int ITERATIONS = 1_000_000;
  private static final int EFFECTS = 5_000;

  /** All within one top-level block, so that there is no cut to begin at. */
  private static final String PROGRAM =
      """
      {"schema_version": "0.2", "name": "Bench replay",
       "flows": [{"name": "main", "body": [
         {"kind": "match", "subject": "'it'", "arms": [], "default": [
           {"kind": "rigid", "statements": [{"kind": "assign", "target": "i", "value": "0"}]},
           {"kind": "while", "condition": "i < %1$d", "max_iterations": 2000000, "body": [
             {"kind": "rigid", "statements": [%2$s
               {"kind": "assign", "target": "i", "value": "i + 1"}]}]},
           {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
            "assignee": "role:tenant_admin"},
           {"kind": "rigid", "statements": [{"kind": "return", "value": "i"}]}]}]}]}
      """;

  private final Server service;
  private final Table table;

  Replays(Server service, Table table) {
    this.service = service;
    this.table = table;
  }

  void measure() throws IOException, InterruptedException {
    double nothing = median(PROGRAM.formatted(0, ""));
    double loop = median(PROGRAM.formatted(ITERATIONS, ""));
    double effects =
        median(
            PROGRAM.formatted(
                EFFECTS, "{\"kind\": \"emit\", \"event\": \"bench.tick\", \"data\": \"i\"},"));
    table.row(
        "replay, nodes a second",
        2L * ITERATIONS / Math.max(loop - nothing, 1e-6) / 1e6,
        "M/s",
        String.format(
            Locale.ROOT,
            "%,d iterations of a block with a statement in %.0f ms; with none before it %.1f ms",
            ITERATIONS,
            loop * 1e3,
            nothing * 1e3));
    table.row(
        "replay, journal entries a second",
        EFFECTS / Math.max(effects - nothing, 1e-6),
        "/s",
        String.format(
            Locale.ROOT, "a journal of %,d effects, read and replayed in %.0f ms", EFFECTS, effects * 1e3));
  }

  /** Seconds from the answer to the end. */
  private double median(String program) throws IOException, InterruptedException {
    var core = Api.runningCore(service.port(), program.getBytes(StandardCharsets.UTF_8));
    var times = new ArrayList<Double>();
    for (int i = 0; i < WARM_UPS + TIMES; i++) {
      double time = once(core);
      if (i >= WARM_UPS) {
        times.add(time);
      }
    }
    return times.stream().sorted().toList().get(TIMES / 2);
  }

  private double once(String core) throws IOException, InterruptedException {
    int port = service.port();
    var started = Api.post(port, Api.CORES + "/" + core + "/invoke", "{\"input\": {}}").path("data");
    var checkpoint = started.path("checkpoint_id").asString("");
    if (checkpoint.isEmpty()) {
      throw new IllegalStateException("It does not wait: " + started);
    }
    var path = "/v1/modules/scaicore/checkpoints/" + checkpoint;
    Api.post(port, path + "/resolve", "{\"decision\": \"yes\"}");
    var execution = "/v1/modules/scaicore/executions/" + started.path("id").asString();
    var now = Api.get(port, execution).path("data");
    while (!now.path("status").asString().equals("completed")) {
      if (now.path("status").asString().equals("failed")) {
        throw new IllegalStateException("It failed: " + now);
      }
      Thread.sleep(20);
      now = Api.get(port, execution).path("data");
    }
    var from = Instant.parse(Api.get(port, path).at("/data/resolved_at").asString());
    var to = Instant.parse(now.path("ended_at").asString());
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
