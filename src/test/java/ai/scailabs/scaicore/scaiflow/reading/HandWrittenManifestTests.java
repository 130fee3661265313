package ai.scailabs.scaicore.scaiflow.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.program.manifest.ManifestInvalid;
import ai.scailabs.scaicore.scaiflow.graph.Edge;
import ai.scailabs.scaicore.scaiflow.graph.FlowGraph;
import ai.scailabs.scaicore.scaiflow.graph.GraphReader;
import ai.scailabs.scaicore.scaiflow.graph.Node;
import ai.scailabs.scaicore.testing.Demo;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/scaiflow.md}, "Importing a manifest": one that no graph was compiled to. */
class HandWrittenManifestTests {

  private static Imported sample(String name) {
    return ManifestImport.read(Demo.sample("manifests/" + name));
  }

  private static Imported steps(String steps) {
    return ManifestImport.read(
        """
        core:
          name: Test
          model: scaigrid/offline/echo
          flows:
            - name: main
              trigger: {type: api, method: POST, path: /}
              steps:
        %s\
        """
            .formatted(steps.indent(8)));
  }

  private static FlowGraph graph(Imported imported) {
    var read = GraphReader.read(imported.content());
    assertThat(read.diagnostics()).isEmpty();
    return Objects.requireNonNull(read.graph());
  }

  private static Node node(FlowGraph graph, String id) {
    return graph.nodes().stream().filter(node -> node.id().equals(id)).findFirst().orElseThrow();
  }

  /** Such as {@code a -> b} and {@code a -[x > 1]-> b}. */
  private static List<String> edges(Imported imported) {
    return graph(imported).edges().stream().map(HandWrittenManifestTests::shown).toList();
  }

  private static String shown(Edge edge) {
    var on = edge.condition() == null ? " -> " : " -[" + edge.condition() + "]-> ";
    return edge.source().node() + on + edge.target().node();
  }

  @Test
  void stepsBecomeNodesInTheOrderOfTheFlow() {
    var imported =
        steps(
            """
            - llm_turn: {goal: Rate it, role: primary, output: "{score: int}", input: {text: message}}
              bind: rate
            - llm_turn: {goal: Check it, guard: "rate.score > 0"}
              bind: checked
            - template: "Score: {{rate.score}}"
              bind: line
            - plugin_call: {alias: erp, method: post, args: {line: line}}
              meta: {node_id: node_post, node_kind: tool_plugin, node_label: Post it}
            - queue_publish: {queue: inbox, message_type: note, payload: {line: line}}
              bind: sent
            """);
    var graph = graph(imported);

    assertThat(imported.unknownSteps()).isZero();
    assertThat(edges(imported))
        .containsExactly(
            "node_entry_api -> rate",
            "rate -> checked",
            "checked -> line",
            "line -> node_post",
            "node_post -> sent");
    assertThat(graph.nodes().stream().map(Node::type))
        .containsExactly(
            "entry_api",
            "llm_flexible",
            "llm_guarded",
            "llm_rigid",
            "tool_plugin",
            "queue_publish");
    assertThat(node(graph, "rate").config())
        .containsEntry("llm_role", "primary")
        .containsEntry("output_schema", "{score: int}")
        .containsEntry("input_bindings", Map.of("text", "message"));
    assertThat(node(graph, "line").config()).containsEntry("template", "Score: {{rate.score}}");
    assertThat(node(graph, "node_post").label()).isEqualTo("Post it");
    assertThat(graph.config().coreName()).isEqualTo("Test");
    assertThat(graph.config().models().getFirst().model()).isEqualTo("offline/echo");
  }

  @Test
  void branchesOfADecisionJoinAtWhatFollows() {
    var imported =
        steps(
            """
            - decision:
                branches:
                  - {when: amount > 100, steps: [{template: large, bind: a}]}
                  - {when: amount > 10, steps: []}
              bind: size
            - template: done
              bind: end
            """);

    assertThat(edges(imported))
        .containsExactly(
            "node_entry_api -> size",
            "size -[amount > 100]-> a",
            "a -> end",
            "size -[amount > 10]-> end",
            "size -[else]-> end");
  }

