package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.PLUGIN;
import static ai.scailabs.scaicore.engine.Programs.ask;
import static ai.scailabs.scaicore.engine.Programs.call;
import static ai.scailabs.scaicore.engine.Programs.completed;
import static ai.scailabs.scaicore.engine.Programs.emit;
import static ai.scailabs.scaicore.engine.Programs.failed;
import static ai.scailabs.scaicore.engine.Programs.program;
import static ai.scailabs.scaicore.engine.Programs.returns;
import static ai.scailabs.scaicore.engine.Programs.set;
import static ai.scailabs.scaicore.engine.Programs.suspended;
import static ai.scailabs.scaicore.engine.Programs.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd, deep and large values. Source: "Journal and replay". */
class HostileValueTests {

  private static final String ODD = "a\0b\uD83D c \uDE00\uD83D\uDE00";
  private static final String KEPT = "a\uFFFDb\uFFFD c \uFFFD\uD83D\uDE00";

  private final World world = new World();

  @Test
  void whatNoStoreKeepsIsReplacedBeforeItIsUsed() {
    world.plugin = call -> Map.of(ODD, List.of(ODD, 1));
    var source = program(PLUGIN, call("f"), ask("d"), returns("[r, input.i, i, d.decision]"));
    source =
        source.replace("\"method\": \"f\"}]}", "\"method\": \"f\"}], \"result_binding\": \"r\"}");
    var input = new HashMap<String, Object>();
    input.put("i", ODD);
    var engine = World.engine(source);
    world.run(engine, new HashMap<>(input));
    assertThat(java.util.Objects.requireNonNull(world.entries.get("flows.main.body[0]#0")).value())
        .isEqualTo(Map.of(KEPT, List.of(KEPT, 1L)));
    world.answer(ODD);
    assertThat(completed(world.run(engine, new HashMap<>(input))))
        .isEqualTo(List.of(Map.of(KEPT, List.of(KEPT, 1L)), KEPT, KEPT, KEPT));
  }

  @Test
  void failuresQuestionsAndEventsHoldNoneEither() {
    world.plugin =
        call -> {
          throw new BlockFailed(Failure.PLUGIN, ODD);
        };
    assertThat(failed(world.run(program(PLUGIN, call("f")), "{}")).message()).isEqualTo(KEPT);
    var asks = new World();
    var engine =
        World.engine(
            program(
                "",
                "{'kind': 'rigid', 'statements': [{'kind': 'emit', 'event': 'e', 'data': 'i'}]}",
                "{'kind': 'checkpoint', 'checkpoint_type': 't', 'prompt': '{{json.parse(j)}}',"
                    + " 'assignee': '{{json.parse(j)}}', 'context': 'json.parse(j)'}"));
    suspended(asks.run(engine, Map.of("i", ODD, "j", "\"x\\u0000\"")));
    assertThat(asks.emissions.getFirst().data()).isEqualTo(KEPT);
    var question = asks.raised.getFirst();
    assertThat(List.of(question.prompt(), question.assignee(), question.context()))
        .containsOnly("x\uFFFD");
  }

