package ai.scailabs.scaicore.scaiflow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.scaiflow.compiler.Drawing;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tests ask of flows. */
public final class FlowClient {

  public static final String FLOWS = "/v1/flows";
  public static final String CREDENTIALS = "/v1/tenants/me/scaigrid_credentials";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Http http;

  public FlowClient(Http http) {
    this.http = http;
  }

  public Http http() {
    return http;
  }

  public Http.Answer tryCreate(String name, Object content) {
    return http.post(FLOWS, JSON.writeValueAsString(Map.of("name", name, "content", content)));
  }

  /** Creates a flow and answers its id. */
  public String create(String name, Object content) {
    var made = tryCreate(name, content);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json().path("id").asString();
  }

  public Http.Answer put(String id, Object content) {
    return http.put(FLOWS + "/" + id, JSON.writeValueAsString(Map.of("content", content)));
  }

  public Http.Answer get(String id) {
    return http.get(FLOWS + "/" + id);
  }

  public Http.Answer deploy(String id, String body) {
    return http.post(FLOWS + "/" + id + "/deploy", body);
  }

  /** Deploys what must go well. */
  public JsonNode deployed(String id) {
    var answer = deploy(id, "{}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  public JsonNode deployments(String id) {
    return http.get(FLOWS + "/" + id + "/deployments").json();
  }

  public Http.Answer core(String id) {
    return http.get(Demo.CORES + "/" + id);
  }

  /** How many Cores of the tenant have a program of this flow. */
  public long coresOf(String flowId) {
    long found = 0;
    for (var core : http.get(Demo.CORES + "?limit=200").data().path("items")) {
      if (core.at("/source/scaiflow_meta/source_id").asString("").equals(flowId)) {
        found++;
      }
    }
    return found;
  }

  /** The error of an answer in ScaiFlow's dialect. */
  public static JsonNode detail(Http.Answer answer) {
    assertThat(answer.json().propertyNames()).as(answer.body()).containsExactly("detail");
    return answer.json().path("detail");
  }

  public static String error(Http.Answer answer) {
    return detail(answer).path("error").asString();
  }

  /** A graph that says back what it is told, as a Core of this name. */
  public static Map<String, @Nullable Object> echo(String name, String template) {
    return graph(name, "{\"template\": \"%s\"}".formatted(template), null);
  }

  /** A graph that waits for a person first. */
  public static Map<String, @Nullable Object> asking(String name, String template) {
    return graph(
        name,
        "{\"template\": \"%s\"}".formatted(template),
        """
        {"id": "ask", "type": "checkpoint", "label": "Ask", "position": {"x": 1, "y": 1},
         "config": {"type": "approval", "prompt": "Go on?", "options": ["yes", "no"]},
         "inputs": [{"id": "in", "type": "object"}], "outputs": [{"id": "out", "type": "object"}]}
        """);
  }

  private static Map<String, @Nullable Object> graph(
      String name, String say, @Nullable String between) {
    var text =
        """
        {"id": "drawn", "name": "main", "version": "1.0.0", "scaicore_target": "0.2",
         "nodes": [
          {"id": "in", "type": "entry_api", "label": "In", "position": {"x": 0, "y": 0},
           "config": {"method": "POST", "path": "/"},
           "inputs": [], "outputs": [{"id": "out", "type": "object"}]},
          %s
          {"id": "say", "type": "llm_rigid", "label": "Say", "position": {"x": 2, "y": 2},
           "config": %s,
           "inputs": [{"id": "in", "type": "object"}], "outputs": [{"id": "out", "type": "object"}]}
         ],
         "edges": [%s],
         "config": {"core_identity": {"name": "%s", "models": [
             {"role": "primary", "ref": "scaigrid", "model": "offline/echo"}]},
           "publish_as_model": false}}
        """
            .formatted(
                between == null ? "" : between + ",",
                say,
                between == null ? edge("in", "say") : edge("in", "ask") + "," + edge("ask", "say"),
                name);
    return Drawing.json(text);
  }

  private static String edge(String from, String to) {
    return """
    {"id": "%s-%s", "type": "sequential", "source": {"node": "%1$s", "port": "out"},
     "target": {"node": "%2$s", "port": "in"}}
    """
        .formatted(from, to);
  }

  /** A copy with another value in its {@code config}. */
  public static Map<String, @Nullable Object> configured(
      Map<String, @Nullable Object> graph, String key, Object value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(graph);
    var config = new LinkedHashMap<String, @Nullable Object>();
    if (graph.get("config") instanceof Map<?, ?> given) {
      given.forEach((name, known) -> config.put(String.valueOf(name), known));
    }
    config.put(key, value);
    copy.put("config", config);
    return copy;
  }
}