  @Test
  void patternsBecomeConditionsOnTheSubject() {
    var imported =
        steps(
            """
            - decision:
                subject: answer.decision
                branches:
                  - {pattern: [yes, "n\\"o"], steps: [{template: a, bind: a}]}
                  - {pattern: 3, when: x > 1, steps: [{template: b, bind: b}]}
                  - {pattern: _, steps: [{template: c, bind: c}]}
              bind: d
            """);

    assertThat(edges(imported))
        .containsExactly(
            "node_entry_api -> d",
            "d -[(answer.decision) in [\"yes\", \"n\\u0022o\"]]-> a",
            "d -[((answer.decision) == 3) && (x > 1)]-> b",
            "d -[else]-> c");
  }

  @Test
  void loopsHaveABodyAndWhatComesAfter() {
    var imported =
        steps(
            """
            - loop: {foreach: item, in: "[1, 2]", max_concurrent: 2, steps: [{template: "{{item}}", bind: a}, {template: x, bind: b}]}
              bind: each
            - loop: {while: n < 3, max_iterations: 3, steps: []}
              bind: again
            """);
    var graph = graph(imported);

    assertThat(edges(imported))
        .containsExactly(
            "node_entry_api -> each",
            "each -> a",
            "a -> b",
            "each -> again",
            "again -> node_data_variable_set");
    assertThat(node(graph, "each").config())
        .containsEntry("style", "foreach")
        .containsEntry("items", "[1, 2]")
        .containsEntry("max_concurrent", 2L);
    assertThat(node(graph, "again").config())
        .containsEntry("style", "while")
        .containsEntry("condition", "n < 3")
        .containsEntry("max_iterations", 3L);
    assertThat(graph.edges().get(1).source().port()).isEqualTo("out_body");
    assertThat(graph.edges().get(3).source().port()).isEqualTo("out_done");
  }

  @Test
  void branchesOfAParallelJoinToo() {
    var imported =
        steps(
            """
            - parallel: {max_concurrent: 2, branches: [{name: l, steps: [{template: a, bind: a}]}, {name: r, steps: [{template: b, bind: b}]}]}
              bind: both
            - template: "{{both.l}}"
              bind: end
            """);

    assertThat(edges(imported))
        .containsExactly(
            "node_entry_api -> both", "both -> a", "both -> b", "a -> end", "b -> end");
    assertThat(node(graph(imported), "both").config()).containsEntry("max_concurrent", 2L);
  }

