import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Flow graphs: how long one of 1,000 nodes takes to compile, of which a quarter are decisions whose
 * ways join, and a deploy of the sample {@code echo-agent} from the request to the answer.
 */
final class Drawings {

  private static final int NODES = 1_000;
  private static final int ROUNDS = 200;
  private static final int DEPLOYS = 40;
  private static final Path ECHO =
      Path.of("src", "test", "resources", "samples", "flows", "echo-agent.flow.json");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final int port;
  private final Table table;

  Drawings(Server service, Table table) {
    this.port = service.port();
    this.table = table;
  }

  void measure() throws IOException, InterruptedException {
    compiles();
    deploys();
  }

  private void compiles() throws IOException {
    var body = JSON.writeValueAsString(Map.of("content", graph(), "format", "yaml"));
    var request = request("/v1/flows/compile", body);
    try (var connection = new Connection(port)) {
      if (!connection.ask(request).contains("\"errors\":[]")) {
        throw new IOException("the graph does not compile");
      }
      double first = millis(connection, request("/v1/flows/compile", body));
      for (int i = 0; i < ROUNDS; i++) {
        millis(connection, request);
      }
      row("compile of a graph of 1,000 nodes, p50", times(ROUNDS, () -> millis(connection, request)),
          String.format(Locale.ROOT, "over HTTP, graph of %d kB; second one ever %.0f ms",
              body.length() / 1000, first));
    }
  }

  private void deploys() throws IOException, InterruptedException {
    var content = (ObjectNode) JSON.readTree(Files.readAllBytes(ECHO));
    var first = new ArrayList<Double>();
    var again = new ArrayList<Double>();
    var whole = new ArrayList<Double>();
    try (var connection = new Connection(port)) {
      for (int i = 0; i < DEPLOYS; i++) {
        content.withObject("/config").withObject("/core_identity").put("name", "Bench " + i);
        var flow = JSON.createObjectNode().put("name", "Bench " + i);
        flow.set("content", content);
        long began = System.nanoTime();
        var made = JSON.readTree(connection.ask(request("/v1/flows", flow.toString())));
        var deploy = request("/v1/flows/" + made.path("id").asString() + "/deploy", "{}");
        long sent = System.nanoTime();
        var deployed = JSON.readTree(connection.ask(deploy));
        first.add((System.nanoTime() - sent) / 1e6);
        var model = deployed.path("published_slug").asString();
        var chat =
            "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}"
                .formatted(model);
        if (!connection.ask(request("/v1/inference/chat", chat)).contains("You said: hello")) {
          throw new IOException("the deployed agent does not answer");
        }
        whole.add((System.nanoTime() - began) / 1e6);
        again.add(millis(connection, deploy));
      }
    }
    row("first deploy of a flow, p50", sorted(first), "create, start and publish of its Core");
    row("deploy of the same flow again, p50", sorted(again), "update, restart and publication");
    row("from a file to a chat answer, p50", sorted(whole), "create, deploy, chat: three requests");
  }

  private void row(String what, double[] times, String note) {
    table.row(
        what,
        times[times.length / 2],
        "ms",
        String.format(Locale.ROOT, "p99 %.0f ms; %s", times[times.length * 99 / 100], note));
  }

  private interface Timed {
    double millis() throws IOException;
  }

  private static double[] times(int count, Timed timed) throws IOException {
    var times = new double[count];
    for (int i = 0; i < count; i++) {
      times[i] = timed.millis();
    }
    Arrays.sort(times);
    return times;
  }

  private static double[] sorted(List<Double> times) {
    return times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private static double millis(Connection connection, byte[] request) throws IOException {
    long began = System.nanoTime();
    connection.exchange(request);
    return (System.nanoTime() - began) / 1e6;
  }

  private static byte[] request(String path, String body) {
    return Load.request(
        "POST", path, Api.TOKEN, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> graph() {
    var nodes = new ArrayList<Map<String, Object>>();
    var edges = new ArrayList<Map<String, Object>>();
    nodes.add(node("in", "entry_api", Map.of("method", "POST", "path", "/"), "out"));
    var last = "in";
    for (int i = 1; nodes.size() + 4 <= NODES; i++) {
      nodes.add(node("d" + i, "logic_decision", Map.of("style", "if"), "yes", "no"));
      for (var way : List.of("a", "b")) {
        var say = Map.<String, Object>of("template", "Step " + i + " of {{message}}");
        nodes.add(node(way + i, "llm_rigid", say, "out"));
      }
      var set = Map.<String, Object>of("name", "count", "value", "input.n + " + i);
      nodes.add(node("s" + i, "data_variable_set", set, "out"));
      edges.add(edge(edges.size(), last, "out", "d" + i, null));
      edges.add(edge(edges.size(), "d" + i, "yes", "a" + i, "input.n > " + i));
      edges.add(edge(edges.size(), "d" + i, "no", "b" + i, "else"));
      edges.add(edge(edges.size(), "a" + i, "out", "s" + i, null));
      edges.add(edge(edges.size(), "b" + i, "out", "s" + i, null));
      last = "s" + i;
    }
    return Map.of(
        "id", "flow_bench", "name", "Bench", "version", "1.0.0", "nodes", nodes, "edges", edges);
  }

  private static Map<String, Object> node(
      String id, String type, Map<String, Object> config, String... outputs) {
    return Map.of(
        "id",
        id,
        "type",
        type,
        "label",
        "Node " + id,
        "position",
        Map.of("x", 100, "y", 200),
        "config",
        config,
        "inputs",
        type.startsWith("entry") ? List.of() : List.of(Map.of("id", "in")),
        "outputs",
        Arrays.stream(outputs).map(port -> Map.of("id", port)).toList());
  }

  private static Map<String, Object> edge(
      int id, String from, String port, String to, String condition) {
    var ends =
        Map.<String, Object>of(
            "id",
            "e" + id,
            "type",
            condition == null ? "sequential" : "conditional",
            "source",
            Map.of("node", from, "port", port),
            "target",
            Map.of("node", to, "port", "in"));
    if (condition == null) {
      return ends;
    }
    var conditional = new LinkedHashMap<>(ends);
    conditional.put("condition", condition);
    return conditional;
  }
}
