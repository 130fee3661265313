package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.completed;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.ProgramReader;
import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.scaiflow.compiler.Drawing;
import ai.scailabs.scaicore.scaiflow.compiler.FlowCompiler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What flow graphs compile to does what they draw. A node is seen by the plugin call it makes. */
class CompiledFlowTests {

  private final World world = new World();

  private static CoreEngine engine(String yaml) {
    var manifest = ManifestReader.read(yaml.getBytes(StandardCharsets.UTF_8));
    var read = ProgramReader.read(manifest.source());
    if (!read.findings().isEmpty()) {
      throw new AssertionError(read.findings() + "\n" + yaml);
    }
    return new CoreEngine("hash", read.program());
  }

  private static Drawing calls(Drawing drawing, String... ids) {
    for (var id : ids) {
      drawing.node(id, "tool_plugin", "{\"plugin\": \"erp\", \"method\": \"%s\"}".formatted(id));
    }
    return drawing;
  }

  private static Drawing decisions(Drawing drawing, String... ids) {
    for (var id : ids) {
      drawing.node(id, "logic_decision", "{\"style\": \"if\"}");
    }
    return drawing;
  }

  private List<String> called(Drawing drawing, String input) {
    return called(engine(drawing.manifest()), input);
  }

  private List<String> called(CoreEngine engine, String input) {
    world.called.clear();
    world.entries.clear();
    completed(world.run(engine, Json.object(input)));
    return world.called.stream().map(PluginBridge.Call::method).toList();
  }

  @Test
  void aDecisionTakesOneWayAndGoesOnWhereTheWaysJoin() {
    var drawing = decisions(calls(Drawing.begun(), "a", "b", "c", "z"), "d");
    drawing.edges("in", "d").when("d:x", "input.n > 10", "a").when("d:y", "input.n > 5", "b");
    drawing.when("d:z", "else", "c").edges("a", "z").edges("b", "z").edges("c", "z");

    assertThat(called(drawing, "{\"n\": 11}")).containsExactly("a", "z");
    assertThat(called(drawing, "{\"n\": 6}")).containsExactly("b", "z");
    assertThat(called(drawing, "{\"n\": 1}")).containsExactly("c", "z");
  }

  @Test
  void aWayThatEndsBeforeTheOthersJoinEndsTheFlow() {
    var drawing = decisions(calls(Drawing.begun(), "a", "b", "c", "z"), "d");
    drawing.edges("in", "d").when("d:x", "input.n > 10", "a").when("d:y", "input.n > 5", "b");
    drawing.when("d:z", "else", "c").edges("a", "z").edges("b", "z");

    assertThat(called(drawing, "{\"n\": 11}")).containsExactly("a", "z");
    assertThat(called(drawing, "{\"n\": 1}")).containsExactly("c");
    assertThat(drawing.manifest()).containsOnlyOnce("method: z\n      meta");
  }

  @Test
  void withoutAnElseTheFlowEndsWhereTheOnlyConditionDoesNotHold() {
    var drawing = decisions(calls(Drawing.begun(), "a", "z"), "d");
    drawing.edges("in", "d").when("d", "input.n > 10", "a").edges("a", "z");

    assertThat(called(drawing, "{\"n\": 11}")).containsExactly("a", "z");
    assertThat(called(drawing, "{\"n\": 1}")).isEmpty();
  }

  @Test
  void aMatchComparesItsSubjectWithWords() {
    var drawing = calls(Drawing.begun(), "a", "b", "c");
    drawing.node("d", "logic_decision", "{\"style\": \"match\", \"subject\": \"input.kind\"}");
    drawing.edges("in", "d").when("d:x", "travel", "a").when("d:y", "\"meals and more\"", "b");
    drawing.when("d:z", "else", "c");

    assertThat(called(drawing, "{\"kind\": \"travel\"}")).containsExactly("a");
    assertThat(called(drawing, "{\"kind\": \"meals and more\"}")).containsExactly("b");
    assertThat(called(drawing, "{\"kind\": \"software\"}")).containsExactly("c");
  }

