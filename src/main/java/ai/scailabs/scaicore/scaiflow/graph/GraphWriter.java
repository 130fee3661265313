package ai.scailabs.scaicore.scaiflow.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes graphs in the form that {@link GraphReader} reads, keys in a fixed order. */
public final class GraphWriter {

  private GraphWriter() {}

  /** The graph as JSON content: reading it gives an equal graph. */
  public static Map<String, @Nullable Object> write(FlowGraph graph) {
    var content = new LinkedHashMap<String, @Nullable Object>();
    put(content, "$schema", graph.others().get("$schema"));
    put(content, "id", graph.id());
    put(content, "name", graph.name());
    put(content, "version", graph.version());
    put(content, "scaicore_target", graph.scaicoreTarget());
    content.put("metadata", graph.metadata());
    content.put("nodes", list(graph.nodes(), GraphWriter::node));
    content.put("edges", list(graph.edges(), GraphWriter::edge));
    content.put("variables", graph.variables());
    content.put("config", graph.config().members());
    content.put("tests", graph.tests());
    return withOthers(content, graph.others());
  }

  /** One node. */
  public static Map<String, @Nullable Object> node(Node node) {
    var written = new LinkedHashMap<String, @Nullable Object>();
    written.put("id", node.id());
    written.put("type", node.type());
    put(written, "label", node.label());
    if (node.position() != null) {
      var position = new LinkedHashMap<String, @Nullable Object>();
      position.put("x", node.position().x());
      position.put("y", node.position().y());
      written.put("position", withOthers(position, node.position().others()));
    }
    written.put("config", node.config());
    written.put("inputs", list(node.inputs(), GraphWriter::port));
    written.put("outputs", list(node.outputs(), GraphWriter::port));
    return withOthers(written, node.others());
  }

  private static Map<String, @Nullable Object> port(Port port) {
    var written = new LinkedHashMap<String, @Nullable Object>();
    written.put("id", port.id());
    put(written, "label", port.label());
    put(written, "type", port.type());
    return withOthers(written, port.others());
  }

  private static Map<String, @Nullable Object> edge(Edge edge) {
    var written = new LinkedHashMap<String, @Nullable Object>();
    written.put("id", edge.id());
    written.put("type", edge.type().word());
    written.put("source", end(edge.source()));
    written.put("target", end(edge.target()));
    put(written, "condition", edge.condition());
    return withOthers(written, edge.others());
  }

  private static Map<String, @Nullable Object> end(End end) {
    var written = new LinkedHashMap<String, @Nullable Object>();
    written.put("node", end.node());
    put(written, "port", end.port());
    return withOthers(written, end.others());
  }

  private static <T> List<Map<String, @Nullable Object>> list(
      List<T> items, Function<T, Map<String, @Nullable Object>> writer) {
    return items.stream().map(writer).toList();
  }

  private static void put(
      Map<String, @Nullable Object> written, String key, @Nullable Object value) {
    if (value != null) {
      written.put(key, value);
    }
  }

  private static Map<String, @Nullable Object> withOthers(
      Map<String, @Nullable Object> written, Map<String, @Nullable Object> others) {
    others.forEach(written::putIfAbsent);
    return written;
  }
}
