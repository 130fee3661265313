package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.PLUGIN;
import static ai.scailabs.scaicore.engine.Programs.ask;
import static ai.scailabs.scaicore.engine.Programs.attempt;
import static ai.scailabs.scaicore.engine.Programs.call;
import static ai.scailabs.scaicore.engine.Programs.completed;
import static ai.scailabs.scaicore.engine.Programs.emit;
import static ai.scailabs.scaicore.engine.Programs.failed;
import static ai.scailabs.scaicore.engine.Programs.program;
import static ai.scailabs.scaicore.engine.Programs.prompt;
import static ai.scailabs.scaicore.engine.Programs.returns;
import static ai.scailabs.scaicore.engine.Programs.suspended;
import static ai.scailabs.scaicore.engine.Programs.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a part of a flow may use. Source: the program format, "Blocks". */
class BudgetTests {

  private final World world = new World();

  private static String budget(String bounds, String body, String exceeded) {
    return "{'kind': 'budget', " + bounds + ", 'body': [" + body + "]" + exceeded + "}";
  }

  private static final String OTHERWISE = ", 'on_exceeded': [" + value("0 - 1") + "]";

  @Test
  void theCallAfterTheLastIsNotMade() {
    var three = prompt("a") + "," + prompt("b") + "," + prompt("c");
    var source = program("", budget("'max_llm_calls': 2", three, ""));
    var failure = failed(world.run(source, "{}"));
    assertThat(failure.code()).isEqualTo("BUDGET_EXCEEDED");
    assertThat(failure.block()).isEqualTo("flows.main.body[0]");
    assertThat(world.asked).hasSize(2);
    assertThat(
            completed(
                new World().run(program("", budget("'max_llm_calls': 2", three, OTHERWISE)), "{}")))
        .isEqualTo(-1L);
  }

  @Test
  void aBodyWithinItsBudgetIsJustRun() {
    var source = program("", budget("'max_llm_calls': 1, 'max_tokens': 2", prompt("a"), OTHERWISE));
    assertThat(completed(world.run(source, "{}"))).isEqualTo("42");
  }

  @Test
  void tokensAreCountedToo() {
    var source =
        program(
            "",
            budget(
                "'max_tokens': 3", prompt("a") + "," + prompt("b") + "," + emit("x"), OTHERWISE));
    assertThat(completed(world.run(source, "{}"))).isEqualTo(-1L);
    assertThat(world.asked).hasSize(2);
    assertThat(world.emissions).isEmpty();
  }

  @Test
  void noTryInsideSeesItButItsFinallyRuns() {
    var source =
        program(
            "",
            budget(
                "'max_llm_calls': 1",
                attempt(prompt("a") + "," + prompt("b"), emit("last")),
                OTHERWISE));
    assertThat(completed(world.run(source, "{}"))).isEqualTo(-1L);
    assertThat(world.emissions).hasSize(1);
  }

  @Test
  void aWaitInsideItEndsAtItsDeadlineAndTheQuestionIsTakenBack() {
    var source = program("", budget("'max_duration': '1h'", ask("d"), OTHERWISE), ask("z"));
    assertThat(suspended(world.run(source, "{}")).wakeAt())
        .isEqualTo(Instant.EPOCH.plusSeconds(3600));
    world.pass(Duration.ofMinutes(59));
    assertThat(suspended(world.run(source, "{}")).wakeAt())
        .isEqualTo(Instant.EPOCH.plusSeconds(3600));
    world.pass(Duration.ofMinutes(2));
    assertThat(suspended(world.run(source, "{}")).wakeAt()).isNull();
    assertThat(world.withdrawn).containsExactly("flows.main.body[0].body[0]#0");
    assertThat(world.open).hasSize(1);
  }

  @Test
  void anAnswerInTimeIsUsedAndWhatWasDecidedStaysWhateverTheTime() {
    var source =
        program(
            PLUGIN,
            budget("'max_duration': '1h'", ask("d") + "," + call("f"), OTHERWISE),
            ask("z"),
            returns("d.decision"));
    world.run(source, "{}");
    world.answer("yes");
    suspended(world.run(source, "{}"));
    assertThat(world.called).hasSize(1);
    world.answer("go");
    world.pass(Duration.ofDays(9));
    assertThat(completed(world.run(source, "{}"))).isEqualTo("yes");
    assertThat(world.called).hasSize(1);
  }

  @Test
  void anExceededBudgetIsExceededAgainAtTheSamePlace() {
    world.plugin =
        call -> {
          world.pass(Duration.ofMinutes(40));
          return 1;
        };
    var source =
        program(
            PLUGIN,
            budget(
                "'max_duration': '1h'",
                call("a") + "," + call("b") + "," + call("c"),
                ", 'on_exceeded': [" + ask("d") + "]"));
    suspended(world.run(source, "{}"));
    world.now = Instant.EPOCH;
    world.answer("go");
    completed(world.run(source, "{}"));
    assertThat(world.called).hasSize(2);
  }

  @Test
  void aBudgetEndsBranchesInsideItAndTakesBackTheirQuestions() {
    var source =
        program(
            "",
            budget(
                "'max_llm_calls': 1",
                "{'kind': 'parallel', 'max_concurrent': 1, 'branches': [{'name': 'a', 'body': ["
                    + ask("q")
                    + "]}, {'name': 'b', 'body': ["
                    + ask("d")
                    + ","
                    + prompt("x")
                    + ","
                    + prompt("y")
                    + "]}]}",
                OTHERWISE));
    suspended(world.run(source, "{}"));
    var questions = List.copyOf(world.open.keySet());
    world.answer(questions.get(1), "go", java.util.Map.of());
    assertThat(completed(world.run(source, "{}"))).isEqualTo(-1L);
    assertThat(world.withdrawn).containsExactly(questions.get(0));
  }

  @Test
  void aBlockCarriesABudgetOfItsOwn() {
    var source =
        program(
            "",
            "{'kind': 'flexible', 'goal': 'x', 'output_type': '{a: int}', 'budget':"
                + " {'max_llm_calls': 2}, 'on_failure': {'parse_error': 'retry(max = 5)'}}");
    assertThat(failed(world.run(source, "{}")).code()).isEqualTo("BUDGET_EXCEEDED");
    assertThat(world.asked).hasSize(2);
  }

  @Test
  void theWholeExecutionHasLimits() {
    world.limits = new Invocation.Limits(Instant.EPOCH.plusSeconds(60), 1L, null);
    var source = program("", prompt("a"), attempt(prompt("b"), ""));
    assertThat(failed(world.run(source, "{}")).code()).isEqualTo("BUDGET_EXCEEDED");
    var waits = new World();
    waits.limits = world.limits;
    assertThat(suspended(waits.run(program("", ask("d")), "{}")).wakeAt())
        .isEqualTo(Instant.EPOCH.plusSeconds(60));
    waits.pass(Duration.ofSeconds(61));
    assertThat(failed(waits.run(program("", ask("d")), "{}")).code()).isEqualTo("BUDGET_EXCEEDED");
    assertThat(waits.withdrawn).hasSize(1);
  }
}
