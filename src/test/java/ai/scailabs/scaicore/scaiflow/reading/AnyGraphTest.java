package ai.scailabs.scaicore.scaiflow.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.Verifier;
import ai.scailabs.scaicore.program.bundle.BundleReader;
import ai.scailabs.scaicore.program.manifest.ManifestInvalid;
import ai.scailabs.scaicore.scaiflow.compiler.Compiled;
import ai.scailabs.scaicore.scaiflow.compiler.FlowCompiler;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import ai.scailabs.scaicore.scaiflow.graph.GraphReader;
import ai.scailabs.scaicore.scaiflow.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Whatever valid graph is drawn, its manifest gives it back, and its program is sound. */
class AnyGraphTest {

  static Compiled compiled(long seed, boolean plain) {
    var compiled = FlowCompiler.compile(new RandomGraphs(seed, plain).content());
    assertThat(compiled.diagnostics().stream().filter(Diagnostic::isError))
        .as("seed " + seed)
        .isEmpty();
    return compiled;
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void theManifestOfAGraphGivesTheSameGraph(@ForAll long seed) {
    var content = new RandomGraphs(seed, false).content();
    var compiled = compiled(seed, false);
    var manifest = Objects.requireNonNull(compiled.manifest());

    var imported = ManifestImport.read(manifest);
    assertThat(imported.unknownSteps()).isZero();
    assertThat(GraphReader.read(imported.content()))
        .as("seed " + seed + "\n" + manifest)
        .isEqualTo(GraphReader.read(content));
    assertThat(FlowCompiler.compile(imported.content()).manifest())
        .as("seed " + seed + ": the same bytes again")
        .isEqualTo(manifest)
        .isEqualTo(FlowCompiler.compile(content).manifest());
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void theProgramOfAGraphPassesTheVerifier(@ForAll long seed) {
    var source = BundleReader.read(FlowCompiler.ir(compiled(seed, false)));

    assertThat(Verifier.verify(source).findings()).as("seed " + seed).isEmpty();
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void aManifestWithSomeLinesMovedIsReadOrRefused(@ForAll long seed) {
    var random = new Random(seed);
    var manifest = Objects.requireNonNull(compiled(seed % 50, true).manifest());
    var lines = new ArrayList<>(manifest.lines().toList());
    for (int i = random.nextInt(5); i >= 0; i--) {
      var line = lines.remove(random.nextInt(lines.size()));
      var indent = random.nextBoolean() ? line : " ".repeat(random.nextInt(12)) + line.strip();
      if (random.nextInt(3) > 0) {
        lines.add(random.nextInt(lines.size() + 1), indent);
      }
    }
    try {
      var content = ManifestImport.read(String.join("\n", lines)).content();
      assertThat(GraphReader.read(content).graph()).as("seed " + seed).isNotNull();
    } catch (ManifestInvalid | NoFlowInManifest refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  @Test
  void allKindsOfNodeAreDrawn() {
    var kinds = new HashSet<String>();
    for (int seed = 0; seed < 100; seed++) {
      var graph = GraphReader.read(new RandomGraphs(seed, false).content()).graph();
      Objects.requireNonNull(graph).nodes().stream().map(Node::type).forEach(kinds::add);
    }
    assertThat(kinds).hasSize(24);
  }
}
