package ai.scailabs.scaicore.scaiflow.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import ai.scailabs.scaicore.scaiflow.graph.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of graphs, word by word. */
class CompileMessageTests {

  @Test
  void anEdgeFromAPortThatIsNotThere() {
    var drawing = Drawing.begun().set("a").edges("in", "a");
    nodes(drawing).get(0).put("outputs", new ArrayList<>());
    nodes(drawing).get(1).put("inputs", new ArrayList<>());

    assertThat(drawing.compiled().diagnostics())
        .filteredOn(Diagnostic::isError)
        .containsExactly(
            new Diagnostic(
                Severity.ERROR,
                "edge 'e1': source node 'in' has no output port 'out'",
                "edges[0].source.port",
                "in",
                "e1"),
            new Diagnostic(
                Severity.ERROR,
                "edge 'e1': target node 'a' has no input port 'in'",
                "edges[0].target.port",
                "a",
                "e1"));
    assertThat(drawing.warnings()).doesNotContain("unreachable node 'a'");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> nodes(Drawing drawing) {
    return (List<Map<String, Object>>)
        Objects.requireNonNull((List<?>) drawing.content().get("nodes"));
  }

  @Test
  void aFlowWithoutAnEntry() {
    assertThat(new Drawing().set("a").errors()).containsExactly("flow has no entry-point node");
  }

  @Test
  void everyCycleByItsNodes() {
    var drawing =
        Drawing.begun().set("a", "b", "c").edges("in", "a", "b", "a").edges("b", "c", "c");

    assertThat(drawing.compiled().diagnostics())
        .filteredOn(Diagnostic::isError)
        .extracting(Diagnostic::message, Diagnostic::nodeId, Diagnostic::edgeId)
        .containsExactly(
            tuple("cycle detected: a -> b -> a", "a", "e3"),
            tuple("cycle detected: c -> c", "c", "e5"));
  }

  @Test
  void aLongCycleIsCutShort() {
    var drawing = Drawing.begun();
    var ids = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      drawing.set("n" + i);
      ids.add("n" + i);
    }
    ids.add("n0");
    drawing.edges("in", "n0").edges(ids.toArray(String[]::new));

    assertThat(drawing.errors())
        .containsExactly(
            "cycle detected: n0 -> n1 -> n2 -> n3 -> n4 -> n5 -> … -> n34 -> n35 -> n36 -> n37 ->"
                + " n38 -> n39 -> n0");
  }

  @Test
  void idsThatStandTwice() {
    var drawing = Drawing.begun().set("a", "a").edges("in", "a");
    drawing.content().put("edges", List.of(edge(drawing, 0), edge(drawing, 0)));

    assertThat(drawing.errors()).contains("duplicate node id 'a'", "duplicate edge id 'e1'");
  }

  private static Object edge(Drawing drawing, int at) {
    return ((List<?>) java.util.Objects.requireNonNull(drawing.content().get("edges"))).get(at);
  }

  @Test
  void aPortThatStandsTwice() {
    var drawing = Drawing.begun().set("a").edges("in", "a");
    nodes(drawing).get(0).put("outputs", List.of(Map.of("id", "out"), Map.of("id", "out")));

    assertThat(drawing.errors()).containsExactly("node 'in': duplicate port id 'out'");
  }

  @Test
  void anEdgeToNowhere() {
    assertThat(Drawing.begun().set("a").edges("in", "a", "x").errors())
        .containsExactly("edge 'e2': unknown target node 'x'");
  }

  @Test
  void aKindThatThereIsNot() {
    assertThat(Drawing.begun().node("a", "llm_magic", "{}").edges("in", "a").errors())
        .containsExactly("node 'a': unknown node kind 'llm_magic'");
  }

  @Test
  void aNodeThatNothingLeadsToAndAPortThatNothingLeaves() {
    var drawing = Drawing.begun().set("a", "b").edges("in", "a").edges("b:left", "a:in");
    drawing.content().put("edges", List.of(edge(drawing, 0)));

    assertThat(drawing.errors()).isEmpty();
    assertThat(drawing.warnings())
        .containsExactly("unreachable node 'b'", "node 'b': unused output port 'left'");
  }

