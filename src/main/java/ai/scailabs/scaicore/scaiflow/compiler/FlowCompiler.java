package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.program.bundle.BundleWriter;
import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostics;
import ai.scailabs.scaicore.scaiflow.graph.GraphReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles flow graphs. Pure: the same graph gives the same bytes, and nothing else is touched. */
public final class FlowCompiler {

  private FlowCompiler() {}

  /** Compiles the content of a flow. Whatever is wrong with it is among the diagnostics. */
  public static Compiled compile(Map<String, @Nullable Object> content) {
    var found = new Diagnostics();
    var graph = GraphReader.read(content, found);
    return new Compiled(null, graph, found.all());
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
}
