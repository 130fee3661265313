package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.ask;
import static ai.scailabs.scaicore.engine.Programs.attempt;
import static ai.scailabs.scaicore.engine.Programs.completed;
import static ai.scailabs.scaicore.engine.Programs.emit;
import static ai.scailabs.scaicore.engine.Programs.failed;
import static ai.scailabs.scaicore.engine.Programs.program;
import static ai.scailabs.scaicore.engine.Programs.prompt;
import static ai.scailabs.scaicore.engine.Programs.returns;
import static ai.scailabs.scaicore.engine.Programs.set;
import static ai.scailabs.scaicore.engine.Programs.suspended;
import static ai.scailabs.scaicore.engine.Programs.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cuts, events and the end of a cancelled execution. Source: "Journal and replay". */
class LongRunTests {

  private static final String MANY =
      "{'kind': 'rigid', 'statements': [{'kind': 'foreach', 'variable': 'x', 'iterable':"
          + " '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,"
          + " 23, 24, 25, 26, 27, 28, 29, 30, 31]', 'body': [{'kind': 'emit', 'event': 'e'}]}]}";

  private final World world = new World();

  @Test
  void aReplayStartsAfterTheLastCutWithAllVariables() {
    var source =
        program(
            "",
            ask("d"),
            set(
                "v",
                "{wait: 5m, day: date(s), tag: :red, at: datetime(s), list: [1, 2.5, null, true],"
                    + " odd: json.parse(j)}"),
            prompt("one"),
            MANY,
            ask("z"),
            returns(
                "[d, d == s2, d.decision, v.day.add(v.wait * 288 * 2), v.tag == :red,"
                    + " v.at.year, v.list, v.odd, z.decision]"));
    var input = "{\"s\": \"2026-01-02\", \"s2\": \"yes\", \"j\": \"{\\\"$\\\": {\\\"v\\\": 1}}\"}";
    world.run(source, input);
    world.answer("yes");
    suspended(world.run(source, input));
    assertThat(world.entries).containsKey("flows.main!cut.3");
    world.answer("go");
    // What is before the cut is not there any more, and not asked for.
    world.entries.remove("flows.main.body[2]#0");
    assertThat(String.valueOf(completed(world.run(source, input))))
        .isEqualTo(
            "[{decision=yes, response_data={}}, true, yes, 2026-01-04, true, 2026, [1, 2.5, null,"
                + " true], {$={v=1}}, go]");
    assertThat(world.asked).hasSize(1);
  }

  @Test
  void whatWasUsedBeforeACutStillCounts() {
    world.limits = new Invocation.Limits(null, 2L, null);
    var source = program("", prompt("one"), MANY, ask("z"), prompt("two"), prompt("three"));
    suspended(world.run(source, "{}"));
    world.answer("go");
    assertThat(failed(world.run(source, "{}")).code()).isEqualTo("BUDGET_EXCEEDED");
    assertThat(world.asked).hasSize(2);
  }

  @Test
  void aStateWithASecretIsNotCut() {
    var source =
        program(
            "'config': [{'name': 'key', 'secret': true}]", set("k", "config.key"), MANY, ask("z"));
    suspended(world.run(source, "{}"));
    assertThat(world.entries.keySet()).noneMatch(step -> step.contains("!cut"));
  }

  @Test
  void theAnswersOfCalledCoresStayReadableAfterACut() {
    var source =
        program(
            "",
            "{'kind': 'core_call', 'target': 'core://t/x', 'is_async': true, 'result_binding':"
                + " 'h'}",
            MANY,
            "{'kind': 'await_responses', 'handles': 'h'}");
    suspended(world.run(source, "{}"));
    world.returned(world.begun.getFirst().step(), 5L, null);
    assertThat(completed(world.run(source, "{}"))).isEqualTo(List.of(5L));
    assertThat(world.emissions).hasSize(32);
  }

  @Test
  void aCancelledQuestionRunsFinallyBodiesOnly() {
    var source = program("", attempt(ask("d"), emit("last") + "," + ask("more")), emit("never"));
    suspended(world.run(source, "{}"));
    world.end(world.raised.getLast().step(), "CHECKPOINT_CANCELLED");
    assertThat(world.run(source, "{}")).isInstanceOf(Outcome.Cancelled.class);
    assertThat(world.emissions.stream().map(Journal.Emission::event)).containsExactly("last");
    assertThat(world.raised).hasSize(1);
  }

  @Test
  void anExpiredQuestionIsAnOrdinaryFailure() {
    var source = program("", attempt(ask("d"), ""));
    suspended(world.run(source, "{}"));
    world.end(world.raised.getLast().step(), "CHECKPOINT_EXPIRED");
    assertThat(completed(world.run(source, "{}"))).isEqualTo("CHECKPOINT_EXPIRED");
  }

  @Test
  void blocksAreToldOfOnceThoughTheyAreRunAgain() {
    var source = program("", prompt("one"), ask("d"), attempt(value("null.x"), ""));
    suspended(world.run(source, "{}"));
    assertThat(world.told)
        .containsExactly(
            "entered flexible flows.main.body[0]",
            "exited flexible null",
            "entered checkpoint flows.main.body[1]");
    world.told.clear();
    world.answer("go");
    world.run(source, "{}");
    assertThat(world.told)
        .containsExactly(
            "exited checkpoint d",
            "entered try flows.main.body[2]",
            "entered rigid flows.main.body[2].body[0]",
            "failed rigid NULL_REFERENCE",
            "entered rigid flows.main.body[2].catch[0].body[0]",
            "exited rigid null",
            "exited try null");
  }

  @Test
  void fingerprintsTellValuesApartAndNotTheOrderOfMembers() {
    assertThat(Fingerprint.of(Map.of("a", 1L, "b", List.of(2L))))
        .isEqualTo(Fingerprint.of(Map.of("b", List.of(2.0), "a", 1L)));
    assertThat(
            List.of(
                    "Aa",
                    "BB",
                    "",
                    List.of(),
                    Map.of(),
                    List.of("Aa"),
                    List.of("a", "A"),
                    List.of("A", "a"),
                    1L,
                    1.5,
                    true,
                    false,
                    Map.of("a", "b"),
                    Map.of("b", "a"))
                .stream()
                .map(Fingerprint::of))
        .doesNotHaveDuplicates();
  }
}