  @Test
  void whatIsWrongWithAnUnreachableNodeIsToldToo() {
    var drawing = Drawing.begun().set("a").edges("in", "a");
    drawing.node("b", "llm_rigid", "{\"template\": \"{{ + }}\"}");

    assertThat(drawing.errors()).hasSize(1).first().asString().startsWith("node 'b': ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "llm_rigid | {} | node 'x': missing required config 'template'",
        "llm_flexible | {} | node 'x': missing required config 'goal'",
        "llm_flexible | {\"goal\": \"g\", \"llm_role\": \"y\"} | llm_role validation failed: node"
            + " 'x': llm_role='y' is not declared",
        "llm_guarded | {\"goal\": \"g\", \"model\": \"y\"} | llm_role validation failed: node 'x':"
            + " model='y' is not declared",
        "tool_plugin | {\"method\": \"m\"} | node 'x': missing required config 'plugin'",
        "tool_plugin | {\"plugin\": \"erp\"} | node 'x': missing required config 'method'",
        "tool_plugin | {\"plugin\": \"e\", \"method\": \"m\"} | plugin call 'e.m': unknown plugin"
            + " alias 'e'",
        "tool_http | {} | node 'x': missing required config 'url'",
        "data_variable_set | {\"value\": 1} | node 'x': missing required config 'name'",
        "data_variable_set | {\"name\": \"a\"} | node 'x': missing required config 'value'",
        "data_variable_set | {\"name\": \"a\", \"value\": \"1 +\"} | node 'x': value: E301"
            + " expression does not parse at position 3: *",
        "checkpoint | {} | node 'x': missing required config 'prompt'",
        "hitl_decision | {\"prompt\": \"p\", \"timeout\": \"soon\"} | node 'x': timeout: must be a"
            + " duration such as 30s, 5m, 1h or 2d, got \"soon\"",
        "hitl_review | {} | node 'x': missing required config 'queue'",
        "hitl_review | {\"queue\": \"other\"} | node 'x': queue 'other' is not listed in"
            + " config.scaiqueue",
        "queue_publish | {\"queue\": \"other\"} | node 'x': queue 'other' is not listed in"
            + " config.scaiqueue",
        "queue_consume | {\"queue\": \"q\", \"timeout\": \"soon\"} | node 'x': timeout must be a"
            + " duration such as 30s, 5m, 1h or 2d, got 'soon'",
        "queue_escalation | {\"queue\": \"q\", \"after\": []} | node 'x': after must be a duration"
            + " such as 30s, got a list",
        "subflow_call | {} | node 'x': missing required config 'target'",
        "logic_decision | {\"style\": \"if\"} | decision 'x' has no condition",
        "logic_decision | {\"style\": \"ask\"} | node 'x': style must be one of if, match, switch,"
            + " got 'ask'",
        "logic_loop | {\"style\": \"while\", \"condition\": \"true\"} | while loop missing"
            + " max_iterations",
        "logic_loop | {\"style\": \"foreach\"} | node 'x': missing required config 'items'",
        "logic_loop | {\"items\": \"[]\"} | loop 'x' has no body: lead an edge from its output port"
            + " 'body' to the first node of it",
        "entry_schedule | {} | node 'x': missing required config 'cron'",
        "entry_schedule | {\"cron\": \"often\"} | node 'x': cron: E409 cron does not parse: it must"
            + " have five fields (minute, hour, day of month, month, day of week), got \"often\"",
      })
  void whatANodeLacks(String kind, String config, String message) {
    var drawing = Drawing.begun().node("x", kind, config);
    if (!kind.startsWith("entry")) {
      drawing.edges("in", "x");
    }
    var compiled = drawing.compiled();

    assertThat(compiled.succeeded()).isFalse();
    assertThat(compiled.diagnostics())
        .anySatisfy(
            diagnostic -> {
              assertThat(diagnostic.isError()).isTrue();
              if (message.endsWith("*")) {
                assertThat(diagnostic.message())
                    .startsWith(message.substring(0, message.length() - 1));
              } else {
                assertThat(diagnostic.message()).isEqualTo(message);
              }
              assertThat(diagnostic.nodeId()).isEqualTo("x");
              assertThat(diagnostic.path()).startsWith("nodes[1]");
            });
  }

  @Test
  void aPluginCallWithoutWhatTheMethodRequires() {
    var drawing =
        Drawing.begun()
            .config(
                """
                {"plugins": [{"alias": "p", "endpoint": "https://p.example.com", "methods": [
                  {"name": "m", "input_schema": {"required": ["x", "y", "z"]}}]}]}
                """);
    drawing.node(
        "a", "tool_plugin", "{\"plugin\": \"p\", \"method\": \"m\", \"args\": {\"y\": 1}}");
    drawing.node("b", "tool_plugin", "{\"plugin\": \"p\", \"method\": \"other\"}");
    drawing.edges("in", "a", "b").data("in:z", "a:z");

    assertThat(drawing.errors())
        .containsExactly(
            "plugin call 'p.m': missing required arg 'x'",
            "plugin call 'p.other': plugin 'p' declares no method 'other'");
  }

