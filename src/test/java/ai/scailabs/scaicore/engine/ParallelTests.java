package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.PLUGIN;
import static ai.scailabs.scaicore.engine.Programs.ask;
import static ai.scailabs.scaicore.engine.Programs.attempt;
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

import ai.scailabs.scaicore.program.expression.Values;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Branches side by side. Source: the program format, "Blocks". */
class ParallelTests {

  private final World world = new World();

  private static String parallel(String more, String a, String b) {
    return "{'kind': 'parallel', "
        + more
        + "'branches': [{'name': 'a', 'body': ["
        + a
        + "]}, {'name': 'b', 'body': ["
        + b
        + "]}]}";
  }

  @Test
  void branchesWorkOnCopiesAndTheirValuesAreTheBlocks() {
    var source =
        program(
            "",
            set("x", "1"),
            parallel("'result_binding': 'p', ", set("x", "x + 1"), returns("x * 10")),
            returns("[x, p.a, p.b]"));
    assertThat(completed(world.run(source, "{}"))).isEqualTo(List.of(1L, 2L, 10L));
  }

  @Test
  void branchesReallyRunAtTheSameTimeAndNoMoreThanAllowed() {
    var barrier = new CyclicBarrier(3);
    var most = new AtomicInteger();
    var running = new AtomicInteger();
    world.plugin =
        call -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          try {
            barrier.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
          } finally {
            running.decrementAndGet();
          }
          return call.args().get("x");
        };
    var source =
        program(
            PLUGIN,
            "{'kind': 'foreach', 'variable': 'x', 'iterable': '[1, 2, 3, 4, 5, 6]',"
                + " 'max_concurrent': 3, 'body': [{'kind': 'rigid', 'statements': [{'kind':"
                + " 'plugin_call', 'alias': 'kb', 'method': 'f', 'args': {'x': 'x'}}]}]}");
    assertThat(completed(world.run(source, "{}"))).isEqualTo(List.of(1L, 2L, 3L, 4L, 5L, 6L));
    assertThat(most).hasValue(3);
  }

  @Test
  void aBranchThatWaitsLetsTheOthersGoOnAndEachIsAnsweredForItself() {
    var source =
        program(
            PLUGIN,
            parallel(
                "'max_concurrent': 1, ",
                ask("d") + "," + returns("d.decision"),
                call("f") + "," + ask("d") + "," + returns("d.decision")));
    suspended(world.run(source, "{}"));
    assertThat(world.called).hasSize(1);
    assertThat(world.open).hasSize(2);
    var steps = List.copyOf(world.open.keySet());

    world.answer(steps.get(1), "two", Map.of());
    suspended(world.run(source, "{}"));
    world.answer(steps.get(0), "one", Map.of());

    assertThat(completed(world.run(source, "{}"))).isEqualTo(Map.of("a", "one", "b", "two"));
    assertThat(world.called).hasSize(1);
  }

  @Test
  void theFirstFailureEndsTheOthersAndTakesBackTheirQuestions() {
    var source =
        program(
            "",
            attempt(
                parallel("'max_concurrent': 1, ", ask("q"), ask("d") + "," + value("null.x")),
                emit("last")),
            ask("z"));
    suspended(world.run(source, "{}"));
    var questions = List.copyOf(world.open.keySet());
    world.answer(questions.get(1), "go", Map.of());

    suspended(world.run(source, "{}"));

    assertThat(world.withdrawn).containsExactly(questions.get(0));
    assertThat(world.open).hasSize(1).doesNotContainKey(questions.get(0));
    assertThat(world.entries).containsKey("flows.main.body[0].body[0]!failed");
  }

  @Test
  void aQuestionOfAnEarlierRunIsTakenBackThoughItsBranchDidNotBegin() {
    var source =
        program("", parallel("'max_concurrent': 1, ", ask("d") + "," + value("null.x"), ask("q")));
    suspended(world.run(source, "{}"));
    var questions = List.copyOf(world.open.keySet());
    world.answer(questions.get(0), "go", Map.of());

    assertThat(failed(world.run(source, "{}")).code()).isEqualTo("NULL_REFERENCE");
    assertThat(world.withdrawn).containsExactly(questions.get(1));
  }

  @Test
  void whichBranchFailedFirstStaysSo() {
    world.plugin =
        call -> {
          throw new BlockFailed(Failure.PLUGIN, call.method());
        };
    var source =
        program(
            PLUGIN,
            attempt(parallel("", call("a"), call("b")), ""),
            ask("d"),
            returns("e.message"));
    suspended(world.run(source, "{}"));
    var first =
        Values.text(
            ((Map<?, ?>)
                    Objects.requireNonNull(
                        Objects.requireNonNull(
                                world.entries.get("flows.main.body[0].body[0]!failed"))
                            .value()))
                .get("branch"));
    world.answer("go");
    assertThat(completed(world.run(source, "{}"))).isEqualTo(first.equals("0") ? "a" : "b");
  }

  @Test
  void anUncaughtFailureIsRedoneWithItsDecision() {
    world.plugin =
        call -> {
          throw new BlockFailed(Failure.PLUGIN, "down");
        };
    var source = program(PLUGIN, parallel("", call("a"), ask("d")));
    assertThat(((Outcome.Failed) world.run(source, "{}")).redo())
        .containsExactlyInAnyOrder(
            "flows.main.body[0].branches.a.body[0]#0", "flows.main.body[0]!failed");
  }

  @Test
  void withoutFailFastAllAreRunToTheirEnd() {
    var source =
        program(
            "", parallel("'fail_fast': false, ", value("null.x"), emit("done") + "," + ask("d")));
    suspended(world.run(source, "{}"));
    assertThat(world.emissions).hasSize(1);
    world.answer("go");
    assertThat(failed(world.run(source, "{}")).code()).isEqualTo("NULL_REFERENCE");
  }

  @Test
  void aHeldRunEndsAllBranches() {
    world.permits = 2;
    var source = program("", parallel("'max_concurrent': 1, ", emit("a"), emit("b")));
    assertThat(world.run(source, "{}")).isInstanceOf(Outcome.Held.class);
    world.permits = 1000;
    completed(world.run(source, "{}"));
    assertThat(world.emissions).hasSize(2);
  }

  @Test
  void aCancelledQuestionCancelsTheExecutionAfterFinallyBodies() {
    var source =
        program("", parallel("'max_concurrent': 1, ", attempt(ask("d"), emit("last")), ask("q")));
    suspended(world.run(source, "{}"));
    world.end(world.open.keySet().iterator().next(), "CHECKPOINT_CANCELLED");
    assertThat(world.run(source, "{}")).isInstanceOf(Outcome.Cancelled.class);
    assertThat(world.emissions).hasSize(1);
  }
}
