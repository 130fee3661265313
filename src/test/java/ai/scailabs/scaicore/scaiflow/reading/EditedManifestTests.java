package ai.scailabs.scaicore.scaiflow.reading;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.scaiflow.compiler.FlowCompiler;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import ai.scailabs.scaicore.scaiflow.graph.FlowGraph;
import ai.scailabs.scaicore.scaiflow.graph.GraphReader;
import ai.scailabs.scaicore.scaiflow.graph.Node;
import ai.scailabs.scaicore.testing.Demo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/scaiflow.md}, "Importing a manifest": one that was changed after it was compiled. */
class EditedManifestTests {

  private static final FlowGraph GRAPH = sample("expense-approver.flow.json");
  private static final String MANIFEST = manifest("expense-approver.flow.json");

  @SuppressWarnings("NullAway") // JSON has nulls in it, which a type reference cannot say
  private static Map<String, @Nullable Object> content(String name) {
    return JsonMapper.shared().readValue(Demo.sample(name), new TypeReference<>() {});
  }

  private static FlowGraph sample(String name) {
    return Objects.requireNonNull(GraphReader.read(content(name)).graph());
  }

  private static String manifest(String name) {
    return Objects.requireNonNull(FlowCompiler.compile(content(name)).manifest());
  }

  private static FlowGraph imported(String manifest) {
    var content = ManifestImport.read(manifest).content();
    assertThat(FlowCompiler.validate(content).stream().filter(Diagnostic::isError)).isEmpty();
    return Objects.requireNonNull(GraphReader.read(content).graph());
  }

  /** The manifest with the first of some texts changed; what comes after the steps is not. */
  private static String edited(String old, String changed) {
    int at = MANIFEST.indexOf(old);
    assertThat(at).as(old + "\n" + MANIFEST).isBetween(0, MANIFEST.indexOf("scaiflow_meta:"));
    return MANIFEST.substring(0, at) + changed + MANIFEST.substring(at + old.length());
  }

  private static Node node(FlowGraph graph, String id) {
    return graph.nodes().stream().filter(node -> node.id().equals(id)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"expense-approver.flow.json", "echo-agent.flow.json"})
  void untouchedItIsTheGraphThatItCameFrom(String name) {
    assertThat(imported(manifest(name))).isEqualTo(sample(name));
  }

  @Test
  void aChangedStepChangesJustThatOfItsNode() {
    var graph = imported(edited("message_type: decision-made", "message_type: decided"));

    var done = node(graph, "node_done");
    assertThat(done.config()).containsEntry("message_type", "decided");
    assertThat(done.config().get("payload"))
        .isEqualTo(node(GRAPH, "node_done").config().get("payload"));
    assertThat(done.position()).isEqualTo(node(GRAPH, "node_done").position());
    assertThat(done.label()).isEqualTo("Tell finance");
    assertThat(graph.edges()).isEqualTo(GRAPH.edges());
    assertThat(graph.config()).isEqualTo(GRAPH.config());
    assertThat(graph.nodes().stream().filter(node -> !node.id().equals("node_done")))
        .containsExactlyElementsOf(
            GRAPH.nodes().stream().filter(node -> !node.id().equals("node_done")).toList());
  }

  @Test
  void theStepWinsOverWhatIsRememberedOfItsNode() {
    var both = edited("message_type: decision-made", "message_type: decided");
    var meta = both.lastIndexOf("message_type: decision-made");
    var forged = both.substring(0, meta) + "message_type: forged" + both.substring(meta + 27);

    assertThat(node(imported(forged), "node_done").config())
        .containsEntry("message_type", "decided");
  }

  @Test
  void aChangedConditionIsThatOfItsEdge() {
    var graph = imported(edited("when: classify.amount > 100", "when: classify.amount > 500"));

    assertThat(graph.edges()).hasSameSizeAs(GRAPH.edges());
    assertThat(graph.edges().stream().filter(edge -> edge.id().equals("e3")))
        .singleElement()
        .satisfies(edge -> assertThat(edge.condition()).isEqualTo("classify.amount > 500"));
    assertThat(graph.nodes()).isEqualTo(GRAPH.nodes());
  }

  @Test
  void aNewStepIsANewNodeBetweenItsNeighbours() {
    var graph =
        imported(edited("    steps:\n", "    steps:\n    - template: First\n      bind: first\n"));

    assertThat(graph.nodes()).hasSize(GRAPH.nodes().size() + 1);
    assertThat(node(graph, "first").config()).containsEntry("template", "First");
    assertThat(ways(graph))
        .contains("node_in>first", "node_cron>first", "first>node_classify")
        .doesNotContain("node_in>node_classify");
    assertThat(node(graph, "node_review")).isEqualTo(node(GRAPH, "node_review"));
  }

  @Test
  void aStepThatIsGoneTakesItsNodeWithIt() {
    var step = Pattern.compile("(?m)^( *)- queue_publish:\\n(?:\\1 .*\\n)+").matcher(MANIFEST);
    assertThat(step.find()).isTrue();
    var graph = imported(MANIFEST.substring(0, step.start()) + MANIFEST.substring(step.end()));

    assertThat(graph.nodes().stream().map(Node::id)).doesNotContain("node_done").hasSize(6);
    assertThat(ways(graph)).doesNotContain("node_review>node_done").hasSize(5);
    assertThat(node(graph, "node_review")).isEqualTo(node(GRAPH, "node_review"));
  }

  @Test
  void changesOfTheCoreReachTheConfiguration() {
    var graph = imported(edited("model: offline/echo", "model: offline/other"));

    assertThat(graph.config().models().getFirst().model()).isEqualTo("offline/other");
    assertThat(graph.config().scaiqueue()).isEqualTo(GRAPH.config().scaiqueue());
    assertThat(graph.nodes()).isEqualTo(GRAPH.nodes());
  }

  @Test
  void whatCannotBeCompiledAgainIsDrawnFromItsSteps() {
    var broken = MANIFEST.replace("type: logic_decision", "type: logic_riddle");
    var graph = imported(broken);

    assertThat(graph.nodes().stream().map(Node::id))
        .contains("node_in", "node_cron", "node_classify", "node_route", "node_review");
    assertThat(ways(graph)).contains("node_route>node_review", "node_review>node_done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"order-desk.yaml", "expense-approver.yaml"})
  void whatIsDrawnOfHandWrittenManifestsCompiles(String name) {
    assertThat(imported(Demo.sample("manifests/" + name)).nodes()).isNotEmpty();
  }

  @Test
  void noSecretComesIntoAGraph() {
    var content = ManifestImport.read(Demo.sample("manifests/order-desk.yaml")).content();

    assertThat(content.toString()).contains("SHOP_TOKEN").doesNotContain("manifest-planted-secret");
  }

  private static List<String> ways(FlowGraph graph) {
    return graph.edges().stream()
        .map(edge -> edge.source().node() + ">" + edge.target().node())
        .toList();
  }
}