  @Test
  void aQueueWithoutAScope() {
    var drawing = Drawing.begun().config("{}");
    drawing.node("r", "hitl_review", "{\"queue\": \"q\"}").edges("in", "r");

    assertThat(drawing.errors())
        .containsExactly(
            "node 'r': hitl_review without scope; set its scope or config.scaiqueue.scope");
  }

  @Test
  void modelsThatAreNotThere() {
    var drawing = Drawing.begun().config("{}");
    drawing.node("a", "llm_flexible", "{\"goal\": \"g\"}").edges("in", "a");

    assertThat(drawing.errors())
        .containsExactly(
            "llm_role validation failed: node 'a': no model is declared in"
                + " config.core_identity.models");
  }

  @Test
  void aRoleThatIsNotThereBesideNoModels() {
    var drawing = Drawing.begun().config("{}");
    drawing.node("a", "llm_flexible", "{\"goal\": \"g\", \"llm_role\": \"x\"}").edges("in", "a");

    assertThat(drawing.errors())
        .containsExactly("llm_role validation failed: node 'a': llm_role='x' is not declared");
  }

  @Test
  void dataThatLoopsCannotBring() {
    var drawing = Drawing.begun().set("a", "b", "x", "z", "q");
    drawing.node("l", "logic_loop", "{\"condition\": \"false\", \"max_iterations\": 1}");
    drawing.node("f", "logic_loop", "{\"items\": \"[1]\"}").node("d", "logic_decision", "{}");
    drawing.edges("in", "l").edges("l:body", "a", "l").data("l:body", "a").edges("l:done", "f");
    drawing.edges("f:body", "x", "d").when("d:x", "true", "z").when("d:y", "else", "q");
    drawing.edges("q", "f").edges("f:done", "z").data("x", "z");

    assertThat(drawing.errors())
        .containsExactlyInAnyOrder(
            "edge 'e4': while loop 'l' has no item to bring",
            "edge 'e12': node 'x' is inside foreach 'f', whose rounds keep their values");
  }

  @Test
  void dataThatHasNoPlace() {
    var drawing = Drawing.begun().set("a").node("n", "llm_rigid", "{\"template\": \"x\"}");
    drawing.edges("in", "a", "n").data("in:z", "n");

    assertThat(drawing.warnings())
        .contains(
            "edge 'e3': node 'n' has no place for a value; name 'input.z' in its template or"
                + " condition");
  }

  @Test
  void severalValuesOfWhichNoneIsMeant() {
    var drawing = Drawing.begun().set("a").node("s", "data_variable_set", "{\"name\": \"v\"}");
    drawing.node("l", "logic_loop", "{\"style\": \"foreach\"}").set("b");
    drawing.edges("in", "a", "s", "l").edges("l:body", "b");
    drawing.data("in:x", "s:in_x").data("a", "s:in_y").data("in:x", "l:in_x").data("a", "l:in_y");

    assertThat(drawing.errors())
        .containsExactly(
            "node 's': missing required config 'value'",
            "node 'l': missing required config 'items'");
    drawing.data("in:z", "s:in_value").data("in:z", "l:in_items");
    assertThat(drawing.errors()).isEmpty();
  }

  @Test
  void keysThatNoManifestCanHave() {
    var drawing = Drawing.begun().set("a").edges("in", "a");
    nodes(drawing).get(1).put("\u0001".repeat(499), 1);
    var compiled = drawing.compiled();

    assertThat(compiled.manifest()).isNull();
    assertThat(Drawing.errors(compiled))
        .singleElement()
        .asString()
        .startsWith("the graph cannot be written as a manifest");
  }

  @Test
  void conditionsWhereNothingIsDecided() {
    var drawing = Drawing.begun().set("a", "b", "c");
    drawing.node("d", "logic_decision", "{}").edges("in", "a").when("a", "true", "b");
    drawing.edges("b", "d").edge("conditional", "d:x", "c", null).when("d:y", "else", "c");
    drawing.edges("d:z", "c");

    assertThat(drawing.errors())
        .containsExactlyInAnyOrder(
            "edge 'e2': conditional edge out of node 'a', which is no decision",
            "edge 'e4': out of decision 'd' without a condition",
            "decision 'd' has more than one else: edges e5, e6");
  }