  @Test
  void aNodeWithSeveralEdgesTakesAllOfThemInTheirOrder() {
    var drawing = calls(Drawing.begun(), "a", "b", "c", "d", "z");
    drawing.edges("in", "a", "c", "z").edges("a", "b", "d", "z");

    assertThat(called(drawing, "{}")).containsExactly("a", "c", "b", "d", "z");
  }

  @Test
  void branchesRunBesideAndGoOnWhereTheyJoin() {
    var drawing = calls(Drawing.begun(), "a", "b", "c", "z");
    drawing.node("p", "logic_parallel", "{}");
    drawing.edges("in", "p").edges("p", "a", "z").edges("p", "b", "c", "z");

    var called = called(drawing, "{}");
    assertThat(called).containsExactlyInAnyOrder("a", "b", "c", "z").endsWith("z");
    assertThat(called.indexOf("b")).isLessThan(called.indexOf("c"));
  }

  @Test
  void aBranchThatEndsKeepsNobodyFromJoining() {
    var drawing = calls(Drawing.begun(), "a", "b", "c", "z");
    drawing.node("p", "logic_parallel", "{\"max_concurrent\": 1}");
    drawing.edges("in", "p").edges("p", "a", "z").edges("p", "b", "z").edges("p", "c");

    assertThat(called(drawing, "{}")).containsExactly("a", "b", "c", "z");
  }

  @Test
  void valuesOfBranchesAreThereAfterTheyJoin() {
    var drawing = decisions(calls(Drawing.begun(), "node_a", "b", "c"), "d");
    drawing.node("p", "logic_parallel", "{}");
    drawing.node("z", "llm_rigid", "{\"template\": \"{{a.from}} {{b.from}} {{c}} {{seen}}\"}");
    drawing.node("s", "data_variable_set", "{\"name\": \"seen\", \"value\": \"'yes'\"}");
    drawing.edges("in", "p").edges("p", "node_a", "s", "z").edges("p", "b", "d");
    drawing.when("d", "input.n > 10", "c").edges("c", "z").when("d:no", "else", "z");

    assertThat(completed(world.run(engine(drawing.manifest()), Json.object("{\"n\": 1}"))))
        .isEqualTo("node_a b  yes");
    world.entries.clear();
    assertThat(completed(world.run(engine(drawing.manifest()), Json.object("{\"n\": 11}"))))
        .isEqualTo("node_a b {\"from\":\"c\"} yes");
  }

  private @Nullable Object value(Drawing drawing, String input) {
    world.called.clear();
    world.entries.clear();
    return completed(world.run(engine(drawing.manifest()), Json.object(input)));
  }

  @Test
  void aBranchChangesAMemberOfTheInputThatNothingDeclares() {
    var drawing = decisions(calls(Drawing.begun(), "a"), "d");
    drawing.node("p", "logic_parallel", "{}");
    drawing.node("s", "data_variable_set", "{\"name\": \"total\", \"value\": \"total + 21\"}");
    drawing.node("t", "data_variable_set", "{\"name\": \"seen\", \"value\": \"'yes'\"}");
    drawing.node("z", "llm_rigid", "{\"template\": \"{{total}} {{seen}}\"}");
    drawing.edges("in", "p").edges("p", "s", "d").when("d:x", "total > 200", "t").edges("t", "z");
    drawing.when("d:y", "else", "z").edges("p", "a", "z");

    assertThat(value(drawing, "{\"total\": 100}")).isEqualTo("121 ");
    assertThat(value(drawing, "{\"total\": 200}")).isEqualTo("221 yes");
    assertThat(value(drawing, "{\"total\": 100, \"seen\": \"no\"}")).isEqualTo("121 no");
  }

