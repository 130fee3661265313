package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.ask;
import static ai.scailabs.scaicore.engine.Programs.attempt;
import static ai.scailabs.scaicore.engine.Programs.completed;
import static ai.scailabs.scaicore.engine.Programs.failed;
import static ai.scailabs.scaicore.engine.Programs.program;
import static ai.scailabs.scaicore.engine.Programs.returns;
import static ai.scailabs.scaicore.engine.Programs.suspended;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls of other Cores. Source: the program format, "Blocks". */
class CoreCallTests {

  private final World world = new World();

  private static String core(String more) {
    return "{'kind': 'core_call', 'target': 'core://t/other', 'input_bindings': {'n': 'n'}"
        + more
        + "}";
  }

  private static final String BOTH =
      "{'kind': 'foreach', 'variable': 'x', 'iterable': '[1, 2]', 'result_binding': 'hs', 'body': ["
          + core(", 'is_async': true")
          + "]}";

  private static String await(String more) {
    return "{'kind': 'await_responses', 'handles': 'hs'" + more + "}";
  }

  @Test
  void aCallWaitsForItsAnswer() {
    var source = program("", core(", 'instance_key': 'n + 1', 'flow_name': 'f'"));
    assertThat(suspended(world.run(source, "{\"n\": 1}")).wakeAt()).isNull();
    var call = world.begun.getFirst();
    assertThat(call.input()).isEqualTo(Map.of("n", 1L));
    assertThat(call.instanceKey()).isEqualTo("2");
    world.returned(call.step(), 9L, null);
    assertThat(completed(world.run(source, "{\"n\": 1}"))).isEqualTo(9L);
    assertThat(world.begun).hasSize(1);
  }

  @Test
  void aCalledExecutionThatFailedFailsTheBlockAndIsCalledAgainByARetry() {
    var source = program("", core(""));
    world.run(source, "{\"n\": 1}");
    var step = world.begun.getFirst().step();
    world.returned(step, null, new Failure("X", "why"));
    var outcome = (Outcome.Failed) world.run(source, "{\"n\": 1}");
    assertThat(outcome.failure().code()).isEqualTo("CORE_CALL_FAILED");
    assertThat(outcome.redo()).containsExactly(step, step + "!result");
  }

  @Test
  void anAnswerThatComesTooLateChangesNothing() {
    var source =
        program("", attempt(core(", 'timeout': '1m'"), ""), ask("d"), returns("e.message"));
    assertThat(suspended(world.run(source, "{\"n\": 1}")).wakeAt())
        .isEqualTo(Instant.EPOCH.plusSeconds(60));
    world.pass(Duration.ofMinutes(2));
    suspended(world.run(source, "{\"n\": 1}"));
    world.returned(world.begun.getFirst().step(), 9L, null);
    world.answer("go");
    assertThat(completed(world.run(source, "{\"n\": 1}"))).isEqualTo("no answer within 1m");
  }

  @Test
  void allAnswersComeInTheOrderOfTheirHandles() {
    var source = program("", BOTH, await(""));
    suspended(world.run(source, "{\"n\": 1}"));
    world.returned(world.begun.get(1).step(), "b", null);
    suspended(world.run(source, "{\"n\": 1}"));
    world.returned(world.begun.get(0).step(), "a", null);
    assertThat(completed(world.run(source, "{\"n\": 1}"))).isEqualTo(List.of("a", "b"));
  }

  @Test
  void anyTakesTheFirstThatWasSeenAndKeepsToIt() {
    var source =
        program(
            "",
            BOTH,
            await(", 'mode': 'any', 'result_binding': 'r'"),
            ask("d"),
            returns("[r.value, r.index, r.handle.step]"));
    suspended(world.run(source, "{\"n\": 1}"));
    world.returned(world.begun.get(1).step(), "b", null);
    suspended(world.run(source, "{\"n\": 1}"));
    world.returned(world.begun.get(0).step(), "a", null);
    world.answer("go");
    assertThat(completed(world.run(source, "{\"n\": 1}")))
        .isEqualTo(List.of("b", 1L, world.begun.get(1).step()));
  }

  @Test
  void awaitingMayTimeOutAndTakesOnlyHandlesOfItsOwn() {
    var source = program("", BOTH, await(", 'timeout': '1m'"));
    suspended(world.run(source, "{\"n\": 1}"));
    world.pass(Duration.ofMinutes(2));
    assertThat(failed(world.run(source, "{\"n\": 1}")).code()).isEqualTo("CORE_CALL_FAILED");
    var forged =
        program("", "{'kind': 'await_responses', 'handles': '{execution_id: 1, step: n}'}");
    assertThat(failed(new World().run(forged, "{\"n\": \"x\"}")).code())
        .isEqualTo("CORE_CALL_FAILED");
  }
}
