package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.program.bundle.BundleWriter;
import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostics;
import ai.scailabs.scaicore.scaiflow.graph.FlowGraph;
import ai.scailabs.scaicore.scaiflow.graph.GraphReader;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles flow graphs. Pure: the same graph gives the same bytes, and nothing else is touched.
 * Source: {@code design/scaiflow.md}, "Graph (v2)"; how it is done is told in {@code
 * docs/scaiflow-graphs.md}.
 */
public final class FlowCompiler {

  /** The most nodes of a graph that is compiled. */
  public static final int MAX_NODES = 5_000;

  /** The most edges of a graph that is compiled. */
  public static final int MAX_EDGES = 10_000;

  private FlowCompiler() {}

  /** Compiles the content of a flow. Whatever is wrong with it is among the diagnostics. */
  public static Compiled compile(Map<String, @Nullable Object> content) {
    var found = new Diagnostics();
    var graph = GraphReader.read(content, found);
    var manifest = graph == null || isTooLarge(graph, found) ? null : manifest(graph, found);
    var diagnostics =
        found.all().stream().sorted(Comparator.comparing(Diagnostic::severity)).toList();
    return new Compiled(found.anyError() ? null : manifest, graph, diagnostics);
  }

  /** Everything that is to be said of the content of a flow: errors first, then warnings. */
  public static List<Diagnostic> validate(Map<String, @Nullable Object> content) {
    return compile(content).diagnostics();
  }

  /**
   * The bundle of a graph that compiled.
   *
   * @throws IllegalArgumentException when it did not
   */
  public static byte[] ir(Compiled compiled) {
    if (compiled.manifest() == null) {
      throw new IllegalArgumentException("a graph with errors has no program");
    }
    var manifest = ManifestReader.read(compiled.manifest().getBytes(StandardCharsets.UTF_8));
    return BundleWriter.write(manifest.source());
  }

  private static boolean isTooLarge(FlowGraph graph, Diagnostics found) {
    boolean tooLarge = false;
    if (graph.nodes().size() > MAX_NODES) {
      tooLarge = true;
      found.error("nodes", tooMany("nodes", graph.nodes().size(), MAX_NODES));
    }
    if (graph.edges().size() > MAX_EDGES) {
      tooLarge = true;
      found.error("edges", tooMany("edges", graph.edges().size(), MAX_EDGES));
    }
    return tooLarge;
  }

  private static String tooMany(String what, int count, int most) {
    return "the graph has %,d %s; at most %,d are compiled: move parts of it into subflows"
        .formatted(count, what, most);
  }

  private static @Nullable String manifest(FlowGraph graph, Diagnostics found) {
    return new Compilation(graph, found).run();
  }
}
