package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.ask;
import static ai.scailabs.scaicore.engine.Programs.completed;
import static ai.scailabs.scaicore.engine.Programs.program;
import static ai.scailabs.scaicore.engine.Programs.returns;
import static ai.scailabs.scaicore.engine.Programs.set;
import static ai.scailabs.scaicore.engine.Programs.suspended;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.engine.Debugging.Breakpoint;
import ai.scailabs.scaicore.program.expression.Expression;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where runs stop, how they step, and what is seen there. */
class BreakpointTests {

  private static final String LOOP =
      "{'kind': 'foreach', 'variable': 'i', 'iterable': '[1, 2, 3]', 'body': [%s]}";
  private static final String BRANCHES =
      "{'kind': 'parallel', 'branches': [{'name': 'a', 'body': [%s]}, {'name': 'b', 'body':"
          + " [%s]}]}";

  private final World world = new World();
  private List<Breakpoint> breakpoints = List.of();

  private void at(String block, @Nullable String condition) {
    breakpoints =
        List.of(
            new Breakpoint("b1", block, null, condition == null ? null : Expression.of(condition)));
    world.debugging = new Debugging(breakpoints, null, Set.of());
  }

  private List<String> stops(Outcome outcome) {
    return suspended(outcome).stops().stream().map(Stop::place).toList();
  }

  private Outcome step(StepMode mode, String source, Outcome stopped) {
    world.step(mode, breakpoints, suspended(stopped).stops());
    return world.run(source, "{}");
  }

  @Test
  void aRunStopsBeforeTheBlockAndGoesOn() {
    var source = program("", set("x", "1"), set("x", "x + 1"), returns("x"));
    at("flows.main.body[1]", null);

    var stopped = world.run(source, "{}");
    assertThat(stops(stopped)).containsExactly("flows.main.body[1]");
    assertThat(suspended(stopped).stops().getFirst().breakpoint()).isEqualTo("b1");

    assertThat(completed(step(StepMode.CONTINUE, source, stopped))).isEqualTo(2L);
  }

  @Test
  void aBreakpointOfTheProgramStopsARunThatIsBeingDebugged() {
    var debug = "{'kind': 'debug', 'message': 'here', 'breakpoint': true}";
    var source = program("", debug, debug, returns("1"));
    assertThat(completed(new World().run(source, "{}"))).isEqualTo(1L);

    at("flows.main.body[2]", null);
    var first = world.run(source, "{}");
    assertThat(stops(first)).containsExactly("flows.main.body[0]");
    assertThat(suspended(first).stops().getFirst().breakpoint()).isEqualTo("program");
    var second = step(StepMode.CONTINUE, source, first);
    assertThat(stops(second)).containsExactly("flows.main.body[1]");
    var third = step(StepMode.CONTINUE, source, second);
    assertThat(stops(third)).containsExactly("flows.main.body[2]");
    assertThat(completed(step(StepMode.CONTINUE, source, third))).isEqualTo(1L);
  }

  @Test
  void aConditionSaysWhenAndOneThatFailsCountsAsTrueAndIsLogged() {
    var source = program("", LOOP.formatted(set("x", "i")), returns("0"));
    at("flows.main.body[0].body[0]", "i == 2");
    var stopped = world.run(source, "{}");
    assertThat(stops(stopped)).containsExactly("flows.main.body[0].body[0]@1");
    assertThat(completed(step(StepMode.CONTINUE, source, stopped))).isEqualTo(0L);

    var other = new World();
    other.debugging =
        new Debugging(
            List.of(new Breakpoint("b2", "flows.main.body[1]", null, Expression.of("nobody.x"))),
            null,
            Set.of());
    assertThat(suspended(other.run(source, "{}")).stops()).hasSize(1);
    assertThat(other.said)
        .singleElement()
        .asString()
        .startsWith("warn the condition of breakpoint b2 fails");
  }

  @Test
  void aConditionHasNoEffects() {
    var source =
        program(
            "'memory': [{'name': 'n', 'type': 'int', 'default': 0}]",
            set("x", "memory.n.add(1)"),
            returns("x"));
    at("flows.main.body[1]", "memory.n.add(1) > 0");

    var stopped = world.run(source, "{}");

    assertThat(stops(stopped)).hasSize(1);
    assertThat(world.said).singleElement().asString().contains("memory is not read here");
    assertThat(completed(step(StepMode.CONTINUE, source, stopped))).isEqualTo(1L);
  }