  @Test
  void aBranchThatEndsEarlyGivesBackWhatNeverHadAValue() {
    var drawing = decisions(calls(Drawing.begun(), "a", "b", "c", "m"), "d", "e");
    drawing.node("p", "logic_parallel", "{}");
    drawing.node("s", "data_variable_set", "{\"name\": \"other\", \"value\": \"'set'\"}");
    drawing.node("o", "data_variable_set", "{\"name\": \"other\", \"value\": \"'before'\"}");
    drawing.node("z", "llm_rigid", "{\"template\": \"it is {{other}}\"}");
    drawing.edges("in", "e").when("e:x", "input.n == 1", "o").edges("o", "p");
    drawing.when("e:y", "else", "p").edges("p", "d").edges("p", "a").edges("in", "z");
    drawing.when("d:x", "input.n == 2", "b").when("d:y", "input.n == 1", "s");
    drawing.when("d:z", "else", "c").edges("s", "m").edges("c", "m");

    assertThat(value(drawing, "{\"n\": 1}")).isEqualTo("it is set");
    assertThat(value(drawing, "{\"n\": 2}")).isEqualTo("it is ");
    assertThat(value(drawing, "{\"n\": 3}")).isEqualTo("it is ");
  }

  @Test
  void aWhileKeepsWhatABranchOfItsLastRoundSet() {
    var drawing = calls(Drawing.begun(), "a");
    drawing.node(
        "l",
        "logic_loop",
        "{\"style\": \"while\", \"condition\": \"(n ?? 0) < 3\", \"max_iterations\": 9}");
    drawing.node("p", "logic_parallel", "{}");
    drawing.node("s", "data_variable_set", "{\"name\": \"n\", \"value\": \"(n ?? 0) + 1\"}");
    drawing.node("j", "llm_rigid", "{\"template\": \"{{n}}\"}");
    drawing.node("z", "llm_rigid", "{\"template\": \"{{n}}\"}");
    drawing.edges("in", "l").edges("l:body", "p").edges("p", "s", "j").edges("p", "a", "j");
    drawing.edges("j", "l").edges("l:done", "z");

    assertThat(value(drawing, "{}")).isEqualTo(3L);
    assertThat(value(drawing, "{\"n\": 1}")).isEqualTo(3L);
  }

  @Test
  void aBranchThatDidNotSetAVariableLeavesItToOneThatDid() {
    var drawing = decisions(Drawing.begun(), "d", "e");
    drawing.node("p", "logic_parallel", "{}");
    drawing.node("s", "data_variable_set", "{\"name\": \"v\", \"value\": \"'one'\"}");
    drawing.node("t", "data_variable_set", "{\"name\": \"v\", \"value\": \"'two'\"}");
    drawing.node("u", "data_variable_set", "{\"name\": \"w\", \"value\": \"'w'\"}");
    drawing.node("z", "llm_rigid", "{\"template\": \"{{v}}\"}");
    drawing.with("variables", List.of(Map.of("name", "v", "default", "old")));
    drawing.edges("in", "p").edges("p", "d").edges("p", "e").edges("p", "u", "z");
    drawing.when("d:x", "input.s", "s").when("d:y", "else", "z").edges("s", "z");
    drawing.when("e:x", "input.t", "t").when("e:y", "else", "z").edges("t", "z");

    assertThat(value(drawing, "{\"s\": true, \"t\": false}")).isEqualTo("one");
    assertThat(value(drawing, "{\"s\": false, \"t\": true}")).isEqualTo("two");
    assertThat(value(drawing, "{\"s\": true, \"t\": true}")).isEqualTo("two");
    assertThat(value(drawing, "{\"s\": false, \"t\": false}")).isEqualTo("old");
  }

