package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.ask;
import static ai.scailabs.scaicore.engine.Programs.completed;
import static ai.scailabs.scaicore.engine.Programs.failed;
import static ai.scailabs.scaicore.engine.Programs.program;
import static ai.scailabs.scaicore.engine.Programs.returns;
import static ai.scailabs.scaicore.engine.Programs.set;
import static ai.scailabs.scaicore.engine.Programs.suspended;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks that ask a model. Source: the program format, "Blocks". */
class ModelBlockTests {

  private static final String KB =
      "'plugins': [{'alias': 'kb', 'endpoint': 'https://kb.example', 'methods': [{'name': 'find'},"
          + " {'name': 'pick up', 'description': 'd'}]}, {'alias': 'mcp', 'endpoint': 'x'}]";

  private final World world = new World();

  private static String guarded(String more) {
    return "{'kind': 'guarded', 'goal': 'g', 'output_type': '{n: int}', 'result_binding': 'a'"
        + more
        + "}";
  }

  private static String flexible(String more) {
    return "{'kind': 'flexible', 'goal': 'g'" + more + "}";
  }

  @Test
  void aGuardThatDoesNotHoldFailsBeforeAnyModelIsAsked() {
    var source = program("", guarded(", 'guard': 'n > 1'"));
    assertThat(failed(world.run(source, "{\"n\": 1}")).code()).isEqualTo("GUARD_FAILED");
    assertThat(world.asked).isEmpty();
  }

  @Test
  void anAnswerThatIsNotValidIsReplacedOrFails() {
    world.model = question -> "{\"n\": 5}";
    var rule = ", 'validate': ['output.n > 3', 'result.n < 5']";
    var outcome = (Outcome.Failed) world.run(program("", guarded(rule)), "{}");
    assertThat(outcome.failure().code()).isEqualTo("GUARD_VIOLATION");
    assertThat(outcome.redo()).containsExactly("flows.main.body[0]#0");

    var other = rule + ", 'on_validation_failure': [" + set("a", "{n: 0}") + "]";
    var replaced = new World();
    replaced.model = world.model;
    assertThat(completed(replaced.run(program("", guarded(other), returns("a")), "{}")))
        .isEqualTo(Map.of("n", 0L));
    assertThat(
            completed(
                new World()
                    .run(
                        program(
                            "",
                            "{'kind': 'guarded', 'goal': 'g', 'validate': ['output.length == 2']}"),
                        "{}")))
        .isEqualTo("42");
  }

  private static ModelProvider.Answer calling(String... names) {
    var calls = new ArrayList<ModelProvider.ToolCall>();
    for (var name : names) {
      calls.add(new ModelProvider.ToolCall("id_" + name, name, Map.of("q", name)));
    }
    return new ModelProvider.Answer("", false, calls, 1, 1);
  }

  @Test
  void theModelUsesItsToolsUntilItAnswersAndEachStepIsRecorded() {
    world.methods = List.of(new PluginBridge.Tool("weather", null, Map.of("type", "object")));
    world.plugin =
        call -> {
          if (call.method().equals("pick up")) {
            throw new BlockFailed(Failure.PLUGIN, "stuck");
          }
          return "result of " + call.method();
        };
    world.answers =
        question ->
            world.asked.size() == 1
                ? calling("kb__find", "kb__pick_up", "nothing", "mcp__weather")
                : new ModelProvider.Answer(question.turns().getLast().content(), false, 1, 1);
    var source = program(KB, flexible(", 'tools': ['kb', 'mcp.weather']"), ask("d"), returns("1"));
    suspended(world.run(source, "{}"));

    var question = world.asked.getLast();
    assertThat(question.tools().stream().map(ModelProvider.Tool::name))
        .containsExactly("kb__find", "kb__pick_up", "mcp__weather");
    assertThat(question.turns().stream().map(ModelProvider.Turn::content))
        .containsExactly(
            "g",
            "",
            "\"result of find\"",
            "{\"error\":{\"code\":\"PLUGIN_ERROR\",\"message\":\"stuck\"}}",
            "{\"error\":{\"code\":\"UNKNOWN_NAME\",\"message\":\"there is no tool nothing; there"
                + " are [kb__find, kb__pick_up, mcp__weather]\"}}",
            "\"result of weather\"");
    assertThat(world.called.getFirst().args()).isEqualTo(Map.of("q", "kb__find"));
    assertThat(world.entries.values().stream().map(Journal.Entry::kind))
        .containsExactly(
            EffectKind.PLUGIN_METHODS,
            EffectKind.MODEL_CALL,
            EffectKind.PLUGIN_CALL,
            EffectKind.PLUGIN_CALL,
            EffectKind.PLUGIN_CALL,
            EffectKind.MODEL_CALL);
    world.answer("go");
    assertThat(completed(world.run(source, "{}"))).isEqualTo(1L);
    assertThat(world.called).hasSize(3);
  }

  @Test
  void aModelCallsAtMostSixteenTools() {
    world.answers = question -> calling("kb__find", "nothing");
    var source = program(KB, flexible(", 'tools': ['kb.find']"));
    assertThat(failed(world.run(source, "{}")).code()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(world.called).hasSize(8);
  }

  @Test
  void namesOfToolsAreUniqueAndShort() {
    world.methods =
        IntStream.range(0, 3)
            .mapToObj(i -> PluginCalls.tool("ä".repeat(80) + i, null, null))
            .toList();
    world.run(program(KB, flexible(", 'tools': ['mcp']")), "{}");
    assertThat(world.asked.getFirst().tools().stream().map(ModelProvider.Tool::name))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-zA-Z0-9_-]{1,64}"))
        .hasSize(3);
  }