  @Test
  void aStateThatCannotBeWrittenDownIsNotCut() {
    var deep = "[".repeat(197) + "]".repeat(197);
    var sets = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      sets.append(emit("e")).append(',');
    }
    var source = program("", set("v", "{a: i}"), sets + value("1"), ask("d"), returns("1"));
    suspended(world.run(source, "{\"i\": " + deep + "}"));
    world.answer("go");
    assertThat(completed(world.run(source, "{\"i\": " + deep + "}"))).isEqualTo(1L);
  }

  private static String assign(String target, String value) {
    return "{'kind': 'assign', 'target': '" + target + "', 'value': '" + value + "'}";
  }

  private static final String GROW =
      "{'kind': 'rigid', 'statements': ["
          + assign("v.n", "s.repeat(900000)")
          + Stream.of("a", "b", "c", "d", "e", "f")
              .map(name -> "," + assign("w." + name, "v"))
              .collect(Collectors.joining())
          + "]}";

  @Test
  void aVariableThatGrowsOutOfBoundsIsAFailureThatCanBeCaught() {
    var failure = failed(world.run(program("", GROW), "{\"s\": \"x\"}"));
    assertThat(failure.code()).isEqualTo("PAYLOAD_TOO_LARGE");
    assertThat(failure.message()).contains("the variable w");
    assertThat(
            completed(new World().run(program("", Programs.attempt(GROW, "")), "{\"s\": \"x\"}")))
        .isEqualTo("PAYLOAD_TOO_LARGE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'kind': 'rigid', 'statements': [{'kind': 'emit', 'event': 'e', 'data': '[i, i]'}]}",
        "{'kind': 'rigid', 'statements': [{'kind': 'return', 'value': '[i, i]'}]}",
        "{'kind': 'rigid', 'statements': [{'kind': 'plugin_call', 'alias': 'kb', 'method': 'f',"
            + " 'args': {'a': 'i', 'b': 'i'}}]}",
        "{'kind': 'rigid', 'statements': [{'kind': 'http', 'method': 'post', 'url':"
            + " 'https://x.example', 'body': '{{[i, i]}}'}]}",
        "{'kind': 'checkpoint', 'checkpoint_type': 't', 'prompt': 'p', 'context': '[i, i]'}",
        "{'kind': 'checkpoint', 'checkpoint_type': 't', 'present': {'prompt': 'p', 'payload': '[i,"
            + " i]'}}"
      })
  void whatLeavesAProgramHasAtMostFiveMegabytes(String block) {
    var engine = World.engine(program(PLUGIN, block));
    var failure = failed(world.run(engine, Map.of("i", "x".repeat(3_000_000))));
    assertThat(failure.code()).isIn("PAYLOAD_TOO_LARGE", "EVALUATION_LIMIT");
    assertThat(world.called).isEmpty();
    assertThat(world.sent).isEmpty();
    assertThat(world.raised).isEmpty();
    assertThat(world.emissions).isEmpty();
  }

  @Test
  void theVariablesOfARunHoldAtMostSixtyFourMegabytes() {
    world.plugin = call -> "x".repeat(4_900_000);
    var blocks = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      blocks
          .append("{'kind': 'rigid', 'statements': [{'kind': 'plugin_call', 'alias': 'kb',")
          .append(" 'method': 'f', 'result_binding': 'v")
          .append(i)
          .append("'}]},");
    }
    var failure = failed(world.run(program(PLUGIN, blocks + value("1")), "{}"));
    assertThat(failure.code()).isEqualTo("LIMIT_EXCEEDED");
    var freed = blocks.toString().replaceAll("'v\\d+'", "'v'");
    assertThat(completed(new World().run(program(PLUGIN, freed + value("1")), "{}"))).isEqualTo(1L);
  }

  @Test
  void aRunHasAtMostAThousandOpenQuestions() {
    var items = "[" + "1,".repeat(1_000) + "1]";
    var source =
        program(
            "",
            "{'kind': 'foreach', 'variable': 'x', 'iterable': 'items', 'max_concurrent': 2, 'body':"
                + " ["
                + ask("d")
                + "]}");
    assertThat(failed(world.run(source, "{\"items\": " + items + "}")).code())
        .isEqualTo("LIMIT_EXCEEDED");
    assertThat(world.raised).hasSizeLessThanOrEqualTo(1_000);
  }

  @Test
  void branchesWithinBranchesShareTheThreadsOfTheRun() {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    world.plugin =
        call -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          java.util.concurrent.locks.LockSupport.parkNanos(1);
          running.decrementAndGet();
          return 1;
        };
    var items = "[" + "1,".repeat(59) + "1]";
    var loop =
        "{'kind': 'foreach', 'variable': 'x', 'iterable': 'items', 'max_concurrent': 60, 'body': [";
    var source = program(PLUGIN, loop + loop + call("f") + "]}]}");
    completed(world.run(source, "{\"items\": " + items + "}"));
    assertThat(world.called).hasSize(3_600);
    assertThat(most.get()).isLessThanOrEqualTo(256);
  }
}