  @Test
  void whatNoNodeCanSayIsKeptWithItsPlace() {
    var imported =
        steps(
            """
            - template: a
              bind: a
            - debug: {message: here, level: warn}
            - try: {body: []}
            - decision:
                branches:
                  - {when: a == "a", steps: [{budget: {max_tokens: 3}}, {template: b, bind: b}]}
              bind: d
            - just text
            - return: a
            - template: never
            """);
    var graph = graph(imported);

    assertThat(imported.unknownSteps()).isEqualTo(5);
    assertThat(graph.metadata().get("unknown_steps"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .first()
        .isEqualTo(
            Map.of(
                "place", "core.flows[0].steps[1]",
                "after", List.of("a"),
                "step", Map.of("debug", Map.of("message", "here", "level", "warn"))));
    assertThat(String.valueOf(graph.metadata().get("unknown_steps")))
        .contains(
            "core.flows[0].steps[3].decision.branches[0].steps[0]", "max_tokens", "just text");
    assertThat(edges(imported))
        .containsExactly(
            "node_entry_api -> a",
            "a -> d",
            "d -[a == \"a\"]-> b",
            "b -> node_llm_rigid",
            "d -[else]-> node_llm_rigid");
  }

  @Test
  void aReturnAtTheEndIsTheLastValueAndOneBeforeItEndsItsBranch() {
    var imported =
        steps(
            """
            - decision:
                branches:
                  - {when: a, steps: [{return: "{x: 1}"}]}
              bind: d
            - return: "{x: 2}"
            """);

    assertThat(imported.unknownSteps()).isZero();
    assertThat(edges(imported))
        .containsExactly(
            "node_entry_api -> d",
            "d -[a]-> node_data_variable_set",
            "d -[else]-> node_data_variable_set_2");
    assertThat(node(graph(imported), "node_data_variable_set_2").config())
        .containsEntry("value", "{x: 2}");
  }

  @Test
  void aCheckpointsAnswersAreADecisionByIt() {
    var imported =
        steps(
            """
            - checkpoint:
                type: approval
                prompt: Sure?
                options: [yes, no]
                on_response:
                  - {pattern: yes, steps: [{template: fine, bind: f}]}
              bind: ok
            - checkpoint: {type: review, queue: q, sections: []}
              bind: seen
            """);

    assertThat(edges(imported))
        .containsExactly(
            "node_entry_api -> ok",
            "ok -> node_logic_decision",
            "node_logic_decision -[\"yes\"]-> f",
            "f -> seen",
            "node_logic_decision -[else]-> seen");
    assertThat(node(graph(imported), "seen").type()).isEqualTo("hitl_review");
    assertThat(node(graph(imported), "ok").config()).doesNotContainKey("on_response");
  }

  @Test
  void aNameThatIsBoundTwiceIsSetWhereItWouldBeLost() {
    var imported =
        steps(
            """
            - {template: a, bind: x}
            - {template: b, bind: x}
            - set: {p: "1", q: x}
            """);

    assertThat(edges(imported))
        .containsExactly(
            "node_entry_api -> x",
            "x -> x_2",
            "x_2 -> node_data_variable_set",
            "node_data_variable_set -> node_data_variable_set_2",
            "node_data_variable_set_2 -> node_data_variable_set_3");
    assertThat(node(graph(imported), "node_data_variable_set").config())
        .isEqualTo(Map.of("name", "x", "value", "x_2"));
  }

  @Test
  void everyFlowIsDrawnWithItsEntries() {
    var imported =
        ManifestImport.read(
            """
            core:
              name: Two
              mode: entity
              entity_key: id
              flows:
                one: {trigger: {type: event, event_type: e}, steps: [{template: a, bind: a}]}
                two:
                  trigger: {type: webhook, path: /w, auth: hmac}
                  triggers: [{type: schedule, cron: 0 2 * * *}]
                  params: [{name: x, type: int}]
                  steps: [{template: b, bind: b}]
              triggers: [{type: api, path: /x, target_flow: two}, {type: api, target_flow: no}]
            """);
    var graph = graph(imported);

    assertThat(edges(imported))
        .containsExactly(
            "node_entry_api -> a",
            "node_entry_webhook -> b",
            "node_entry_schedule -> b",
            "node_entry_api_2 -> b");
    assertThat(imported.unknownSteps()).isEqualTo(2);
    assertThat(String.valueOf(graph.metadata().get("unknown_members")))
        .contains("mode=entity", "entity_key=id", "params");
  }

  @ParameterizedTest
  @ValueSource(strings = {"every-step.yaml", "order-desk.yaml", "expense-approver.yaml"})
  void samplesAreDrawnWithoutTwoNodesInOnePlace(String name) {
    var graph = graph(sample(name));
    var places = new HashSet<Object>();

    assertThat(graph.nodes()).isNotEmpty();
    for (var node : graph.nodes()) {
      assertThat(places.add(Objects.requireNonNull(node.position()))).as(node.id()).isTrue();
    }
    var ids = graph.nodes().stream().map(Node::id).toList();
    assertThat(ids).doesNotHaveDuplicates();
    for (var edge : graph.edges()) {
      var source = node(graph, edge.source().node());
      assertThat(source.outputs().stream().map(port -> port.id())).contains(edge.source().port());
      assertThat(node(graph, edge.target().node()).inputs().stream().map(port -> port.id()))
          .contains(edge.target().port());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]",
        "core: 3",
        "{}",
        "core: {name: x}",
        "core: {name: x, flows: []}",
        "core: {name: x, flows: 3}"
      })
  void whatIsNoManifestIsRefusedWithTheReason(String yaml) {
    assertThatThrownBy(() -> ManifestImport.read(yaml))
        .isInstanceOfAny(NoFlowInManifest.class, ManifestInvalid.class)
        .message()
        .contains("core");
  }

  @Test
  void hostileYamlIsRefusedAsThatOfManifestsIs() {
    for (var yaml :
        List.of(
            "core: &a [*a]",
            "core: !!java.net.URL [x]",
            "a: 1\na: 2",
            "[".repeat(200),
            "core: {name: \"\\0\"}",
            "")) {
      assertThatThrownBy(() -> ManifestImport.read(yaml)).isInstanceOf(ManifestInvalid.class);
    }
  }
}
