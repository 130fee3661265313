package ai.scailabs.scaicore.scaiflow.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.VerifyOptions;
import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample flows. */
class SampleFlowTests {

  @ParameterizedTest
  @ValueSource(strings = {"echo-agent", "expense-approver"})
  void samplesCompileToTheSameBytesThatPassTheVerifier(String name) {
    var compiled = FlowCompiler.compile(Drawing.sample(name));

    assertThat(Drawing.errors(compiled)).isEmpty();
    assertThat(compiled.succeeded()).isTrue();
    var yaml = Objects.requireNonNull(compiled.manifest());
    assertThat(FlowCompiler.compile(Drawing.sample(name)).manifest()).isEqualTo(yaml);
    var manifest = ManifestReader.read(yaml.getBytes(StandardCharsets.UTF_8));
    assertThat(manifest.findings(VerifyOptions.NONE)).isEmpty();
    assertThat(FlowCompiler.ir(compiled)).startsWith('S', 'C', 'I', 'R');
    if (System.getProperty("show") != null) {
      System.out.println(yaml);
    }
  }

  @Test
  void threeErrorsAreToldAtOnce() {
    var errors =
        FlowCompiler.validate(Drawing.sample("three-errors")).stream()
            .filter(Diagnostic::isError)
            .toList();

    assertThat(errors)
        .extracting(Diagnostic::message, Diagnostic::nodeId, Diagnostic::edgeId, Diagnostic::path)
        .containsExactlyInAnyOrder(
            org.assertj.core.api.Assertions.tuple(
                "edge 'e2': source node 'node_classify' has no output port 'out_typo'",
                "node_classify",
                "e2",
                "edges[2].source.port"),
            org.assertj.core.api.Assertions.tuple(
                "llm_role validation failed: node 'node_classify': llm_role='fastt' is not"
                    + " declared",
                "node_classify",
                null,
                "nodes[2].config.llm_role"),
            org.assertj.core.api.Assertions.tuple(
                "cycle detected: node_classify -> node_route -> node_review -> node_done ->"
                    + " node_classify",
                "node_classify",
                "e9",
                "edges[6]"));
  }
}
