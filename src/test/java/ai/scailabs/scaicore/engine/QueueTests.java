package ai.scailabs.scaicore.engine;

import static ai.scailabs.scaicore.engine.Programs.ask;
import static ai.scailabs.scaicore.engine.Programs.completed;
import static ai.scailabs.scaicore.engine.Programs.failed;
import static ai.scailabs.scaicore.engine.Programs.program;
import static ai.scailabs.scaicore.engine.Programs.returns;
import static ai.scailabs.scaicore.engine.Programs.set;
import static ai.scailabs.scaicore.engine.Programs.suspended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Messages that programs put into queues and take out, and checkpoints that queues are told of. */
class QueueTests {

  private static final String SCOPE = "'scaiqueue': {'scope': 'sales', 'queues': []}";
  private static final String STEP = "flows.main.body[0]#0";

  private final World world = new World();

  private static String publish(String more) {
    return statement("queue_publish", "'message_type': 'made', 'payload': {'n': 'n'}" + more);
  }

  private static String consume(String more) {
    return statement("queue_consume", "'result_binding': 'm'" + more);
  }

  private static String caught(String body, String error, String handler) {
    return "{'kind': 'try', 'body': [%s], 'catch': [{%s, 'body': [%s]}]}"
        .formatted(body, error, handler);
  }

  private static String statement(String kind, String more) {
    return "{'kind': 'rigid', 'statements': [{'kind': '%s', 'queue': 'orders', %s}]}"
        .formatted(kind, more);
  }

  @Test
  void aMessageIsPublishedOnceInTheScopeOfTheProgramOrOfTheStatement() {
    var source =
        program(
            SCOPE,
            publish(", 'result_binding': 'a'"),
            publish(", 'scope': 'other', 'after': '4h'"),
            ask("d"),
            returns("a.message_id"));
    world.run(source, "{\"n\": 1}");
    world.answer("ok");
    assertThat(completed(world.run(source, "{\"n\": 1}"))).isEqualTo("msg_" + STEP);

    assertThat(world.published).hasSize(2);
    var first = world.published.getFirst();
    assertThat(first.scope()).isEqualTo("sales");
    assertThat(first.queue()).isEqualTo("orders");
    assertThat(first.messageType()).isEqualTo("made");
    assertThat(first.payload()).isEqualTo(Map.of("n", 1L));
    assertThat(first.after()).isNull();
    assertThat(first.key()).isEqualTo("exec_1:1:" + STEP);
    assertThat(world.published.getLast().scope()).isEqualTo("other");
    assertThat(world.published.getLast().after()).isEqualTo(Duration.ofHours(4));
  }