  @Test
  void dataComesFromTheWayThatWasTaken() {
    var one = decisions(calls(Drawing.begun(), "a", "b", "j"), "d");
    one.edges("in", "d").when("d:x", "input.n == 1", "a").when("d:y", "else", "b");
    one.edges("a", "j").edges("b", "j").data("a", "j:in_order").data("b", "j:in_order");
    var two = decisions(calls(Drawing.begun(), "a", "j"), "d");
    two.node("b", "llm_flexible", "{\"goal\": \"g\", \"output_schema\": {\"total\": \"int\"}}");
    two.edges("in", "d").when("d:x", "input.n == 1", "a").when("d:y", "else", "b");
    two.edges("a", "j").edges("b", "j").data("a", "j:in_one").data("b:total", "j:in_two");
    world.model = question -> "{\"total\": 7}";

    value(one, "{\"n\": 1}");
    assertThat(world.called.getLast().args()).isEqualTo(Map.of("order", Map.of("from", "a")));
    value(one, "{\"n\": 2}");
    assertThat(world.called.getLast().args()).isEqualTo(Map.of("order", Map.of("from", "b")));
    value(two, "{\"n\": 1}");
    assertThat(world.called.getLast().args()).extractingByKey("one").isNotNull();
    assertThat(world.called.getLast().args()).extractingByKey("two").isNull();
    value(two, "{\"n\": 2}");
    assertThat(world.called.getLast().args()).extractingByKey("one").isNull();
    assertThat(String.valueOf(world.called.getLast().args().get("two"))).isEqualTo("7");
  }

  @Test
  void parallelsInsideParallelsGiveTheirValuesOn() {
    var drawing = calls(Drawing.begun(), "a", "b", "c");
    drawing.node("p", "logic_parallel", "{}").node("q", "logic_parallel", "{}");
    drawing.node("j", "llm_rigid", "{\"template\": \"{{a.from}}{{b.from}}\"}");
    drawing.node("z", "llm_rigid", "{\"template\": \"{{j}} {{a.from}} {{c.from}}\"}");
    drawing.edges("in", "p").edges("p", "q").edges("q", "a", "j").edges("q", "b", "j");
    drawing.edges("j", "z").edges("p", "c", "z");

    assertThat(completed(world.run(engine(drawing.manifest()), Map.of()))).isEqualTo("ab a c");
  }

  @Test
  void aForeachRepeatsSeveralNodesAndGoesOn() {
    var drawing = decisions(calls(Drawing.begun(), "a", "b", "c", "z"), "d");
    drawing.node("l", "logic_loop", "{\"style\": \"foreach\", \"items\": \"input.items\"}");
    drawing.edges("in", "l").edges("l:body", "a", "d").when("d:x", "item > 1", "b");
    drawing.when("d:y", "else", "c").edges("b", "l").edges("c", "l").edges("l:done", "z");

    assertThat(called(drawing, "{\"items\": [1, 2]}")).containsExactly("a", "c", "a", "b", "z");
  }

  @Test
  void aWhileRepeatsAndABreakLeavesIt() {
    var drawing = decisions(calls(Drawing.begun(), "a", "b", "z"), "d", "e");
    drawing.node(
        "l",
        "logic_loop",
        "{\"style\": \"while\", \"condition\": \"n < 10\", \"max_iterations\": 20}");
    drawing.node("s", "data_variable_set", "{\"name\": \"n\", \"value\": \"n + 1\"}");
    drawing.with("variables", List.of(Map.of("name", "n", "type", "int", "default", 0L)));
    drawing.edges("in", "l").edges("l:body", "s", "d");
    drawing.when("d:stop", "n == 4", "z").when("d:on", "else", "e");
    drawing.when("e:skip", "n == 2", "l").when("e:on", "else", "a");
    drawing.edges("a", "b", "l").edges("l:done", "z");

    assertThat(called(drawing, "{}")).containsExactly("a", "b", "a", "b", "z");
    assertThat(called(drawing, "{\"n\": 8}")).containsExactly("a", "b", "a", "b", "z");
  }

  @Test
  void aWayThatEndsInALoopEndsTheRoundOnly() {
    var drawing = decisions(calls(Drawing.begun(), "a", "b", "c", "m", "z"), "d");
    drawing.node("l", "logic_loop", "{\"style\": \"foreach\", \"items\": \"input.items\"}");
    drawing.edges("in", "l").edges("l:body", "d");
    drawing.when("d:x", "item == 1", "a").when("d:y", "item == 2", "b").when("d:z", "else", "c");
    drawing.edges("a", "m").edges("b", "m").edges("l:done", "z");

    assertThat(called(drawing, "{\"items\": [3, 1, 2]}"))
        .containsExactly("c", "a", "m", "b", "m", "z");
  }

