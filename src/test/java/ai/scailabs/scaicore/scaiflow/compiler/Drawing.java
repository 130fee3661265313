package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Draws graphs for tests. Nodes have the ports that their edges name. */
public final class Drawing {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<Map<String, @Nullable Object>> nodes = new ArrayList<>();
  private final List<Map<String, @Nullable Object>> edges = new ArrayList<>();
  private final Map<String, @Nullable Object> content = new LinkedHashMap<>();

  public Drawing() {
    content.put("id", "flow_1");
    content.put("name", "main");
    content.put("version", "1.0.0");
    content.put("scaicore_target", "0.2");
    content.put("nodes", nodes);
    content.put("edges", edges);
    config(
        """
        {"core_identity": {"name": "Drawn", "models": [
            {"role": "primary", "ref": "scaigrid", "model": "offline/echo"}]},
         "scaiqueue": {"scope": "s", "queues": [{"slug": "q"}]},
         "plugins": [{"alias": "erp", "endpoint": "https://erp.example.com"}]}
        """);
  }

  /** A graph that begins with the entry {@code in}. */
  public static Drawing begun() {
    return new Drawing().node("in", "entry_api", "{\"method\": \"POST\", \"path\": \"/\"}");
  }

  @SuppressWarnings("NullAway") // JSON has nulls in it, which a type reference cannot say
  public static Map<String, @Nullable Object> json(String text) {
    return JSON.readValue(text, new TypeReference<Map<String, @Nullable Object>>() {});
  }

  /** A sample flow of the test resources. */
  @SuppressWarnings("NullAway")
  public static Map<String, @Nullable Object> sample(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            Drawing.class.getResourceAsStream("/samples/flows/" + name + ".flow.json"))) {
      return JSON.readValue(in, new TypeReference<Map<String, @Nullable Object>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Drawing config(String config) {
    content.put("config", json(config));
    return this;
  }

  public Drawing with(String key, @Nullable Object value) {
    content.put(key, value);
    return this;
  }

  public Drawing node(String id, String type, String config) {
    var node = new LinkedHashMap<String, @Nullable Object>();
    node.put("id", id);
    node.put("type", type);
    node.put("label", id);
    node.put("config", json(config));
    node.put("inputs", new ArrayList<Object>());
    node.put("outputs", new ArrayList<Object>());
    nodes.add(node);
    return this;
  }

  /** A node that sets a variable to its own name. */
  public Drawing set(String... ids) {
    for (var id : ids) {
      node(id, "data_variable_set", "{\"name\": \"v_%s\", \"value\": \"'%s'\"}".formatted(id, id));
    }
    return this;
  }

  /** A node that adds its name to the variable {@code trace}. */
  public Drawing trace(String... ids) {
    for (var id : ids) {
      node(
          id,
          "data_variable_set",
          "{\"name\": \"trace\", \"value\": \"trace + '%s '\"}".formatted(id));
    }
    return this;
  }

  /** Sequential edges along some nodes. {@code a:port} leaves a by a port. */
  public Drawing edges(String... ids) {
    for (int i = 1; i < ids.length; i++) {
      edge("sequential", ids[i - 1], ids[i], null);
    }
    return this;
  }

  public Drawing when(String from, String condition, String to) {
    return edge("conditional", from, to, condition);
  }

  public Drawing data(String from, String to) {
    return edge("data", from, to, null);
  }

  public Drawing edge(String type, String from, String to, @Nullable String condition) {
    var edge = new LinkedHashMap<String, @Nullable Object>();
    edge.put("id", "e" + (edges.size() + 1));
    edge.put("type", type);
    edge.put("source", end(from, "out", "outputs"));
    edge.put("target", end(to, "in", "inputs"));
    if (condition != null) {
      edge.put("condition", condition);
    }
    edges.add(edge);
    return this;
  }

  private Map<String, @Nullable Object> end(String text, String otherwise, String ports) {
    var parts = text.split(":", 2);
    var port = parts.length == 2 ? parts[1] : otherwise;
    for (var node : nodes) {
      if (parts[0].equals(node.get("id"))) {
        @SuppressWarnings("unchecked")
        var list = (List<Object>) Objects.requireNonNull(node.get(ports));
        var one = Map.<String, Object>of("id", port, "label", port, "type", "object");
        if (!list.contains(one)) {
          list.add(one);
        }
      }
    }
    return new LinkedHashMap<>(Map.of("node", parts[0], "port", port));
  }

  public Map<String, @Nullable Object> content() {
    return content;
  }

  public Compiled compiled() {
    return FlowCompiler.compile(content);
  }

  /** The messages of the errors. */
  public List<String> errors() {
    return errors(compiled());
  }

  public static List<String> errors(Compiled compiled) {
    return compiled.diagnostics().stream()
        .filter(Diagnostic::isError)
        .map(Diagnostic::message)
        .toList();
  }

  /** The messages of the warnings. */
  public List<String> warnings() {
    return compiled().diagnostics().stream()
        .filter(diagnostic -> !diagnostic.isError())
        .map(Diagnostic::message)
        .toList();
  }

  public String manifest() {
    var compiled = compiled();
    if (compiled.manifest() == null) {
      throw new AssertionError(compiled.diagnostics());
    }
    return compiled.manifest();
  }
}