  @Test
  void aConditionThatDoesNotParseNamesItsEdge() {
    var drawing = Drawing.begun().set("a");
    drawing.node("d", "logic_decision", "{}").edges("in", "d").when("d", "x >", "a");

    assertThat(drawing.compiled().diagnostics())
        .filteredOn(Diagnostic::isError)
        .singleElement()
        .satisfies(
            diagnostic -> {
              assertThat(diagnostic.message())
                  .startsWith("edge 'e2': condition: E301 expression does not parse");
              assertThat(diagnostic.edgeId()).isEqualTo("e2");
              assertThat(diagnostic.path()).isEqualTo("edges[1].condition");
            });
  }

  @Test
  void anEdgeIntoAnEntry() {
    var drawing = Drawing.begun().set("a").node("hook", "entry_webhook", "{}");
    drawing.edges("in", "a").edges("a", "hook");

    assertThat(drawing.errors()).contains("edge 'e2': leads into the entry point 'hook'");
  }

  @Test
  void dataThatCannotCome() {
    var drawing = Drawing.begun().set("a", "b", "c d");
    drawing.node("x", "llm_flexible", "{\"goal\": \"g\"}");
    drawing.edges("in", "a", "b", "c d", "x").data("b", "a").data("c d", "x:in_c");

    assertThat(drawing.errors())
        .containsExactlyInAnyOrder(
            "edge 'e5': node 'b' does not come before node 'a'; a data edge brings a value along"
                + " the flow",
            "edge 'e6': the value of node 'c d' cannot be named in an expression; call the node by"
                + " letters, digits and _");
  }

  @Test
  void waysThatCannotBeWrittenAsSteps() {
    var drawing = Drawing.begun().set("a", "b", "x", "y");
    drawing.node("p", "logic_parallel", "{}").edges("in", "p").edges("p", "a").edges("p", "b");
    drawing.edges("a", "x").edges("a", "y").edges("b", "x").edges("b", "y");

    assertThat(drawing.errors())
        .containsExactly(
            "cannot be structured: the ways 'a', 'b' out of node 'p' do not join in one node that"
                + " each of them surely comes to");
  }

  @Test
  void aBranchThatMayEndBeforeTheOthersJoin() {
    var drawing = Drawing.begun().set("a", "b", "z").node("d", "logic_decision", "{}");
    drawing.node("p", "logic_parallel", "{}").edges("in", "p").edges("p", "d").edges("p", "a", "z");
    drawing.when("d:x", "input.ok", "z").when("d:y", "else", "b");

    assertThat(drawing.errors()).hasSize(1).first().asString().startsWith("cannot be structured");
  }

  @Test
  void aLoopThatIsEnteredPastItsHead() {
    var drawing = Drawing.begun().set("a", "b").node("d", "logic_decision", "{}");
    drawing.node("l", "logic_loop", "{\"items\": \"[1]\"}").edges("in", "d");
    drawing.when("d:x", "input.ok", "l").when("d:y", "else", "b");
    drawing.edges("l:body", "a", "b", "l");

    assertThat(drawing.errors())
        .contains(
            "cannot be structured: node 'b' is in the body of loop 'l' and is also reached without"
                + " it");
  }

  @Test
  void everythingIsToldAtOnce() {
    var drawing = new Drawing().set("a", "a");
    drawing.node("l", "logic_loop", "{\"style\": \"while\"}").node("k", "nothing", "{}");
    drawing.node("t", "llm_rigid", "{\"template\": \"{{ ) }}\"}").edges("a", "t", "a");

    assertThat(drawing.errors())
        .contains(
            "flow has no entry-point node",
            "duplicate node id 'a'",
            "while loop missing max_iterations",
            "node 'k': unknown node kind 'nothing'",
            "cycle detected: a -> t -> a")
        .anyMatch(message -> message.startsWith("node 't': template: E301"));
  }

  @Test
  void whatADeployCouldNotDoWithTheConfig() {
    var drawing = Drawing.begun().set("a").edges("in", "a");
    var groups = IntStream.range(0, 101).mapToObj(i -> "\"mg_" + i + "\"").toList();
    drawing.config(
        """
        {"scaiqueue": {"queues": [{"slug": "q"}]}, "model_visibility_group_ids": %s}
        """
            .formatted(groups));
    assertThat(drawing.errors())
        .containsExactly(
            "config.scaiqueue lists queues without scope; set config.scaiqueue.scope",
            "config.model_visibility_group_ids names 101 groups; at most 100 are taken");

    drawing.config(
        """
        {"scaiqueue": {"scope": "s", "queues": [{"slug": "q"}]},
         "model_visibility_group_ids": %s}
        """
            .formatted(Collections.nCopies(500, "\"mg_1\"")));
    assertThat(drawing.errors()).isEmpty();
    assertThat(drawing.config("{\"scaiqueue\": {}}").errors()).isEmpty();
  }
}
