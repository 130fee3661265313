package ai.scailabs.scaicore.scaiflow.cli;

import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.PluginServer.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What of ScaiFlow the commands call, on this machine and in memory. */
final class FlowsServer implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The flows by id, as they were sent. */
  final Map<String, ObjectNode> flows = new LinkedHashMap<>();

  private final PluginServer server =
      new PluginServer().otherwise((exchange, call) -> answer(call).to(exchange, call));

  String url() {
    return server.url();
  }

  /** Answers so next, whatever it is asked. */
  FlowsServer then(Answer answer) {
    server.then(answer);
    return this;
  }

  /** What was called, such as {@code GET v1/flows}. */
  List<String> calls() {
    return server.calls().stream().map(call -> call.verb() + " " + call.method()).toList();
  }

  PluginServer.Call lastCall() {
    return server.lastCall();
  }

  List<PluginServer.Call> all() {
    return server.calls();
  }

  private Answer answer(PluginServer.Call call) {
    var path = call.method().split("/");
    if (!call.headers().getOrDefault("authorization", "").equals("Bearer " + Commands.KEY)) {
      return PluginServer.status(
          401, "{\"error\": {\"code\": \"AUTH_TOKEN_INVALID\", \"message\": \"Unknown key.\"}}");
    }
    if (!call.method().startsWith("v1/flows")) {
      return PluginServer.status(404, "<html>nothing here</html>");
    }
    return switch (call.verb() + " " + path.length) {
      case "GET 2" -> PluginServer.status(200, list(call));
      case "POST 2" -> PluginServer.status(201, create(call));
      case "GET 3" -> one(path[2]);
      case "PUT 3" -> {
        node(path[2]).set("content", JSON.readTree(call.body()).path("content"));
        yield one(path[2]);
      }
      case "POST 4" -> PluginServer.status(200, deployment(path[2], JSON.readTree(call.body())));
      default -> PluginServer.status(405, "{}");
    };
  }

  private ObjectNode node(String id) {
    return flows.getOrDefault(id, JSON.createObjectNode());
  }

  private Answer one(String id) {
    return flows.containsKey(id)
        ? PluginServer.status(200, node(id).toString())
        : PluginServer.status(
            404,
            "{\"detail\": {\"error\": \"flow_not_found\", \"message\": \"There is no flow "
                + id
                + ".\"}}");
  }

  private String list(PluginServer.Call call) {
    var page = JSON.createObjectNode();
    var items = page.putArray("items");
    flows.values().forEach(flow -> items.add(flow.deepCopy().without("content")));
    return page.put("total", flows.size()).put("query", call.query()).toString();
  }

  private String create(PluginServer.Call call) {
    var flow = (ObjectNode) JSON.readTree(call.body());
    var id = "flow_" + (flows.size() + 1);
    flow.put("id", id);
    flows.put(id, flow);
    return flow.toString();
  }

  private static String deployment(String id, JsonNode body) {
    boolean published = body.path("publish_as_model").asBoolean(false);
    return JSON.createObjectNode()
        .put("deployment_id", "dep_1")
        .put("core_id", "core_of_" + id)
        .put("core_slug", "echo-agent")
        .put("published_slug", published ? "scaicore/acme/echo-agent" : null)
        .put("version", "1.0.0")
        .put("status", "succeeded")
        .toString();
  }

  @Override
  public void close() {
    server.close();
  }
}
