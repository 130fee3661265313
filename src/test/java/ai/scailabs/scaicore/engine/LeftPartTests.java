package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.PLUGIN;
import static ai.scailabs.scaicore.engine.Programs.ask;
import static ai.scailabs.scaicore.engine.Programs.attempt;
import static ai.scailabs.scaicore.engine.Programs.call;
import static ai.scailabs.scaicore.engine.Programs.completed;
import static ai.scailabs.scaicore.engine.Programs.emit;
import static ai.scailabs.scaicore.engine.Programs.program;
import static ai.scailabs.scaicore.engine.Programs.prompt;
import static ai.scailabs.scaicore.engine.Programs.returns;
import static ai.scailabs.scaicore.engine.Programs.set;
import static ai.scailabs.scaicore.engine.Programs.suspended;
import static ai.scailabs.scaicore.engine.Programs.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where parts of a run are left, and stay left. Source: "Journal and replay". */
class LeftPartTests {

  private final World world = new World();

  private static String budget(String bounds, String body, String otherwise) {
    return "{'kind': 'budget', "
        + bounds
        + ", 'body': ["
        + body
        + "], 'on_exceeded': ["
        + otherwise
        + "]}";
  }

  private static String parallel(String a, String b) {
    return "{'kind': 'parallel', 'max_concurrent': 1, 'branches': [{'name': 'a', 'body': ["
        + a
        + "]}, {'name': 'b', 'body': ["
        + b
        + "]}]}";
  }

  @Test
  void aWaitThatWasLeftStaysLeftThoughItsAnswerCame() {
    var source = program("", budget("'max_duration': '1h'", ask("d") + "," + emit("e"), ask("z")));
    suspended(world.run(source, "{}"));
    var left = world.raised.getLast().step();
    world.pass(Duration.ofHours(2));
    suspended(world.run(source, "{}"));
    world.answer(left, "late", Map.of());
    world.answer("other");
    assertThat(String.valueOf(completed(world.run(source, "{}")))).contains("other");
    assertThat(world.emissions).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void aCalledCoreThatWasLeftStaysLeftToo(String async) {
    var call = "{'kind': 'core_call', 'target': 'core://t/o', 'result_binding': 'h', 'is_async': ";
    var source =
        program(
            "",
            budget(
                "'max_duration': '1h'",
                call
                    + async
                    + "},"
                    + "{'kind': 'await_responses', 'handles': 'h', 'mode': 'any'},"
                    + emit("e"),
                ask("z")));
    suspended(world.run(source, "{}"));
    world.pass(Duration.ofHours(2));
    suspended(world.run(source, "{}"));
    world.returned(world.begun.getFirst().step(), 5L, null);
    world.answer("other");
    assertThat(String.valueOf(completed(world.run(source, "{}")))).contains("other");
    assertThat(world.emissions).isEmpty();
  }

  @Test
  void aLastBodyThatWaitsWhileABudgetIsLeftIsWaitedFor() {
    var source =
        program(
            "",
            budget(
                "'max_llm_calls': 1, 'max_duration': '1h'",
                parallel(attempt(prompt("x") + "," + prompt("y"), ask("f")), ask("q")),
                value("0 - 1")));
    assertThat(suspended(world.run(source, "{}")).wakeAt()).isNull();
    assertThat(world.open.values().stream().map(CheckpointSink.Request::prompt))
        .containsExactly("f");
    suspended(world.run(source, "{}"));
    world.answer(world.open.keySet().iterator().next(), "go", Map.of());
    assertThat(completed(world.run(source, "{}"))).isEqualTo(-1L);
    assertThat(world.asked).hasSize(1);
  }

  @Test
  void whatABranchUsedCountsBeforeItIsRepeated() {
    var source =
        program(
            "",
            budget(
                "'max_llm_calls': 2",
                parallel(
                    ask("q") + "," + prompt("x"), prompt("y") + "," + prompt("z") + "," + ask("d")),
                value("0 - 1")));
    suspended(world.run(source, "{}"));
    world.answer(
        world.open.values().stream()
            .filter(question -> "q".equals(question.prompt()))
            .findFirst()
            .orElseThrow()
            .step(),
        "go",
        Map.of());
    assertThat(completed(world.run(source, "{}"))).isEqualTo(-1L);
    assertThat(world.asked).hasSize(2);
  }

  @Test
  void statementsGiveOthersATurnAndEndWithTheTimeOfABudget() {
    var statement = "{'kind': 'expression', 'expression': '1'}";
    var rigid =
        "{'kind': 'rigid', 'statements': [" + (statement + ",").repeat(400) + statement + "]}";
    world.permits = 10;
    assertThat(world.run(program("", rigid), "{}")).isInstanceOf(Outcome.Held.class);

    var timed = new World();
    timed.fault = () -> timed.now = timed.now.plusSeconds(60);
    var source = program("", budget("'max_duration': '1h'", rigid, ask("z")), returns("1"));
    suspended(timed.run(source, "{}"));
    timed.fault = () -> {};
    timed.now = java.time.Instant.EPOCH;
    timed.answer("go");
    assertThat(completed(timed.run(source, "{}"))).isEqualTo(1L);
    assertThat(timed.raised).hasSize(1);
  }

  @Test
  void aHeldRunMakesNoCallThoughItWaitedForTheDatabase() {
    world.permits = 2;
    assertThat(world.run(program(PLUGIN, call("f")), "{}")).isInstanceOf(Outcome.Held.class);
    assertThat(world.called).isEmpty();
  }

  @Test
  void whatAnArmSetsIsNotSetBackToTheAnswer() {
    var source =
        program(
            "",
            ask("d")
                .replace(
                    "'result_binding'",
                    "'on_response': [{'pattern': '_', 'body': ["
                        + set("d", "d.decision + 2")
                        + "]}], 'result_binding'"),
            returns("d"));
    suspended(world.run(source, "{}"));
    world.answer("go");
    assertThat(completed(world.run(source, "{}"))).isEqualTo("go2");
  }
}