  @Test
  void twoEdgesBackEndARoundOnce() {
    var drawing = calls(Drawing.begun(), "a", "z");
    drawing.node("l", "logic_loop", "{\"items\": \"[1, 2]\"}");
    drawing.edges("in", "l").edges("l:body", "a", "l").edges("a:again", "l").edges("l:done", "z");

    assertThat(called(drawing, "{}")).containsExactly("a", "a", "z");
  }

  @Test
  void loopsStandInsideLoops() {
    var drawing = calls(Drawing.begun(), "a", "b", "z");
    drawing.node("l", "logic_loop", "{\"style\": \"foreach\", \"items\": \"input.items\"}");
    drawing.node(
        "m",
        "logic_loop",
        "{\"style\": \"foreach\", \"items\": \"item\", \"variable\": \"inner\"}");
    drawing.edges("in", "l").edges("l:out_body", "m").edges("m:out_body", "a", "m");
    drawing.edges("m:out_done", "b", "l").edges("l:out_done", "z");

    assertThat(called(drawing, "{\"items\": [[1, 2], [3]]}"))
        .containsExactly("a", "a", "b", "a", "b", "z");
  }

  @Test
  void aPortWithoutATellingNameIsTheBodysWhereItLeadsBack() {
    var drawing = calls(Drawing.begun(), "a", "z");
    drawing.node("l", "logic_loop", "{\"items\": \"[1, 2]\"}");
    drawing.edges("in", "l").edges("l:p1", "a", "l").edges("l:p2", "z");

    assertThat(called(drawing, "{}")).containsExactly("a", "a", "z");
  }

  @Test
  void aDataEdgeBringsAValueAndComesFirst() {
    var drawing = calls(Drawing.begun(), "a");
    drawing.node("b", "tool_plugin", "{\"plugin\": \"erp\", \"method\": \"b\"}");
    drawing.edges("in", "a").data("a:out", "b:in_order").data("in:message", "b:text");

    assertThat(called(drawing, "{\"message\": \"hello\"}")).containsExactly("a", "b");
    assertThat(world.called.getLast().args())
        .isEqualTo(Map.of("order", Map.of("from", "a"), "text", "hello"));
  }

  @Test
  void entriesThatLeadElsewhereBeginFlowsOfTheirOwn() {
    var drawing = calls(Drawing.begun(), "a", "b");
    drawing.node("cron", "entry_schedule", "{\"cron\": \"0 2 * * *\"}");
    drawing.node("hook", "entry_webhook", "{\"path\": \"/hook\"}");
    drawing.edges("in", "a").edges("cron", "b").edges("hook", "a");

    var engine = engine(drawing.manifest());
    completed(world.run(engine, Map.of()));
    assertThat(world.called).extracting(PluginBridge.Call::method).containsExactly("a");
    var program =
        ProgramReader.read(
                ManifestReader.read(drawing.manifest().getBytes(StandardCharsets.UTF_8)).source())
            .program();
    assertThat(program.triggers())
        .extracting(trigger -> trigger.kind() + " " + trigger.name() + " " + trigger.targetFlow())
        .containsExactly("api in main", "webhook hook main", "schedule cron cron");
  }

  @Test
  void theExpenseApproverAsksAboutLargeExpensesOnly() {
    var yaml = FlowCompiler.compile(Drawing.sample("expense-approver")).manifest();
    var manifest = String.valueOf(yaml).replace("name: expense_approver", "name: main");
    world.model =
        question ->
            "{\"amount\": 20, \"category\": \"meals\", \"vendor\": \"v\", \"justification\":"
                + " \"j\"}";

    completed(world.run(engine(manifest), Map.of()));
    assertThat(world.raised).isEmpty();
  }

