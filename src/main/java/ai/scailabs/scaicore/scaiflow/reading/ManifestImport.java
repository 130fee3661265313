package ai.scailabs.scaicore.scaiflow.reading;

import ai.scailabs.scaicore.program.manifest.ManifestInvalid;
import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.scaiflow.graph.FlowGraph;
import ai.scailabs.scaicore.scaiflow.graph.GraphWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a manifest into the graph of a flow. One that was compiled from a graph gives that graph
 * again; where it was changed by hand since, its steps win over what it remembers of the graph. Any
 * other is drawn, and what no node can say is kept. Source: {@code design/scaiflow.md}.
 */
public final class ManifestImport {

  private ManifestImport() {}

  /** As {@link #read(byte[])}. */
  public static Imported read(String yaml) {
    return read(yaml.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a manifest in UTF-8. Whoever takes it in sees to its size.
   *
   * @throws ManifestInvalid when it is no YAML that is taken here
   * @throws NoFlowInManifest when it has no Core or no flow
   */
  public static Imported read(byte[] yaml) {
    var document = tree(yaml);
    var core = document.tree("core");
    if (!(document.get("core") instanceof Map)) {
      throw new NoFlowInManifest("core is required: a map with the name and the flows of the Core");
    }
    if (core.named("flows", "name", "steps").isEmpty()) {
      throw new NoFlowInManifest("core.flows is required: at least one flow with its steps");
    }
    var graph = graph(document, core);
    return new Imported(
        GraphWriter.write(graph),
        graph.metadata().get(CoreDrawing.UNKNOWN_STEPS) instanceof List<?> list ? list.size() : 0);
  }

  private static FlowGraph graph(Tree document, Tree core) {
    var remembered = Remembered.of(core);
    var source = remembered == null ? null : remembered.graph();
    var manifest = remembered == null ? null : remembered.manifest();
    if (source == null || manifest == null) {
      return CoreDrawing.draw(core);
    }
    var compiled = tree(manifest.getBytes(StandardCharsets.UTF_8));
    return compiled.equals(document)
        ? source
        : new Merging(source, CoreDrawing.draw(compiled.tree("core")), CoreDrawing.draw(core))
            .merged();
  }

  private static Tree tree(byte[] bytes) {
    return Tree.of(withoutSecrets(ManifestReader.tree(bytes)));
  }

  /** A graph is shown to whoever may view it, so that no secret comes into it. */
  private static @Nullable Object withoutSecrets(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        boolean secret = "secret".equals(map.get("type"));
        var kept = new LinkedHashMap<String, @Nullable Object>();
        map.forEach(
            (key, member) ->
                kept.put(
                    String.valueOf(key),
                    secret && "value".equals(key) ? null : withoutSecrets(member)));
        yield kept;
      }
      case List<?> list -> {
        var kept = new ArrayList<@Nullable Object>();
        list.forEach(item -> kept.add(withoutSecrets(item)));
        yield kept;
      }
      case null, default -> value;
    };
  }
}
