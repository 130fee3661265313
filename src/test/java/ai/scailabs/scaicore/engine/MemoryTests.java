package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.ask;
import static ai.scailabs.scaicore.engine.Programs.attempt;
import static ai.scailabs.scaicore.engine.Programs.completed;
import static ai.scailabs.scaicore.engine.Programs.failed;
import static ai.scailabs.scaicore.engine.Programs.program;
import static ai.scailabs.scaicore.engine.Programs.returns;
import static ai.scailabs.scaicore.engine.Programs.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a Core remembers. Source: the program format, "Expressions". */
class MemoryTests {

  private static final String MEMORY =
      "'memory': [{'name': 'history', 'type': 'array[object]'},"
          + "{'name': 'count', 'type': 'int', 'default': 0},"
          + "{'name': 'notes', 'type': 'map[string, string]'}, {'name': 'any'},"
          + "{'name': 'words', 'type': 'array[string]'}]";

  private final World world = new World();

  private @Nullable Object of(String... blocks) {
    return completed(world.run(program(MEMORY, blocks), "{\"m\": \"hello\"}"));
  }

  @Test
  void whatWasNeverWrittenIsItsDefaultOrEmpty() {
    assertThat(
            of(
                returns(
                    "[memory.count.get(), memory.history.list(), memory.notes.get(),"
                        + " memory.any.get(), memory.history.last(), memory.history.last(2)]")))
        .isEqualTo(Arrays.asList(0L, List.of(), Map.of(), null, null, List.of()));
  }

  @Test
  void listsGrowAndOutliveTheExecution() {
    assertThat(of(value("memory.history.add({q: m})"))).isEqualTo(1L);
    world.entries.clear();
    assertThat(
            of(
                value("memory.history.add({q: 2})"),
                returns(
                    "[memory.history.last(1), memory.history.list().length,"
                        + " memory.history.length, memory.history.map(h => h.q),"
                        + " memory.history[0].q, memory.history.get(-1).q]")))
        .isEqualTo(List.of(List.of(Map.of("q", 2L)), 2L, 2L, List.of("hello", 2L), "hello", 2L));
  }

  @Test
  void numbersAddMapsMergeAndValuesAreForgotten() {
    assertThat(
            of(
                value("memory.count.add(2)"),
                value("memory.count.add(3)"),
                value("memory.notes.set(m, m)"),
                value("memory.notes.update({b: m})"),
                value("memory.notes.delete(m)"),
                returns(
                    "[memory.count + 1, memory.notes, memory.notes.get(m, 9),"
                        + " memory.count.delete(), memory.count]")))
        .isEqualTo(Arrays.asList(6L, Map.of("b", "hello"), 9L, true, 0L));
  }

  @Test
  void aValueThatDoesNotFitItsTypeIsRefusedAndTheOldOneStays() {
    assertThat(
            of(
                value("memory.count.set(5)"),
                attempt(value("memory.count.set(m)"), ""),
                value("memory.count.get()")))
        .isEqualTo(5L);
    assertThat(
            failed(new World().run(program(MEMORY, value("memory.history.add(1)")), "{}")).code())
        .isEqualTo("TYPE_MISMATCH");
    assertThat(
            failed(new World().run(program(MEMORY, value("memory.notes.set(1, 2)")), "{}"))
                .message())
        .contains("memory.notes");
  }

  @Test
  void onlyDeclaredNamesAreThere() {
    var failure = failed(world.run(program(MEMORY, value("memory.other.get()")), "{}"));
    assertThat(failure.code()).isEqualTo("UNKNOWN_NAME");
    assertThat(failure.message()).contains("other", "history");
  }

  @Test
  void searchFindsItemsByWordsBestFirst() {
    assertThat(
            of(
                value("memory.words.set(m2)".replace("m2", "[m, m + m, m]")),
                value("memory.words.search(m)")))
        .isEqualTo(List.of("hello", "hello"));
    var fruits = new World();
    assertThat(
            completed(
                fruits.run(
                    program(
                        MEMORY, value("memory.words.set(w)"), returns("memory.words.search(q, 2)")),
                    "{\"w\": [\"red apple\", \"a plum\", \"Green Apple pie\", \"apple, red!\"],"
                        + " \"q\": \"red apple\"}")))
        .isEqualTo(List.of("apple, red!", "red apple"));
  }

  @Test
  void searchGoesByMeaningWhereThereIsAModelForIt() {
    world.maker =
        order ->
            ((List<?>) Objects.requireNonNull(order.input().get("texts")))
                .stream()
                    .map(t -> List.of(t.equals("cat") || t.equals("kitten") ? 1 : 0, 1))
                    .toList();
    var source =
        program(
                MEMORY,
                value("memory.words.set(w)"),
                ask("d"),
                returns("memory.words.search(q, 1)"))
            .replace("\"model\": \"x\"}", "\"model\": \"x\", \"modalities\": [\"embedding\"]}");
    var input = "{\"w\": [\"dog\", \"kitten\"], \"q\": \"cat\"}";
    world.run(source, input);
    world.answer("go");
    assertThat(completed(world.run(source, input))).isEqualTo(List.of("kitten"));
    assertThat(world.entries.values()).anyMatch(e -> e.kind() == EffectKind.MODEL_CALL);
  }

  @Test
  void whatWasReadIsReadAgainThoughOthersHaveWrittenSince() {
    var source =
        program(
            MEMORY,
            Programs.set("before", "memory.count.get()"),
            value("memory.count.add(1)"),
            ask("d"),
            returns("[before, memory.count.get()]"));
    world.run(source, "{}");
    world.remembered.put("count", new MemoryStore.Cell(true, 40L));
    world.answer("go");
    assertThat(completed(world.run(source, "{}"))).isEqualTo(List.of(0L, 40L));
  }

  @Test
  void aConditionAndALambdaReadMemoryInStepsOfTheirOwn() {
    var source =
        program(
            MEMORY,
            "{'kind': 'while', 'condition': 'memory.count < 3', 'max_iterations': 5, 'body': ["
                + value("memory.count.add(1)")
                + ","
                + ask("d")
                + "]}",
            returns("[1, 2].map(x => x * memory.count)"));
    for (int i = 0; i < 3; i++) {
      assertThat(world.run(source, "{}")).isInstanceOf(Outcome.Suspended.class);
      world.answer("go");
    }
    assertThat(completed(world.run(source, "{}"))).isEqualTo(List.of(3L, 6L));
    assertThat(world.entries.keySet())
        .contains("flows.main.body[0]!memory.3", "flows.main.body[0].body[0]@2!memory.0");
  }

  @Test
  void aValueOverFiveMegabytesIsRefusedAlsoInAReplay() {
    world.remembered.put("words", new MemoryStore.Cell(true, List.of("x".repeat(4_999_990))));
    var source =
        program(MEMORY, attempt(value("memory.words.add(m)"), ""), ask("d"), returns("e.code"));
    world.run(source, "{\"m\": \"more\"}");
    world.remembered.clear();
    world.answer("go");
    assertThat(completed(world.run(source, "{\"m\": \"more\"}"))).isEqualTo("PAYLOAD_TOO_LARGE");
  }
}
