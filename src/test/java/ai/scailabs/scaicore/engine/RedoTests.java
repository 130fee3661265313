package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.PLUGIN;
import static ai.scailabs.scaicore.engine.Programs.ask;
import static ai.scailabs.scaicore.engine.Programs.call;
import static ai.scailabs.scaicore.engine.Programs.completed;
import static ai.scailabs.scaicore.engine.Programs.emit;
import static ai.scailabs.scaicore.engine.Programs.program;
import static ai.scailabs.scaicore.engine.Programs.suspended;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a retry of a failed execution runs again. Source: "Journal and replay". */
class RedoTests {

  private static final String FLEXIBLE =
      "{'kind': 'flexible', 'goal': 'g', 'tools': ['kb.find'], 'output_type': '{n: int}'";

  private final World world = new World();

  private List<String> redo(String source) {
    return ((Outcome.Failed) world.run(source, "{\"n\": 1}")).redo();
  }

  private void retried(List<String> redo) {
    world.entries.keySet().removeAll(redo);
  }

  private static ModelProvider.Answer calling(String name) {
    var call = new ModelProvider.ToolCall("id", name, Map.of());
    return new ModelProvider.Answer("", false, List.of(call), 1, 1);
  }

  @Test
  void allCallsOfWhichNoneSucceededAreMadeAgain() {
    var source =
        program(
            "",
            "{'kind': 'foreach', 'variable': 'x', 'iterable': '[1, 2]', 'result_binding': 'hs',"
                + " 'body': [{'kind': 'core_call', 'target': 'core://t/o', 'is_async': true}]}",
            "{'kind': 'await_responses', 'handles': 'hs', 'mode': 'any', 'timeout': '1h'}");
    suspended(world.run(source, "{\"n\": 1}"));
    var steps = world.begun.stream().map(CoreCalls.Call::step).toList();
    steps.forEach(step -> world.returned(step, null, new Failure("X", "why")));
    var redo = redo(source);
    assertThat(world.entries).doesNotContainKey("flows.main.body[1]!first");
    assertThat(redo).contains("flows.main.body[1]!began", steps.get(0), steps.get(1) + "!result");
    retried(redo);
    suspended(world.run(source, "{\"n\": 1}"));
    assertThat(world.begun).hasSize(4);
    world.returned(steps.get(1), 5L, null);
    assertThat(String.valueOf(completed(world.run(source, "{\"n\": 1}")))).contains("value=5");
  }

  @Test
  void aCallWithATimeoutGetsAllOfItAgain() {
    var source = program("", "{'kind': 'core_call', 'target': 'core://t/o', 'timeout': '1h'}");
    suspended(world.run(source, "{\"n\": 1}"));
    var step = world.begun.getFirst().step();
    world.returned(step, null, new Failure("X", "why"));
    assertThat(redo(source)).containsExactly(step, step + "!result", step + "!began");
  }

  @Test
  void anAnswerThatCannotBeUsedIsAskedForAgainWithWhatItsToolsSaid() {
    world.answers =
        question ->
            world.asked.size() == 1
                ? calling("kb__find")
                : new ModelProvider.Answer("what?", false, 1, 1);
    var redo = redo(program(PLUGIN, FLEXIBLE + "}"));
    assertThat(redo)
        .containsExactly("flows.main.body[0]#1", "flows.main.body[0]#2", "flows.main.body[0]#3");
  }

  @Test
  void aPersonsWordOnAnAnswerIsAskedForAgainToo() {
    world.model = question -> "{\"n\": 1, \"confidence\": 0.1}";
    var source =
        program(PLUGIN, FLEXIBLE + ", 'on_failure': {'low_confidence': 'flag_and_checkpoint'}}");
    suspended(world.run(source, "{\"n\": 1}"));
    world.answer("reject");
    assertThat(redo(source)).containsExactly("flows.main.body[0]#1", "flows.main.body[0]#2");
  }

  @Test
  void afterTooManyToolCallsAllIsBegunAnew() {
    world.answers = question -> calling("kb__find");
    assertThat(redo(program(PLUGIN, FLEXIBLE + "}"))).hasSize(33).doesNotHaveDuplicates();
  }

  @Test
  void whatALastBodyDidBecauseOfAFailureIsDoneAgain() {
    world.plugin =
        call -> {
          throw new BlockFailed(Failure.PLUGIN, "down");
        };
    var attempt =
        "{'kind': 'try', 'body': ["
            + call("f")
            + "], 'catch': [], 'finally': ["
            + emit("last")
            + "]}";
    var source =
        program(
            PLUGIN,
            "{'kind': 'foreach', 'variable': 'x', 'iterable': '[1, 2]', 'body': [{'kind': 'try',"
                + " 'body': ["
                + attempt
                + "], 'catch': [{'error': '_', 'body': []}]}]}",
            ask("d"),
            attempt);
    suspended(world.run(source, "{\"n\": 1}"));
    world.answer("go");
    assertThat(redo(source))
        .containsExactly("flows.main.body[2].body[0]#0", "flows.main.body[2].finally[0]#0");
  }
}
