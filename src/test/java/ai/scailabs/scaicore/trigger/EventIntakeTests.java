package ai.scailabs.scaicore.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.core.CoreNotFound;
import ai.scailabs.scaicore.execution.event.ReceivedEvents;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Events that are sent to Cores. */
@ServerTest
class EventIntakeTests {

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Receipts receipts;
  @Autowired private ReceivedEvents received;
  private Http admin;

  @BeforeEach
  void setUp() {
    admin = new Http(port, Demo.ADMIN);
  }

  @Test
  void anEventStartsTheFlowsOfTheProgramsTriggersAndOfRegisteredOnes() {
    var core = Desk.running(admin);
    var registered =
        Desk.register(admin, core, "{\"event_type\": \"order.placed\", \"flow\": \"note\"}")
            .data()
            .path("id")
            .asString();

    var sent =
        Desk.send(admin, core, "{\"event_name\": \"order.placed\", \"data\": {\"amount\": 7}}");

    assertThat(sent.status()).as(sent.body()).isEqualTo(202);
    assertThat(sent.data().path("status").asString()).isEqualTo("accepted");
    var event = sent.data().path("event_id").asString();
    assertThat(event).startsWith("evt_");
    assertThat(sent.data().path("execution_ids").size()).isEqualTo(2);
    var first = Desk.output(admin, sent);
    assertThat(first.path("amount").asInt()).isEqualTo(7);
    assertThat(first.at("/trigger/kind").asString()).isEqualTo("event");
    assertThat(first.at("/trigger/name").asString()).isEqualTo("on-order");
    assertThat(first.at("/trigger/event_type").asString()).isEqualTo("order.placed");
    assertThat(first.at("/trigger/event_id").asString()).isEqualTo(event);
    var second =
        Demo.settled(admin, sent.data().at("/execution_ids/1").asString(), "completed")
            .data()
            .path("output");
    assertThat(second.at("/trigger/name").asString()).isEqualTo(registered);
    assertThat(second.at("/got/amount").asInt()).isEqualTo(7);
  }

  @Test
  void aTriggerWithoutAnEventTypeWaitsForItsName() {
    var core = Desk.running(admin);
    var sent = Desk.send(admin, core, "{\"event_name\": \"unnamed\"}");
    assertThat(Desk.output(admin, sent).at("/trigger/name").asString()).isEqualTo("unnamed");
  }

  @Test
  void oneThatNoTriggerWaitsForIsAcceptedAndStartsNothing() {
    var core = Desk.running(admin);
    var sent = Desk.send(admin, core, "{\"event_name\": \"weather\", \"data\": {}}");
    assertThat(sent.status()).isEqualTo(202);
    assertThat(sent.data().path("execution_ids").isEmpty()).isTrue();
    assertThat(sent.data().path("event_id").asString()).startsWith("evt_");
  }