  @Test
  void aNodeStopsBeforeEveryBlockThatCameFromIt() {
    var block =
        set("x", "1")
            .replace("{'kind': 'rigid'", "{'kind': 'rigid', 'source_location': {'node_id': 'n1'}");
    var source = program("", block, block, returns("x"));
    breakpoints = List.of(new Breakpoint("b1", null, "n1", null));
    world.debugging = new Debugging(breakpoints, null, Set.of());

    var first = world.run(source, "{}");
    assertThat(stops(first)).containsExactly("flows.main.body[0]");
    var second = step(StepMode.CONTINUE, source, first);
    assertThat(stops(second)).containsExactly("flows.main.body[1]");
    assertThat(completed(step(StepMode.CONTINUE, source, second))).isEqualTo(1L);
  }

  @Test
  void intoGoesInOverGoesByAndOutGoesOut() {
    var loop = LOOP.formatted(set("x", "i") + "," + set("x", "x"));
    var source = program("", loop, set("y", "1"), returns("y"));
    at("flows.main.body[0]", null);

    var outer = world.run(source, "{}");
    var inner = step(StepMode.INTO, source, outer);
    assertThat(stops(inner)).containsExactly("flows.main.body[0].body[0]@0");
    var next = step(StepMode.OVER, source, inner);
    assertThat(stops(next)).containsExactly("flows.main.body[0].body[1]@0");
    var turn = step(StepMode.OVER, source, next);
    assertThat(stops(turn)).containsExactly("flows.main.body[0].body[0]@1");
    var out = step(StepMode.OUT, source, turn);
    assertThat(stops(out)).containsExactly("flows.main.body[1]");
    assertThat(completed(step(StepMode.OUT, source, out))).isEqualTo(1L);

    var again = new World();
    again.debugging = new Debugging(breakpoints, null, Set.of());
    var before = again.run(source, "{}");
    again.step(StepMode.OVER, breakpoints, suspended(before).stops());
    assertThat(stops(again.run(source, "{}"))).containsExactly("flows.main.body[1]");
  }

  @Test
  void theWholeStopsOnceTheOtherBranchesHaveComeToRest() {
    var source =
        program(
            "", BRANCHES.formatted(set("x", "1"), set("y", "1") + "," + ask("d")), returns("1"));
    at("flows.main.body[0].branches.a.body[0]", null);
    if (new Outline(World.engine(source).program()).get("flows.main.body[0].branches.a.body[0]")
        == null) {
      at("flows.main.body[0].branches[0].body[0]", null);
    }

    var stopped = world.run(source, "{}");
    assertThat(stops(stopped)).hasSize(1);
    assertThat(world.open).hasSize(1);

    var waits = step(StepMode.CONTINUE, source, stopped);
    assertThat(suspended(waits).stops()).isEmpty();
    world.answer(world.open.keySet().iterator().next(), "yes", Map.of());
    assertThat(completed(world.run(source, "{}"))).isEqualTo(1L);
  }

  @Test
  void whatWasPassedBeforeABreakpointWasSetDoesNotStop() {
    var a = set("x", "1") + "," + ask("p");
    var b = set("y", "1") + "," + ask("q");
    var source = program("", BRANCHES.formatted(a, b), returns("1"));
    assertThat(suspended(world.run(source, "{}")).stops()).isEmpty();

    breakpoints =
        new Outline(World.engine(source).program())
            .all().stream()
                .filter(block -> !block.kind().equals("rigid") || block.path().contains("branches"))
                .map(block -> new Breakpoint("b", block.path(), null, null))
                .toList();
    world.debugging = new Debugging(breakpoints, null, Set.of());
    world.answer(world.open.keySet().iterator().next(), "yes", Map.of());
    assertThat(suspended(world.run(source, "{}")).stops()).isEmpty();
    world.answer(world.open.keySet().iterator().next(), "yes", Map.of());
    assertThat(completed(world.run(source, "{}"))).isEqualTo(1L);
  }

  @Test
  void aStepOutlivesAQuestion() {
    var source = program("", set("x", "1"), ask("d"), set("x", "2"), returns("x"));
    at("flows.main.body[1]", null);
    var stopped = world.run(source, "{}");
    assertThat(suspended(step(StepMode.OVER, source, stopped)).stops()).isEmpty();
    world.answer("yes");

    var next = world.run(source, "{}");

    assertThat(stops(next)).containsExactly("flows.main.body[2]");
    assertThat(completed(step(StepMode.CONTINUE, source, next))).isEqualTo(2L);
  }

