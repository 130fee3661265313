package ai.scailabs.scaicore.execution;

import static ai.scailabs.scaicore.testing.Demo.CORES;
import static ai.scailabs.scaicore.testing.Demo.EXECUTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Invoking flows over HTTP. */
@ServerTest
class InvokeTests {

  private static final String CHECKPOINT =
      "{\"kind\": \"checkpoint\", \"checkpoint_type\": \"approval\", \"prompt\": \"Go on?\"}";

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  private Http admin;

  @BeforeEach
  void signIn() {
    admin = new Http(port, Demo.ADMIN);
  }

  @Test
  void aFlowAnswersWithItsValueAndItsExecutionCanBeReadAgain() {
    var id = Demo.running(admin, "Greets", Demo.sample("greeter.ir.json"));

    var answer =
        admin.post(
            CORES + "/" + id + "/invoke",
            "{\"flow\": \"greet\", \"input\": {\"name\": \" Ada \"}}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.data().path("output").toString()).isEqualTo("{\"message\":\"Hello, Ada!\"}");
    assertThat(answer.data().path("execution_id")).isEqualTo(answer.data().path("id"));
    var again = admin.get(EXECUTIONS + "/" + answer.data().path("id").asString());
    assertThat(again.data().path("output")).isEqualTo(answer.data().path("output"));
    assertThat(again.data().path("timeline").size()).isZero();
    assertThat(admin.get(CORES + "/" + id + "/executions").data().path("items").get(0))
        .isEqualTo(answer.data());
    // Without a flow: that of the first api trigger.
    assertThat(Demo.invoke(admin, id, "{\"message\": \"hi\"}").data().path("output").toString())
        .isEqualTo("{\"response\":\"You said: hi\"}");
  }

  @Test
  void aBadInputIsNamed() {
    var id = Demo.running(admin, "Greets badly", Demo.sample("greeter.ir.json"));

    assertThat(Demo.invoke(admin, id, "{}").field()).isEqualTo("input.message");
    assertThat(Demo.invoke(admin, id, "{\"message\": 5}").field()).isEqualTo("input.message");
    assertThat(Demo.invoke(admin, id, "[]").field()).isEqualTo("input");
    var unknown = admin.post(CORES + "/" + id + "/invoke", "{\"flow\": \"nope\"}");
    assertThat(unknown.field()).isEqualTo("flow");
    assertThat(unknown.message()).contains("greet, chat");
    assertThat(admin.get(CORES + "/" + id + "/executions").data().path("items").size()).isZero();
  }

  @Test
  void aFailedFlowAnswers200WithItsErrorAndTheBlock() {
    var id =
        Demo.running(
            admin,
            "Fails",
            Demo.program(
                "{\"kind\": \"rigid\", \"statements\": [{\"kind\": \"return\", \"value\": \"nobody.name\"}]}"));

    var answer = Demo.invoke(admin, id, "{}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.data().path("status").asString()).isEqualTo("failed");
    assertThat(answer.data().path("error").path("code").asString()).isEqualTo("UNKNOWN_NAME");
    assertThat(answer.data().path("error").path("block").asString())
        .isEqualTo("flows.main.body[0]");
  }

  @Test
  void anEventThatAProgramSendsIsStoredOnceAlsoWhenItIsReplayed() {
    var id =
        Demo.running(
            admin,
            "Emits",
            Demo.program(
                "{\"kind\": \"rigid\", \"statements\": [{\"kind\": \"emit\", \"event\": \"a.b\","
                    + " \"data\": \"{n: 1}\"}]},"
                    + CHECKPOINT));
    var waiting = Demo.invoke(admin, id, "{}").data();

    answer(waiting.path("checkpoint_id").asString());
    Demo.settled(admin, waiting.path("id").asString(), "completed");

    assertThat(
            jdbc.sql(
                    """
                    select e ->> 'type', e -> 'payload' ->> 'data'
                    from mod_scaicore_events, json_array_elements(events) e
                    where execution_id = ? and 'a.b' = any(types)
                    """)
                .param(waiting.path("id").asString())
                .query((row, n) -> row.getString(1) + row.getString(2))
                .list())
        .containsExactly("a.b{\"n\":1}");
  }

  @Test
  void anIdempotencyKeyBeginsOneExecution() {
    var id = Demo.running(admin, "Once", Demo.sample("greeter.ir.json"));
    var answers = AtOnce.run(8, i -> invokeWith(id, "key-1", "{\"message\": \"hi\"}"));

    assertThat(answers).allSatisfy(a -> assertThat(a.status()).as(a.body()).isEqualTo(200));
    assertThat(answers.stream().map(a -> a.data().path("id").asString()).distinct()).hasSize(1);
    assertThat(admin.get(CORES + "/" + id + "/executions").data().path("items").size())
        .isEqualTo(1);
    assertThat(invokeWith(id, "key-1", "{\"message\": \"other\"}").field())
        .isEqualTo("Idempotency-Key");
  }

  @Test
  void respondAsyncIsAcceptedAtOnceAndEnds() {
    var id = Demo.running(admin, "Async", Demo.sample("greeter.ir.json"));

    var answer = invoke(id, "{\"message\": \"hi\"}", Map.of("Prefer", "respond-async"));

    assertThat(answer.status()).isEqualTo(202);
    var done = Demo.settled(admin, answer.data().path("id").asString(), "completed", "failed");
    assertThat(done.data().path("output").path("response").asString()).isEqualTo("You said: hi");
  }

  @Test
  void anAnswerToAPausedCoreIsHeldUntilItResumes() {
    var id = Demo.running(admin, "Pauses", Demo.program(CHECKPOINT));
    var waiting = Demo.invoke(admin, id, "{}").data();
    var execution = waiting.path("id").asString();
    admin.post(CORES + "/" + id + "/pause", "");

    answer(waiting.path("checkpoint_id").asString());

    assertThat(Demo.settled(admin, execution, "held", "completed").data().path("status").asString())
        .isEqualTo("held");
    admin.post(CORES + "/" + id + "/resume", "");
    assertThat(
            Demo.settled(admin, execution, "completed")
                .data()
                .path("output")
                .path("decision")
                .asString())
        .isEqualTo("go");
  }

  @Test
  void aRunStopsBeforeItsNextBlockWhenItsCoreStopsAndGoesOnWhenItStarts() {
    var id =
        Demo.running(
            admin,
            "Loops",
            Demo.program(
                """
                {"kind": "rigid", "statements": [{"kind": "assign", "target": "i", "value": "0"}]},
                {"kind": "while", "condition": "i < 200000000", "max_iterations": 200000001, "body": [
                  {"kind": "rigid", "statements": [{"kind": "assign", "target": "i", "value": "i + step"}]}]},
                {"kind": "rigid", "statements": [{"kind": "return", "value": "i"}]}
                """));
    var accepted = invoke(id, "{\"step\": 1}", Map.of("Prefer", "respond-async"));
    var execution = accepted.data().path("id").asString();

    assertThat(admin.post(CORES + "/" + id + "/stop", "").status()).isEqualTo(200);

    assertThat(Demo.settled(admin, execution, "held").data().path("status").asString())
        .isEqualTo("held");
    admin.post(CORES + "/" + id + "/start", "");
    Demo.settled(admin, execution, "running");
    assertThat(admin.send("DELETE", CORES + "/" + id, r -> r).status()).isEqualTo(200);
    Eventually.get(
        () -> admin.get(EXECUTIONS + "/" + execution).code(), "EXECUTION_NOT_FOUND"::equals);
  }

  @Test
  void anEntityCoreNeedsToKnowItsInstance() {
    var made =
        admin.post(
            CORES,
            "{\"name\": \"Entity\", \"concurrency_mode\": \"entity\", \"entity_key_field\": \"message\","
                + " \"source\": "
                + Demo.program(
                    "{\"kind\": \"rigid\", \"statements\": [{\"kind\": \"return\", \"value\": \"1\"}]}")
                + "}");
    var id = made.data().path("id").asString();
    assertThat(admin.post(CORES + "/" + id + "/start", "").status()).isEqualTo(200);

    assertThat(Demo.invoke(admin, id, "{}").field()).isEqualTo("instance_key");
    assertThat(Demo.invoke(admin, id, "{\"message\": 7}").data().path("instance_key").asString())
        .isEqualTo("7");
    assertThat(
            admin
                .post(CORES + "/" + id + "/invoke", "{\"instance_key\": \"k\"}")
                .data()
                .path("instance_key")
                .asString())
        .isEqualTo("k");
  }

  private void answer(String checkpoint) {
    var answer =
        admin.post(Demo.CHECKPOINTS + "/" + checkpoint + "/resolve", "{\"decision\": \"go\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private Http.Answer invokeWith(String id, String key, String input) {
    return invoke(id, input, Map.of("Idempotency-Key", key));
  }

  private Http.Answer invoke(String id, String input, Map<String, String> headers) {
    return admin.send(
        "POST",
        CORES + "/" + id + "/invoke",
        r -> {
          headers.forEach(r::header);
          return r.header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"input\": " + input + "}"));
        });
  }
}