  @Test
  void whereTheDataDoesNotFitOneFlowNoneBegins() {
    var core = Desk.running(admin);
    Desk.register(admin, core, "{\"event_type\": \"order.placed\", \"flow\": \"note\"}");

    var refused =
        Desk.send(
            admin, core, "{\"event_name\": \"order.placed\", \"data\": {\"amount\": \"much\"}}");

    assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.field()).isEqualTo("input.amount");
    assertThat(Desk.executions(admin, core)).isEmpty();
    assertThat(history(core, "order.placed")).isZero();
  }

  @Test
  void whereThereIsRoomForOneExecutionAndTwoWouldBeginNoneDoes() {
    var core = Desk.running(admin);
    Desk.register(admin, core, "{\"event_type\": \"order.placed\", \"flow\": \"note\"}");
    admin.put(Demo.CORES + "/" + core, "{\"resource_limits\": {\"max_executions\": 1}}");

    var refused =
        Desk.send(admin, core, "{\"event_name\": \"order.placed\", \"data\": {\"amount\": 1}}");

    assertThat(refused.code()).isEqualTo("QUOTA_EXCEEDED");
    assertThat(Desk.executions(admin, core)).isEmpty();
  }

  @Test
  void theSameKeyInHeaderOrBodyGetsTheSameAnswerAndBeginsNothing() {
    var core = Desk.running(admin);
    var body = "{\"event_name\": \"order.placed\", \"data\": {\"amount\": 3}%s}";
    var first = Desk.send(admin, core, body.formatted(", \"idempotency_key\": \"order-1\""));
    var again = Desk.send(admin, core, body.formatted(", \"idempotency_key\": \"order-1\""));
    var header =
        admin.send(
            "POST",
            Demo.CORES + "/" + core + "/events",
            r ->
                r.header("Content-Type", "application/json")
                    .header("Idempotency-Key", "order-1")
                    .POST(BodyPublishers.ofString(body.formatted(""))));

    assertThat(first.status()).isEqualTo(202);
    assertThat(again.data()).isEqualTo(first.data());
    assertThat(header.status()).isEqualTo(202);
    assertThat(header.data()).isEqualTo(first.data());
    assertThat(Desk.executions(admin, core)).hasSize(1);
    assertThat(history(core, "order.placed")).isEqualTo(1);

    var other =
        Desk.send(
            admin,
            core,
            "{\"event_name\": \"weather\", \"data\": {}, \"idempotency_key\": \"order-1\"}");
    assertThat(other.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(other.field()).isEqualTo("idempotency_key");
    // Keys are their sender's, and their Core's.
    assertThat(
            Desk.send(
                    admin.as(Demo.OPERATOR),
                    core,
                    body.formatted(", \"idempotency_key\": \"order-1\""))
                .data())
        .isNotEqualTo(first.data());
    assertThat(
            Desk.send(
                    admin,
                    Desk.running(admin),
                    body.formatted(", \"idempotency_key\": \"order-1\""))
                .data())
        .isNotEqualTo(first.data());
  }

  @Test
  void aKeyIsForgottenAfterADay() {
    var core = Desk.running(admin);
    var body = "{\"event_name\": \"unnamed\", \"idempotency_key\": \"daily\"}";
    var first = Desk.send(admin, core, body);
    jdbc.sql(
            """
            update mod_scaicore_event_receipts set expires_at = expires_at - interval '24 hours'
            where core_id = ?
            """)
        .param(core)
        .update();
    var next = Desk.send(admin, core, body);
    assertThat(next.status()).isEqualTo(202);
    assertThat(next.data()).isNotEqualTo(first.data());
    assertThat(Desk.send(admin, core, body).data()).isEqualTo(next.data());
  }

  @Test
  void theSameKeyManyTimesAtOnceBeginsOneExecution() {
    var core = Desk.running(admin);
    var answers =
        AtOnce.run(
            8,
            i ->
                Desk.send(
                    admin,
                    core,
                    "{\"event_name\": \"unnamed\", \"data\": {\"n\": 1}, \"idempotency_key\":"
                        + " \"k\"}"));
    assertThat(answers).allMatch(answer -> answer.status() == 202);
    assertThat(answers.stream().map(Http.Answer::data).collect(Collectors.toSet())).hasSize(1);
    assertThat(Desk.executions(admin, core)).hasSize(1);
  }

  @Test
  void aRepeatedOneIsAnsweredAlsoWhenTheCoreHasStopped() {
    var core = Desk.running(admin);
    var body = "{\"event_name\": \"unnamed\", \"idempotency_key\": \"k\"}";
    var first = Desk.send(admin, core, body);
    Desk.output(admin, first);
    admin.post(Demo.CORES + "/" + core + "/stop", "");
    assertThat(Desk.send(admin, core, body).data()).isEqualTo(first.data());
    var refused = Desk.send(admin, core, "{\"event_name\": \"unnamed\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("CORE_NOT_RUNNING");
  }

  @Test
  void aTriggerOfAFlowThatTheProgramLostIsNamed() {
    var core = Desk.running(admin);
    var id =
        Desk.register(admin, core, "{\"event_type\": \"e\", \"flow\": \"note\"}")
            .data()
            .path("id")
            .asString();
    admin.put(
        Demo.CORES + "/" + core,
        "{\"source\": " + Desk.SOURCE.replace("\"note\"", "\"memo\"") + "}");
    admin.post(Demo.CORES + "/" + core + "/restart", "");

    var refused = Desk.send(admin, core, "{\"event_name\": \"e\"}");

    assertThat(refused.code()).isEqualTo("CONFLICT");
    assertThat(refused.message()).contains(id).contains("note");
  }

  @Test
  void toAnEntityCoreTheDataBringTheKeyOfTheInstance() {
    var core = Demo.create(admin, "Entity " + Ids.next(""), Desk.SOURCE);
    admin.put(
        Demo.CORES + "/" + core,
        "{\"concurrency_mode\": \"entity\", \"entity_key_field\": \"amount\"}");
    var path = Demo.CORES + "/" + core;
    assertThat(admin.post(path + "/start", "").status()).isEqualTo(200);

    var refused = Desk.send(admin, core, "{\"event_name\": \"unnamed\", \"data\": {}}");
    assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.field()).isEqualTo("data.amount");
    assertThat(refused.message()).doesNotContain("instance_key").doesNotContain("input.");
    var hook = Desk.register(admin, core, TriggerTests.webhook("orders")).data();
    var unkeyed =
        Desk.signed(
            admin,
            hook.path("url").asString(),
            hook.path("secret").asString(),
            System.currentTimeMillis() / 1000,
            "{}");
    assertThat(unkeyed.field()).isEqualTo("body.amount");

    var sent = Desk.send(admin, core, "{\"event_name\": \"unnamed\", \"data\": {\"amount\": 7}}");
    assertThat(sent.status()).as(sent.body()).isEqualTo(202);
    var execution =
        Demo.settled(admin, sent.data().at("/execution_ids/0").asString(), "completed").data();
    assertThat(execution.path("instance_key").asString()).isEqualTo("7");
  }

  @Test
  void oneThatStartsNothingDoesNotOutliveItsCore() {
    assertThatThrownBy(
            () ->
                received.add(
                    "ten_acme", "core_gone", Ids.next("evt_"), "e", "api", Map.of(), List.of()))
        .isInstanceOf(CoreNotFound.class);
    assertThat(
            jdbc.sql("select count(*) from mod_scaicore_events where core_id = 'core_gone'")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void keysThatAreOldEnoughAreForgottenAndOthersStay() {
    var old = Desk.running(admin);
    var young = Desk.running(admin);
    for (var core : List.of(old, young)) {
      Desk.send(admin, core, "{\"event_name\": \"e\", \"idempotency_key\": \"k\"}");
    }
    jdbc.sql("update mod_scaicore_event_receipts set expires_at = now() where core_id = ?")
        .param(old)
        .update();

    receipts.forgetOld();

    assertThat(
            jdbc.sql(
                    "select core_id from mod_scaicore_event_receipts where core_id = ? or core_id ="
                        + " ?")
                .params(old, young)
                .query(String.class)
                .list())
        .containsExactly(young);
  }

  @Test
  void eachWrongMemberIsNamed() {
    var core = Desk.running(admin);
    assertThat(Desk.send(admin, core, "{}").field()).isEqualTo("event_name");
    assertThat(Desk.send(admin, core, "{\"event_name\": \" \"}").field()).isEqualTo("event_name");
    assertThat(Desk.send(admin, core, "{\"event_name\": 5}").field()).isEqualTo("event_name");
    assertThat(Desk.send(admin, core, "{\"event_name\": \"a\\u0000b\"}").field())
        .isEqualTo("event_name");
    assertThat(Desk.send(admin, core, "{\"event_name\": \"" + "x".repeat(201) + "\"}").field())
        .isEqualTo("event_name");
    assertThat(Desk.send(admin, core, "{\"event_name\": \"scaicore.activated\"}").field())
        .isEqualTo("event_name");
    assertThat(Desk.send(admin, core, "{\"event_name\": \"e\", \"data\": [1]}").field())
        .isEqualTo("data");
    assertThat(Desk.send(admin, core, "{\"event_name\": \"e\", \"idempotency_key\": \"\"}").field())
        .isEqualTo("idempotency_key");
    assertThat(Desk.send(admin, core, "{\"event_name\": ").code()).isEqualTo("VALIDATION_ERROR");
    assertThat(Desk.send(admin, "core_nope", "{\"event_name\": \"e\"}").code())
        .isEqualTo("CORE_NOT_FOUND");
    assertThat(Desk.send(admin.as(Demo.GLOBEX), core, "{\"event_name\": \"e\"}").code())
        .isEqualTo("CORE_NOT_FOUND");
  }

  @Test
  void dataWithTheCharacterZeroIsNoFailureOfOurs() {
    var core = Desk.running(admin);
    var sent =
        Desk.send(admin, core, "{\"event_name\": \"unnamed\", \"data\": {\"t\": \"a\\u0000b\"}}");
    assertThat(sent.status()).as(sent.body()).isEqualTo(202);
    assertThat(Desk.output(admin, sent).at("/got/t").asString()).isIn("a\0b", "a\uFFFDb");
    assertThat(history(core, "unnamed")).isEqualTo(1);
  }

  @Test
  void theHistoryShowsWhatWasSentAndWhatItBegan() {
    var core = Desk.running(admin);
    var sent =
        Desk.send(admin, core, "{\"event_name\": \"order.placed\", \"data\": {\"amount\": 5}}");
    var events =
        admin
            .get(Demo.CORES + "/" + core + "/events/history?type=order.placed")
            .data()
            .path("events");
    assertThat(events.size()).isEqualTo(1);
    assertThat(events.at("/0/id")).isEqualTo(sent.data().path("event_id"));
    assertThat(events.at("/0/payload/source").asString()).isEqualTo("api");
    assertThat(events.at("/0/payload/data/amount").asInt()).isEqualTo(5);
    assertThat(events.at("/0/payload/execution_ids")).isEqualTo(sent.data().path("execution_ids"));
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from scaigrid_audit_events
                    where action = 'event.send' and status = 'success' and resource_id = ?
                    """)
                .param(core + "/" + sent.data().path("event_id").asString())
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void largeDataIsNotShownThere() {
    var core = Desk.running(admin);
    Desk.send(
        admin, core, "{\"event_name\": \"big\", \"data\": {\"t\": \"" + "x".repeat(5_000) + "\"}}");
    var payload =
        admin
            .get(Demo.CORES + "/" + core + "/events/history?type=big")
            .data()
            .at("/events/0/payload");
    assertThat(payload.path("data_truncated").asBoolean()).isTrue();
    assertThat(payload.has("data")).isFalse();
  }

  @Test
  void executionsOfAnEventGoOnWhenTheirCoreIsPausedInBetween() {
    var core = Desk.running(admin);
    var sent = Desk.send(admin, core, "{\"event_name\": \"unnamed\"}");
    admin.post(Demo.CORES + "/" + core + "/pause", "");
    admin.post(Demo.CORES + "/" + core + "/resume", "");
    var id = sent.data().at("/execution_ids/0").asString();
    Eventually.get(
        () -> admin.get(Demo.EXECUTIONS + "/" + id).data().path("status").asString(),
        "completed"::equals);
  }

  private int history(String core, String type) {
    return admin
        .get(Demo.CORES + "/" + core + "/events/history?type=" + type)
        .data()
        .path("events")
        .size();
  }
}
