package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.InterpreterTests.block;
import static ai.scailabs.scaicore.engine.InterpreterTests.rigid;
import static ai.scailabs.scaicore.engine.InterpreterTests.source;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A run that was cut short and begun again does what an uncut run does. Source: "Journal". */
class ReplayTests {

  private static final String ASK =
      block(
          "{'kind': 'checkpoint', 'checkpoint_type': 't', 'prompt': 'Go on with {{x}}?', 'result_binding': 'd'}");

  private final World world = new World();

  @Test
  void aCheckpointSuspendsAndItsAnswerIsItsValue() {
    var program =
        source(
            rigid("{'kind': 'assign', 'target': 'x', 'value': '1'}"),
            ASK,
            block(
                "{'kind': 'match', 'subject': 'd', 'arms': [{'pattern': 'yes', 'body': ["
                    + rigid(
                        "{'kind': 'expression', 'expression': 'd.decision + d.response_data.length'}")
                    + "]}]}"));

    assertThat(world.run(program, "{}")).isInstanceOf(Outcome.Suspended.class);
    assertThat(world.raised.getLast().prompt()).isEqualTo("Go on with 1?");
    assertThat(world.raised.getLast().step()).isEqualTo("flows.main.body[1]#0");
    world.answer("yes");

    assertThat(world.run(program, "{}")).isEqualTo(new Outcome.Completed("yes0"));
  }

  @Test
  void whatARunHasDoneIsNotDoneAgain() {
    world.model = question -> "text " + world.asked.size();
    var program =
        source(
            rigid("{'kind': 'emit', 'event': 'began', 'data': '{n: 1}'}"),
            block("{'kind': 'flexible', 'goal': 'Say something', 'result_binding': 'x'}"),
            ASK,
            rigid("{'kind': 'return', 'value': 'x + d.decision'}"));

    world.run(program, "{}");
    world.run(program, "{}");
    world.answer("!");
    var outcome = world.run(program, "{}");

    assertThat(outcome).isEqualTo(new Outcome.Completed("text 1!"));
    assertThat(world.asked).hasSize(1);
    assertThat(world.emissions).hasSize(1);
  }

  @Test
  void everyIterationHasStepsOfItsOwn() {
    var program =
        source(
            block(
                "{'kind': 'foreach', 'variable': 'x', 'iterable': '[1, 2, 3]', 'body': ["
                    + ASK
                    + ","
                    + rigid("{'kind': 'return', 'value': 'd.decision + x'}")
                    + "]}"));
    for (var decision : new String[] {"a", "b", "c"}) {
      assertThat(world.run(program, "{}")).isInstanceOf(Outcome.Suspended.class);
      world.answer(decision);
    }
    assertThat(world.run(program, "{}"))
        .isEqualTo(new Outcome.Completed(java.util.List.of("a1", "b2", "c3")));
    assertThat(world.entries.keySet())
        .containsExactlyInAnyOrder(
            "flows.main.body[0].body[0]@0#0",
            "flows.main.body[0].body[0]@1#0",
            "flows.main.body[0].body[0]@2#0");
  }

  @Test
  void aRecordedFailureIsSeenAgain() {
    world.model =
        question -> {
          throw new BlockFailed(Failure.MODEL, "down");
        };
    var program =
        source(
            block(
                "{'kind': 'try', 'body': [{'kind': 'flexible', 'goal': 'x'}], 'catch': ["
                    + "{'error': 'MODEL_ERROR', 'binding': 'p', 'body': ["
                    + rigid("{'kind': 'assign', 'target': 'x', 'value': 'p.message'}")
                    + "]}]}"),
            ASK,
            rigid("{'kind': 'return', 'value': 'x'}"));
    world.run(program, "{}");
    world.model = question -> "up again";
    world.answer("ok");

    assertThat(world.run(program, "{}")).isEqualTo(new Outcome.Completed("down"));
  }

  @Test
  void aJournalOfAnotherProgramIsToldApart() {
    var asks = source(ASK.replace("{{x}}", "a"));
    world.run(asks, "{}");
    world.answer("ok");

    var outcome = world.run(source(ASK.replace("{{x}}", "b")), "{}");

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).failure().code()).isEqualTo("REPLAY_DIVERGED");
  }

  @Test
  void aRulingIsRememberedThoughTheCoreWasChanged() {
    var program = source(ASK.replace("{{x}}", "a"), ASK.replace("{{x}}", "b"));
    world.ruling = new CheckpointSink.Ruling.Answered("default");
    assertThat(world.run(program, "{}")).isInstanceOf(Outcome.Completed.class);
    world.ruling = new CheckpointSink.Ruling.Wait();

    assertThat(world.run(program, "{}")).isInstanceOf(Outcome.Completed.class);
    assertThat(world.raised).hasSize(2);
  }

  @Test
  void anInputDoesNotTakeOverTheNamesOfTheLanguage() {
    var program =
        source(rigid("{'kind': 'return', 'value': '[trigger.kind, config.limit, input.config]'}"));
    assertThat(
            world.run(program, "{\"config\": {\"limit\": 9}, \"trigger\": {\"kind\": \"forged\"}}"))
        .isEqualTo(
            new Outcome.Completed(
                java.util.Arrays.asList("test", null, java.util.Map.of("limit", 9L))));
  }

  @Test
  void whatALoopCollectsIsBounded() {
    var program =
        source(
            block(
                "{'kind': 'foreach', 'variable': 'x', 'iterable': '[1, 2, 3, 4, 5, 6, 7]', 'body': ["
                    + rigid("{'kind': 'return', 'value': '\\\"x\\\".repeat(900000)'}")
                    + "]}"));
    var outcome = world.run(program, "{}");
    assertThat(((Outcome.Failed) outcome).failure().code()).isEqualTo("LIMIT_EXCEEDED");
  }

  @Test
  void aSuspensionPassesThroughTryWithoutItsFinally() {
    var program =
        source(
            rigid("{'kind': 'assign', 'target': 'x', 'value': '1'}"),
            block(
                "{'kind': 'try', 'body': ["
                    + ASK
                    + "], 'catch': [{'error': '_', 'body': []}],"
                    + "'finally': [{'kind': 'debug', 'message': 'done', 'level': 'info'}]}"));
    assertThat(world.run(program, "{}")).isInstanceOf(Outcome.Suspended.class);
    assertThat(world.said).isEmpty();
    world.answer("ok");
    world.run(program, "{}");
    assertThat(world.said).containsExactly("info done");
  }

  @Test
  void aStructuredAnswerIsCheckedAskedForAgainAndThenGivenToAPerson() {
    var program =
        source(
            """
            {"kind": "flexible", "goal": "How much?", "output_type": "{amount: float}",
             "on_failure": {"parse_error": "retry(max = 2, with = \\"JSON only\\") | escalate"}}
            """);
    world.model = question -> world.asked.size() < 3 ? "lots" : "{\"amount\": 3.5}";
    assertThat(world.run(program, "{}"))
        .isEqualTo(new Outcome.Completed(java.util.Map.of("amount", 3.5)));
    assertThat(world.asked).hasSize(3);

    var stubborn = new World();
    stubborn.model = question -> "lots";
    assertThat(stubborn.run(program, "{}")).isInstanceOf(Outcome.Suspended.class);
    assertThat(stubborn.raised.getLast().type()).isEqualTo("escalation");
    assertThat(stubborn.asked).hasSize(3);
  }
}