  @ParameterizedTest(name = "{0} for {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "low_confidence; {\"n\": 1, \"confidence\": 0.4}; LOW_CONFIDENCE",
        "constraint_violation; {\"n\": 1, \"constraint_violation\": \"rude\"};"
            + " CONSTRAINT_VIOLATION",
        "hallucination; {\"n\": 1, \"hallucination\": true}; CONSTRAINT_VIOLATION",
        "parse_error; what?; PARSE_ERROR"
      })
  void whatAnAnswerLacksIsDealtWithAsTheProgramSays(String word, String answer, String code) {
    world.model = question -> answer;
    var type = ", 'output_type': '{n: int}', 'on_failure': {'" + word + "': '";
    assertThat(failed(world.run(program("", flexible(type + "fail'}")), "{}")).code())
        .isEqualTo(code);
    var again = new World();
    again.model = question -> again.asked.size() == 1 ? answer : "{\"n\": 2}";
    var retry = program("", flexible(type + "retry(max = 1)'}"));
    assertThat(completed(again.run(retry, "{}"))).isEqualTo(Map.of("n", 2L));
    var person = new World();
    person.model = world.model;
    var escalate = program("", flexible(type + "retry(max = 1) | escalate'}"));
    suspended(person.run(escalate, "{}"));
    person.answer(person.raised.getLast().step(), "done", Map.of("n", 7L));
    assertThat(completed(person.run(escalate, "{}"))).isEqualTo(Map.of("n", 7L));
    assertThat(person.asked).hasSize(2);
  }

  @Test
  void lowConfidenceIsNoMatterWhereTheProgramSaysNothing() {
    world.model = question -> "{\"n\": 1, \"confidence\": 0.1}";
    completed(world.run(program("", flexible(", 'output_type': '{n: int}'")), "{}"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "approve; ; {n=1, confidence=0.1}",
        "reject; 3; {n=3}",
        "reject; ; LOW_CONFIDENCE",
      })
  void aFlaggedAnswerIsKeptOrReplacedByAPerson(String decision, Long n, String result) {
    world.model = question -> "{\"n\": 1, \"confidence\": 0.1}";
    var source =
        program(
            "",
            flexible(
                ", 'output_type': '{n: int}', 'on_failure': {'low_confidence':"
                    + " 'flag_and_checkpoint'}"));
    suspended(world.run(source, "{}"));
    assertThat(String.valueOf(world.raised.getLast().context())).contains("LOW_CONFIDENCE", "n=1");
    world.answer(world.raised.getLast().step(), decision, n == null ? Map.of() : Map.of("n", n));
    var outcome = world.run(source, "{}");
    assertThat(
            outcome instanceof Outcome.Failed failed
                ? failed.failure().code()
                : String.valueOf(completed(outcome)))
        .isEqualTo(result);
  }

  @Test
  void aRefusalIsAFailureOfItsOwnAndEveryAskingIsRedone() {
    world.answers = question -> new ModelProvider.Answer("no", true, 1, 1);
    var source = program("", flexible(", 'on_failure': {'refusal': 'retry(max = 2) | fail'}"));
    var outcome = (Outcome.Failed) world.run(source, "{}");
    assertThat(outcome.failure().code()).isEqualTo("REFUSAL");
    assertThat(outcome.redo()).hasSize(3);
  }

  @Test
  void aBlockMayLeaveTheProgramsConstraintsAside() {
    var rules = "'constraints': {'never': ['lie']}";
    world.run(program(rules, flexible(", 'constraints': {'always': ['sing']}")), "{}");
    assertThat(world.asked.getFirst().system()).contains("lie", "sing");
    var apart = new World();
    apart.run(
        program(rules, flexible(", 'constraints': {'always': ['sing'], 'inherit': false}")), "{}");
    assertThat(apart.asked.getFirst().system()).contains("sing").doesNotContain("lie");
  }

  @Test
  void aModelCallGivesATextOrWhatTheModalityMakes() {
    var text =
        "{'kind': 'model_call', 'modality': 'text', 'input_bindings': {'prompt': 'm'},"
            + " 'output_type': '{n: int}', 'result_binding': 't'}";
    var picture =
        "{'kind': 'model_call', 'modality': 'image_generation', 'input_bindings': {'prompt': 'm'},"
            + " 'result_binding': 'p'}";
    world.model = question -> "{\"n\": 1}";
    var source = program("", text, picture, ask("d"), returns("[t.n, p]"));
    suspended(world.run(source, "{\"m\": \"hi\"}"));
    assertThat(world.asked.getFirst().turns().getLast().content()).isEqualTo("hi");
    assertThat(world.ordered.getFirst().modality()).isEqualTo("image_generation");
    assertThat(world.ordered.getFirst().input()).isEqualTo(Map.of("prompt", "hi"));
    world.answer("go");
    assertThat(completed(world.run(source, "{\"m\": \"hi\"}"))).isEqualTo(List.of(1L, "made"));
    assertThat(world.ordered).hasSize(1);
  }
}