  @Test
  void aWhileInWhichWaysEndAndJoinGoesOnWithTheNextRound() {
    var drawing = decisions(calls(Drawing.begun(), "a", "b", "c", "m", "z"), "d");
    drawing.node(
        "l",
        "logic_loop",
        "{\"style\": \"while\", \"condition\": \"n < 3\", \"max_iterations\": 9}");
    drawing.node("s", "data_variable_set", "{\"name\": \"n\", \"value\": \"n + 1\"}");
    drawing.with("variables", List.of(Map.of("name", "n", "type", "int", "default", 0L)));
    drawing.edges("in", "l").edges("l:body", "s", "d");
    drawing.when("d:x", "n == 1", "a").when("d:y", "n == 2", "b").when("d:z", "else", "c");
    drawing.edges("a", "m").edges("c", "m").edges("l:done", "z");

    assertThat(called(drawing, "{}")).containsExactly("a", "m", "b", "c", "m", "z");
  }

  @Test
  void whereNoConditionHoldsTheFlowGoesOnAtTheJoin() {
    var drawing = decisions(calls(Drawing.begun(), "a", "b", "c", "y", "z"), "d", "e");
    drawing.edges("in", "d").when("d:x", "input.n == 1", "a").when("d:y", "input.n == 2", "b");
    drawing.edges("a", "z").edges("b", "z");
    // The same beside another way, and with a way of it that ends.
    drawing.edges("in", "e").when("e:x", "input.n == 1", "c").when("e:y", "input.n == 2", "y");
    var ending = decisions(calls(Drawing.begun(), "a", "b", "c", "y", "z"), "d");
    ending.edges("in", "y").edges("in", "d");
    ending.when("d:x", "input.n == 1", "a").when("d:y", "input.n == 2", "b");
    ending.when("d:z", "input.n == 3", "c").edges("a", "z").edges("b", "z");

    assertThat(called(drawing, "{\"n\": 5}")).containsExactly("z");
    assertThat(called(ending, "{\"n\": 5}")).containsExactly("y", "z");
    assertThat(called(ending, "{\"n\": 3}")).containsExactly("y", "c");
    assertThat(called(ending, "{\"n\": 2}")).containsExactly("y", "b", "z");
  }

  /** Graphs of decisions and calls, and the way that an input takes through them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void randomDecisionsLeadWhereTheyAreDrawn(int seed) {
    var random = new Random(seed);
    int compiled = 0;
    for (int i = 0; i < 40; i++) {
      var graph = new RandomGraph(random, 4 + random.nextInt(12), false);
      var manifest = graph.drawing.compiled().manifest();
      if (manifest == null) {
        assertThat(graph.drawing.errors())
            .allMatch(e -> e.contains("cannot be structured") || e.contains("nested deeper"));
        continue;
      }
      compiled++;
      var engine = engine(manifest);
      for (int input = 0; input < 8; input++) {
        assertThat(called(engine, graph.input(input)))
            .as(() -> manifest)
            .isEqualTo(graph.walk(input));
      }
    }
    assertThat(compiled).isGreaterThan(35);
  }

  /**
   * As before, with nodes that take several ways: the same nodes run, each after what leads to it.
   */
  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void randomForksRunWhatIsDrawn(int seed) {
    var random = new Random(seed);
    int compiled = 0;
    for (int i = 0; i < 60; i++) {
      var graph = new RandomGraph(random, 4 + random.nextInt(9), true);
      var manifest = graph.drawing.compiled().manifest();
      if (manifest == null) {
        assertThat(graph.drawing.errors()).allMatch(e -> e.contains("cannot be structured"));
        continue;
      }
      compiled++;
      var engine = engine(manifest);
      for (int input = 0; input < 4; input++) {
        int at = input;
        var called = called(engine, graph.input(input));
        assertThat(called).as(() -> manifest).doesNotHaveDuplicates();
        assertThat(Set.copyOf(called)).as(() -> at + manifest).isEqualTo(graph.reached(input));
        graph.checkOrder(called, input);
      }
    }
    assertThat(compiled).isGreaterThan(10);
  }