  @Test
  void delayIsAnotherWordForAfter() {
    world.run(program(SCOPE, publish(", 'delay': 90")), "{\"n\": 1}");
    assertThat(world.published.getFirst().after()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void aQueueThatRefusesFailsTheBlockWithACodeThatCanBeCaught() {
    world.refusal = new Failure(Failure.QUEUE, "there is no queue orders");
    assertThat(failed(world.run(program(SCOPE, publish("")), "{\"n\": 1}")).code())
        .isEqualTo("QUEUE_ERROR");

    var other = new World();
    other.refusal = world.refusal;
    var source =
        program(
            SCOPE,
            caught(consume(""), "'error': 'QUEUE_ERROR', 'binding': 'p'", returns("p.message")));
    assertThat(completed(other.run(source, "{}"))).isEqualTo("there is no queue orders");
    other.refusal = null;
    assertThat(completed(other.run(source, "{}"))).isEqualTo("there is no queue orders");
  }

  @Test
  void whatWasRefusedIsTriedAgainByARetry() {
    world.refusal = new Failure(Failure.QUEUE, "gone");
    var outcome = (Outcome.Failed) world.run(program(SCOPE, consume("")), "{}");
    assertThat(outcome.redo()).containsExactly(STEP, STEP + "!began");
    var other = new World();
    other.refusal = world.refusal;
    var published = (Outcome.Failed) other.run(program(SCOPE, publish("")), "{\"n\": 1}");
    assertThat(published.redo()).containsExactly(STEP);
  }

  @Test
  void aQueueWithoutAScopeIsRefusedByName() {
    for (var source :
        List.of(
            program("", publish("")),
            program("", consume("")),
            program("", ask("d").replace("}", ", 'hitl_target': {'queue': 'orders'}}")))) {
      var failure = failed(new World().run(source, "{\"n\": 1}"));
      assertThat(failure.code()).isEqualTo("QUEUE_ERROR");
      assertThat(failure.message()).contains("orders").contains("scaiqueue.scope");
    }
  }

  @Test
  void aMessageThatIsThereIsTakenAtOnce() {
    world.message("orders", Map.of("id", 7L));
    var source = program(SCOPE, consume(", 'timeout': '1h'"), returns("m.body.id"));
    assertThat(completed(world.run(source, "{}"))).isEqualTo(7L);
    assertThat(completed(world.run(source, "{}"))).isEqualTo(7L);
    assertThat(world.entries.keySet()).containsExactly(STEP);
  }

  @Test
  void withoutAMessageTheRunWaitsAndTheMessageIsItsValue() {
    var source = program(SCOPE, consume(""), returns("m.body"));
    assertThat(suspended(world.run(source, "{}")).wakeAt()).isNull();
    assertThat(world.expecting).containsOnlyKeys(STEP);
    world.message("orders", "hello");
    world.deliver("orders", STEP);
    assertThat(completed(world.run(source, "{}"))).isEqualTo("hello");
    assertThat(completed(world.run(source, "{}"))).isEqualTo("hello");
  }

  @Test
  void whenTheTimeIsOverTheValueIsNullAndStaysSo() {
    var source = program(SCOPE, consume(", 'timeout': '10s'"), ask("d"), returns("m == null"));
    assertThat(suspended(world.run(source, "{}")).wakeAt())
        .isEqualTo(Instant.EPOCH.plusSeconds(10));
    world.pass(Duration.ofSeconds(4));
    // Woken by something else, it waits for the rest of its time.
    assertThat(suspended(world.run(source, "{}")).wakeAt())
        .isEqualTo(Instant.EPOCH.plusSeconds(10));
    world.pass(Duration.ofSeconds(6));
    suspended(world.run(source, "{}"));
    assertThat(world.expecting).isEmpty();
    world.message("orders", "late");
    world.answer("ok");
    assertThat(completed(world.run(source, "{}"))).isEqualTo(true);
    assertThat(world.queued.get("orders")).hasSize(1);
  }

  @Test
  void noTimeAtAllIsALook() {
    var source = program(SCOPE, consume(", 'timeout': '0s'"), returns("m"));
    assertThat(completed(world.run(source, "{}"))).isNull();
    world.message("orders", 1L);
    assertThat(completed(world.run(source, "{}"))).isNull();
  }

  @Test
  void aMessageThatCameWhenTheTimeWasOverIsTakenIfNobodyHadGivenUp() {
    var source = program(SCOPE, consume(", 'timeout': '10s'"), returns("m.body"));
    suspended(world.run(source, "{}"));
    world.message("orders", "just in time");
    world.pass(Duration.ofMinutes(1));
    assertThat(completed(world.run(source, "{}"))).isEqualTo("just in time");
  }

  @Test
  void branchesWaitEachForAMessageOfTheirOwn() {
    var source =
        program(
            SCOPE,
            "{'kind': 'parallel', 'branches': [{'name': 'a', 'body': [%s]}, {'name': 'b', 'body': [%s]}]}"
                .formatted(consume(""), consume("")));
    suspended(world.run(source, "{}"));
    assertThat(world.expecting).hasSize(2);
    for (var step : List.copyOf(world.expecting.keySet())) {
      world.message("orders", "for " + step.charAt(step.indexOf("branches") + 9));
      world.deliver("orders", step);
      world.run(source, "{}");
    }
    assertThat(((Map<?, ?>) Objects.requireNonNull(completed(world.run(source, "{}")))).size())
        .isEqualTo(2);
  }

  @Test
  void whoGivesUpABranchThatWaitsDoesNotWaitForItsMessage() {
    var source =
        program(
            SCOPE,
            caught(
                "{'kind': 'parallel', 'branches': [{'name': 'a', 'body': [%s]}, {'name': 'b', 'body': [%s]}]}"
                    .formatted(consume(""), set("x", "nothing.at.all")),
                "'error': '_'",
                set("x", "1")),
            ask("d"));
    suspended(world.run(source, "{}"));
    assertThat(world.raised).hasSize(1);
    assertThat(world.expecting).isEmpty();
  }

  @Test
  void aBudgetEndsTheWaiting() {
    var source =
        program(
            SCOPE,
            "{'kind': 'budget', 'max_duration': '5s', 'body': [%s], 'on_exceeded': [%s]}"
                .formatted(consume(", 'timeout': '1h'"), ask("d")));
    assertThat(suspended(world.run(source, "{}")).wakeAt()).isEqualTo(Instant.EPOCH.plusSeconds(5));
    world.pass(Duration.ofSeconds(5));
    suspended(world.run(source, "{}"));
    assertThat(world.raised).hasSize(1);
    assertThat(world.expecting).isEmpty();
  }

  @Test
  void aProgramThatAsksForAnotherQueueIsToldApart() {
    suspended(world.run(program(SCOPE, consume("")), "{}"));
    world.message("orders", 1L);
    world.deliver("orders", STEP);
    var other = program(SCOPE, consume("").replace("orders", "others"));
    assertThat(failed(world.run(other, "{}")).code()).isEqualTo("REPLAY_DIVERGED");
  }

  @Test
  void aProcessKilledAnywhereTakesAndPublishesEachMessageOnce() {
    var source =
        program(
            SCOPE,
            consume(", 'timeout': '1h'"),
            publish(""),
            consume(", 'timeout': '1h'"),
            returns("m.body"));
    for (int at = 0; ; at++) {
      var broken = new World();
      broken.message("orders", "first");
      broken.message("orders", "second");
      int[] left = {at};
      broken.fault =
          () -> {
            if (left[0]-- == 0) {
              throw new World.Killed();
            }
          };
      boolean killed = false;
      try {
        broken.run(source, "{\"n\": 1}");
      } catch (World.Killed e) {
        killed = true;
      }
      broken.fault = () -> {};
      assertThat(completed(broken.run(source, "{\"n\": 1}"))).isEqualTo("second");
      assertThat(broken.queued.get("orders")).isEmpty();
      assertThat(broken.entries).hasSize(3);
      if (!killed) {
        assertThat(at).isGreaterThan(6);
        return;
      }
    }
  }

  @Test
  void aPublicationThatIsTooLargeIsRefusedBeforeItIsSent() {
    var source = program(SCOPE, statement("queue_publish", "'payload': 'big'"));
    var outcome = world.run(World.engine(source), Map.of("big", "x".repeat(6_000_000)));
    assertThat(failed(outcome).code()).isEqualTo("PAYLOAD_TOO_LARGE");
    assertThat(world.published).isEmpty();
  }

  @Test
  void aCheckpointTellsItsQueueWithItsTemplatesFilledIn() {
    var source =
        program(
            SCOPE,
            set("who", "{name: n}"),
            "{'kind': 'checkpoint', 'checkpoint_type': 't', 'prompt': 'p', 'hitl_target': {'queue':"
                + " 'reviews', 'hitl_spec': {'sections': [{'type': 'context', 'content': 'By"
                + " {{who.name}}', 'raw': '{{who}}', 'n': 3}]}}}");
    suspended(world.run(source, "{\"n\": \"Ann\"}"));
    var target = Objects.requireNonNull(world.raised.getFirst().hitlTarget());
    assertThat(target.scope()).isEqualTo("sales");
    assertThat(target.queue()).isEqualTo("reviews");
    assertThat(target.spec())
        .isEqualTo(
            Map.of(
                "sections",
                List.of(
                    Map.of(
                        "type",
                        "context",
                        "content",
                        "By Ann",
                        "raw",
                        Map.of("name", "Ann"),
                        "n",
                        3L))));
  }

  @Test
  void aTemplateOfAQueueThatDoesNotParseIsAFinding() {
    assertThatThrownBy(
            () ->
                World.engine(
                    program(
                        SCOPE,
                        ask("d")
                            .replace(
                                "}",
                                ", 'hitl_target': {'queue': 'q', 'hitl_spec': {'a': '{{1 +'}}}"))))
        .hasMessageContaining("hitl_spec.a")
        .hasMessageContaining("E301");
  }

  @Test
  void textsNoStoreKeepsAreReplacedBeforeTheyAreSent() {
    var source = program(SCOPE, statement("queue_publish", "'payload': '{a: x}'"));
    world.run(World.engine(source), Map.of("x", "a\0b"));
    assertThat(world.published.getFirst().payload()).isEqualTo(Map.of("a", "a\uFFFDb"));
    assertThat(Arrays.asList(world.entries.keySet().toArray())).hasSize(1);
  }
}