  @Test
  void whoLooksSeesTheVariablesAndChangesNothing() {
    var source = program("", set("x", "[1, 2]"), LOOP.formatted(set("y", "i")), returns("x"));
    at("flows.main.body[1].body[0]", "i == 3");
    var stopped = world.run(source, "{\"n\": 5}");
    assertThat(stops(stopped)).containsExactly("flows.main.body[1].body[0]@2");
    int before = world.entries.size();

    var onlooker = new World();
    onlooker.entries.putAll(world.entries);
    onlooker.debugging = new Debugging(List.of(), null, Set.of("flows.main.body[1].body[0]@2"));
    var engine = World.engine(source);
    var invocation =
        new Invocation("exec_1:1", "main", Map.of("n", 5L), Map.of(), Map.of(), world.limits);
    var rests = engine.look(invocation, onlooker, Expression.of("x.length + i + input.n")).rests();

    assertThat(rests).hasSize(1);
    assertThat(rests.getFirst().iterations()).isEqualTo("2");
    assertThat(rests.getFirst().variables())
        .containsEntry("i", 3L)
        .containsEntry("x", List.of(1L, 2L));
    assertThat(rests.getFirst().value()).isEqualTo(10L);
    assertThat(world.entries).hasSize(before);
  }

  @Test
  void whoLooksAtAFailureSeesTheBlockThatFailed() {
    var source =
        program(
            "",
            set("x", "1"),
            "{'kind': 'try', 'body': ["
                + set("y", "nothing")
                + "], 'catch': [{'error': '_', 'body': ["
                + set("y", "x.z.q")
                + "]}]}");
    var outcome = world.run(source, "{}");
    var failure = Programs.failed(outcome);

    var rests =
        World.engine(source)
            .look(
                new Invocation("exec_1:1", "main", Map.of(), Map.of(), Map.of(), world.limits),
                new World(),
                Expression.of("x + nobody"))
            .rests();

    assertThat(rests).hasSize(1);
    assertThat(rests.getFirst().block()).isEqualTo(failure.block());
    assertThat(rests.getFirst().variables()).containsEntry("x", 1L);
    assertThat(java.util.Objects.requireNonNull(rests.getFirst().problem()).code())
        .isEqualTo("UNKNOWN_NAME");
  }

  @Test
  void ofManyBranchesThatWaitSomeAreShownAndThoseThatStoppedFirst() {
    var source =
        program(
            "",
            "{'kind': 'foreach', 'variable': 'i', 'iterable': 'input.items', 'max_concurrent': 4,"
                + " 'body': ["
                + ask("d")
                + "]}",
            returns("0"));
    var items = java.util.stream.LongStream.range(0, 70).boxed().toList();
    var onlooker = new World();
    onlooker.debugging = new Debugging(List.of(), null, Set.of("flows.main.body[0].body[0]@69"));

    var looked =
        World.engine(source)
            .look(
                new Invocation(
                    "exec_1:1", "main", Map.of("items", items), Map.of(), Map.of(), world.limits),
                onlooker,
                Expression.of("i"));

    assertThat(looked.more()).isTrue();
    assertThat(looked.rests()).hasSize(50);
    assertThat(looked.rests().getFirst().iterations()).isEqualTo("69");
    assertThat(looked.rests().getFirst().value()).isEqualTo(69L);
    assertThat(looked.rests()).allMatch(rest -> rest.kind().equals("checkpoint"));
  }

  @Test
  void ofAFailureInALoopTheLastTurnIsSeen() {
    var source =
        program(
            "",
            "{'kind': 'foreach', 'variable': 'i', 'iterable': '[1, 2, 3]', 'body': [{'kind': 'try',"
                + " 'body': ["
                + set("y", "i == 3 ? i.z.q : nobody")
                + "], 'catch': [{'error': 'UNKNOWN_NAME', 'body': []}]}]}");
    var failure = Programs.failed(world.run(source, "{}"));

    var rests =
        World.engine(source)
            .look(
                new Invocation("exec_1:1", "main", Map.of(), Map.of(), Map.of(), world.limits),
                new World(),
                Expression.of("i"))
            .rests();

    assertThat(rests).hasSize(1);
    assertThat(rests.getFirst().block()).isEqualTo(failure.block());
    assertThat(rests.getFirst().value()).isEqualTo(3L);
  }
}