  /** A random graph without cycles: each node leads to later ones. */
  private static final class RandomGraph {

    final Drawing drawing = Drawing.begun();
    private final Map<String, List<String>> calls = new LinkedHashMap<>();
    private final Map<String, List<@Nullable String>> ways = new LinkedHashMap<>();
    private final Map<String, Integer> bits = new LinkedHashMap<>();

    RandomGraph(Random random, int size, boolean forks) {
      var names = new ArrayList<String>();
      for (int i = 0; i < size; i++) {
        names.add((random.nextInt(3) == 0 ? "d" : forks && random.nextInt(4) == 0 ? "p" : "n") + i);
      }
      for (var name : names) {
        switch (name.charAt(0)) {
          case 'd' -> decisions(drawing, name);
          case 'p' -> drawing.node(name, "logic_parallel", "{}");
          default -> calls(drawing, name);
        }
      }
      drawing.edges("in", names.getFirst());
      for (int i = 0; i < size; i++) {
        var name = names.get(i);
        var targets = new ArrayList<@Nullable String>();
        int count =
            name.startsWith("n")
                ? (random.nextInt(8) == 0 ? 0 : forks && random.nextInt(6) == 0 ? 2 : 1)
                : 2;
        for (int k = 0; k < count && i + 1 < size; k++) {
          var target = names.get(i + 1 + random.nextInt(Math.min(4, size - i - 1)));
          if (name.startsWith("d") || !targets.contains(target)) {
            targets.add(target);
          }
        }
        if (name.startsWith("d")) {
          int bit = random.nextInt(3);
          bits.put(name, bit);
          if (targets.isEmpty()) {
            targets.add("n_end" + i);
            calls(drawing, "n_end" + i);
          }
          drawing.when(name + ":yes", "input.b" + bit, String.valueOf(targets.getFirst()));
          if (targets.size() > 1) {
            drawing.when(name + ":no", "else", String.valueOf(targets.get(1)));
          }
          ways.put(name, targets);
        } else {
          targets.forEach(target -> drawing.edges(name, String.valueOf(target)));
          calls.put(name, targets.stream().map(String::valueOf).toList());
        }
      }
      first = names.getFirst();
    }

    private final String first;

    String input(int bits) {
      return "{\"b0\": %s, \"b1\": %s, \"b2\": %s}"
          .formatted((bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0);
    }

    private List<String> next(String name, int input) {
      if (!name.startsWith("d")) {
        return calls.getOrDefault(name, List.of());
      }
      var targets = ways.getOrDefault(name, List.of());
      boolean yes = (input & (1 << bits.getOrDefault(name, 0))) > 0;
      int way = yes ? 0 : 1;
      return way < targets.size() ? List.of(String.valueOf(targets.get(way))) : List.of();
    }

    List<String> walk(int input) {
      var walked = new ArrayList<String>();
      var at = List.of(first);
      while (!at.isEmpty()) {
        if (at.getFirst().startsWith("n")) {
          walked.add(at.getFirst());
        }
        at = next(at.getFirst(), input);
      }
      return walked;
    }

    private Set<String> all(int input) {
      var reached = new HashSet<String>();
      var queue = new ArrayList<>(List.of(first));
      for (int i = 0; i < queue.size(); i++) {
        if (reached.add(queue.get(i))) {
          queue.addAll(next(queue.get(i), input));
        }
      }
      return reached;
    }

    Set<String> reached(int input) {
      var reached = new HashSet<>(all(input));
      reached.removeIf(name -> !name.startsWith("n"));
      return reached;
    }

    void checkOrder(List<String> called, int input) {
      for (var name : all(input)) {
        for (var next : next(name, input)) {
          if (name.startsWith("n") && next.startsWith("n")) {
            assertThat(called.indexOf(name)).isLessThan(called.indexOf(next));
          }
        }
      }
    }
  }
}
