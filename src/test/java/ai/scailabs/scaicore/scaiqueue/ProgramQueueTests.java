package ai.scailabs.scaicore.scaiqueue;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Programs that publish messages, wait for them, and ask people through queues. */
@ServerTest
class ProgramQueueTests {

  private static final String QUEUES = "/v1/modules/scaiqueue";

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  private Http admin;
  private String scope = "";

  @BeforeEach
  void scope() {
    admin = new Http(port, Demo.ADMIN);
    scope = "s" + System.nanoTime();
    created(admin.post(QUEUES + "/scopes", "{\"slug\": \"%s\"}".formatted(scope)));
    queue("orders", "");
  }

  private static void created(Http.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  private void queue(String slug, String more) {
    created(
        admin.post(
            QUEUES + "/scopes/" + scope + "/queues", "{\"slug\": \"%s\"%s}".formatted(slug, more)));
  }

  private void publish(String queue, String body) {
    created(
        admin.post(messages(queue), "{\"message_type\": \"order\", \"body\": %s}".formatted(body)));
  }

  private String messages(String queue) {
    return QUEUES + "/scopes/" + scope + "/queues/" + queue + "/messages";
  }

  private List<JsonNode> in(String queue) {
    var items = admin.get(messages(queue)).data().path("items");
    return StreamSupport.stream(items.spliterator(), false).toList();
  }

  /** A running Core whose flow has these blocks, and that names its queues in the scope. */
  private String core(String... blocks) {
    return coreOf("", blocks);
  }

  private String coreOf(String more, String... blocks) {
    var source =
        Demo.program(String.join(",", blocks))
            .replace(
                "\"name\": \"Test\",",
                "\"name\": \"Test\", \"scaiqueue\": {\"scope\": \"%s\"}, %s"
                    .formatted(scope, more));
    return Demo.running(admin, "Queues " + System.nanoTime(), source);
  }

  private static String consume(String more) {
    return """
    {"kind": "rigid", "source_location": {"node_id": "node_wait"}, "result_binding": "m",
     "statements": [{"kind": "queue_consume", "queue": "orders"%s}]}
    """
        .formatted(more);
  }

  private static String publication(String more) {
    return """
    {"kind": "rigid", "result_binding": "p", "statements": [
      {"kind": "queue_publish", "queue": "orders", "message_type": "made",
       "payload": {"n": "n"}%s}]}
    """
        .formatted(more);
  }

  private static String returns(String value) {
    return """
    {"kind": "rigid", "statements": [{"kind": "return", "value": "%s"}]}
    """
        .formatted(value);
  }

  private String waiting(String core, String input) {
    var answer = Demo.invoke(admin, core, input).data();
    assertThat(answer.path("status").asString()).as(answer.toString()).isEqualTo("suspended");
    return answer.path("id").asString();
  }

  private JsonNode ended(String execution) {
    return Demo.settled(admin, execution, "completed", "failed").data();
  }

  @Test
  void aMessageIsPublishedWithItsExecutionAndTakenByAnother() {
    var made = Demo.invoke(admin, core(publication(""), returns("p.message_id")), "{\"n\": 7}");
    var message = in("orders").getFirst();
    assertThat(made.data().path("output").asString()).isEqualTo(message.path("id").asString());
    assertThat(message.path("message_type").asString()).isEqualTo("made");
    assertThat(message.path("body").path("n").asInt()).isEqualTo(7);
    assertThat(message.path("correlation_id").asString())
        .isEqualTo(made.data().path("id").asString());
    assertThat(message.path("idempotency_key").asString())
        .isEqualTo(made.data().path("id").asString() + ":1:flows.main.body[0]#0");

    var taken = Demo.invoke(admin, core(consume(""), returns("m")), "{}").data().path("output");
    assertThat(taken.path("message_id").asString()).isEqualTo(message.path("id").asString());
    assertThat(taken.path("message_type").asString()).isEqualTo("made");
    assertThat(taken.path("body").path("n").asInt()).isEqualTo(7);
    assertThat(taken.path("correlation_id").asString()).isNotEmpty();
    assertThat(in("orders").getFirst().path("status").asString()).isEqualTo("completed");
  }

  @Test
  void whoWaitsIsShownAndIsWokenByAMessageWithinAboutASecond() {
    var execution = waiting(core(consume(""), returns("m.body.id")), "{}");
    assertThat(admin.get(Demo.EXECUTIONS + "/" + execution).data().path("checkpoint_id").isNull())
        .isTrue();
    var timeline = admin.get(Demo.EXECUTIONS + "/" + execution).data().path("timeline");
    var pending =
        StreamSupport.stream(timeline.spliterator(), false)
            .filter(item -> item.path("status").asString().equals("pending"))
            .toList();
    assertThat(pending).hasSize(1);
    assertThat(pending.getFirst().path("kind").asString()).isEqualTo("queue_consume");
    assertThat(pending.getFirst().path("node_id").asString()).isEqualTo("node_wait");
    assertThat(pending.getFirst().path("summary").asString()).contains(scope + "/orders");

    publish("orders", "{\"id\": 12}");
    long published = System.nanoTime();
    assertThat(ended(execution).path("output").asInt()).isEqualTo(12);
    assertThat(Duration.ofNanos(System.nanoTime() - published)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void eachOfManyMessagesGoesToOneOfManyWhoWait() {
    var core = core(consume(""), returns("m.body.id"));
    var executions = AtOnce.run(12, i -> waiting(core, "{}"));
    AtOnce.run(
        12,
        i -> {
          publish("orders", "{\"id\": %d}".formatted(i));
          return i;
        });
    var outputs = executions.stream().map(e -> ended(e).path("output").asInt()).sorted().toList();
    assertThat(outputs).isEqualTo(IntStream.range(0, 12).boxed().toList());
    assertThat(in("orders")).allMatch(m -> m.path("status").asString().equals("completed"));
  }

  @Test
  void oneMessageWakesOneOfTwoWhoWait() {
    var core = core(consume(""), returns("m.body"));
    var first = waiting(core, "{}");
    var second = waiting(core, "{}");
    publish("orders", "1");
    assertThat(ended(first).path("output").asInt()).isEqualTo(1);
    assertThat(admin.get(Demo.EXECUTIONS + "/" + second).data().path("status").asString())
        .isEqualTo("suspended");
    publish("orders", "2");
    assertThat(ended(second).path("output").asInt()).isEqualTo(2);
  }

  @Test
  void whenNoMessageComesInTimeTheValueIsNull() {
    var core = core(consume(", \"timeout\": \"1s\""), returns("m == null"));
    var execution = waiting(core, "{}");
    assertThat(ended(execution).path("output").asBoolean()).isTrue();
    publish("orders", "1");
    assertThat(in("orders").getFirst().path("status").asString()).isEqualTo("ready");
  }

  @Test
  void aMessageWithADelayIsNotTakenBefore() {
    Demo.invoke(admin, core(publication(", \"after\": \"2s\"")), "{\"n\": 1}");
    long published = System.nanoTime();
    var look = core(consume(", \"timeout\": \"0s\""), returns("m"));
    assertThat(Demo.invoke(admin, look, "{}").data().path("output").isNull()).isTrue();
    var execution = waiting(core(consume(""), returns("m.body.n")), "{}");
    assertThat(ended(execution).path("output").asInt()).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - published))
        .isGreaterThan(Duration.ofMillis(1500));
  }

  @Test
  void aScopeOrQueueThatIsMissingFailsTheBlockByNameAndCanBeCaught() {
    var elsewhere = "\"scope\": \"nowhere-%s\"".formatted(scope);
    for (var block :
        List.of(
            publication("").replace("orders", "missing"),
            consume("").replace("orders", "missing"),
            publication(", " + elsewhere),
            consume(", " + elsewhere))) {
      var error = Demo.invoke(admin, core(block), "{\"n\": 1}").data().path("error");
      assertThat(error.path("code").asString()).as(block).isEqualTo("QUEUE_ERROR");
      assertThat(error.path("message").asString())
          .contains(block.contains("missing") ? scope + "/missing" : "nowhere-" + scope)
          .contains("create it");
    }
    var caught =
        """
        {"kind": "try", "body": [%s], "catch": [{"error": "QUEUE_ERROR", "binding": "e",
         "body": [%s]}]}
        """
            .formatted(publication("").replace("orders", "missing"), returns("e.code"));
    assertThat(Demo.invoke(admin, core(caught), "{\"n\": 1}").data().path("output").asString())
        .isEqualTo("QUEUE_ERROR");
  }

  @Test
  void anotherTenantsQueueIsNotReached() {
    var globex = new Http(port, Demo.GLOBEX);
    var theirs = "theirs" + System.nanoTime();
    created(globex.post(QUEUES + "/scopes", "{\"slug\": \"%s\"}".formatted(theirs)));
    created(globex.post(QUEUES + "/scopes/" + theirs + "/queues", "{\"slug\": \"orders\"}"));
    var id = globex.get(QUEUES + "/scopes/" + theirs).data().path("id").asString();
    for (var name : List.of(theirs, id)) {
      var block = publication(", \"scope\": \"%s\"".formatted(name));
      assertThat(Demo.invoke(admin, core(block), "{\"n\": 1}").data().at("/error/code").asString())
          .isEqualTo("QUEUE_ERROR");
    }
  }

  @Test
  void aFullQueueAndAPayloadTooLargeAreErrorsOfTheQueue() {
    queue("small", ", \"max_depth\": 1");
    var core = core(publication("").replace("orders", "small"));
    assertThat(Demo.invoke(admin, core, "{\"n\": 1}").data().path("status").asString())
        .isEqualTo("completed");
    assertThat(Demo.invoke(admin, core, "{\"n\": 1}").data().at("/error/message").asString())
        .contains("max_depth");
    var large = "{\"n\": \"%s\"}".formatted("x".repeat(300_000));
    var error = Demo.invoke(admin, core(publication("")), large).data().path("error");
    assertThat(error.path("code").asString()).isEqualTo("QUEUE_ERROR");
    assertThat(error.path("message").asString()).contains("262,144");
  }

  @Test
  void whoWaitsForAQueueThatIsDeletedFails() {
    queue("brief", "");
    var execution = waiting(core(consume("").replace("orders", "brief")), "{}");
    var deleted = admin.delete(QUEUES + "/scopes/" + scope + "/queues/brief");
    assertThat(deleted.status()).as(deleted.body()).isLessThan(300);
    var error = ended(execution).path("error");
    assertThat(error.path("code").asString()).isEqualTo("QUEUE_ERROR");
    assertThat(error.path("message").asString()).contains(scope + "/brief");
  }

  @Test
  void whatIsWrongWithOneQueueKeepsNoOtherWaiting() {
    var names = List.of("one", "bad", "two", "three", "four");
    var executions = new ArrayList<String>();
    for (var name : names) {
      queue(name, "");
      executions.add(waiting(core(consume("").replace("orders", name), returns("m.body")), "{}"));
    }
    jdbc.sql(
            """
            insert into mod_scaiqueue_messages (id, tenant_id, scope_id, queue_id, home_id,
              message_type, body, priority_tier, order_key, status, published_at)
            select 'msg_' || id, tenant_id, scope_id, id, id, 't', '1', 9, 0, 'ready', now()
            from mod_scaiqueue_queues where slug = 'bad'
            """)
        .update();
    names.stream().filter(name -> !name.equals("bad")).forEach(name -> publish(name, "1"));
    var bad = executions.remove(1);
    executions.forEach(e -> assertThat(ended(e).path("output").asInt()).isEqualTo(1));
    assertThat(admin.post(Demo.EXECUTIONS + "/" + bad + "/cancel", "").status()).isEqualTo(200);
  }

  @Test
  void eachCoreIsAConsumerOfABroadcastQueue() {
    queue("news", ", \"consumer_mode\": \"broadcast\"");
    var wait = consume("").replace("orders", "news");
    var executions = new ArrayList<String>();
    for (int i = 0; i < 2; i++) {
      executions.add(waiting(core(wait, returns("m.body")), "{}"));
    }
    publish("news", "\"hear\"");
    executions.forEach(e -> assertThat(ended(e).path("output").asString()).isEqualTo("hear"));
  }

  @Test
  void whatIsCancelledOrPausedTakesNothing() {
    var core = core(consume(""), returns("m.body"));
    var cancelled = waiting(core, "{}");
    var paused = waiting(core, "{}");
    assertThat(admin.post(Demo.EXECUTIONS + "/" + cancelled + "/cancel", "").status())
        .isEqualTo(200);
    admin.post(Demo.CORES + "/" + core + "/pause", "");
    publish("orders", "1");
    queue("others", "");
    var other = waiting(core(consume(", \"timeout\": \"1s\"").replace("orders", "others")), "{}");
    assertThat(ended(other).path("status").asString()).isEqualTo("completed");
    assertThat(in("orders").getFirst().path("status").asString()).isEqualTo("ready");

    admin.post(Demo.CORES + "/" + core + "/resume", "");
    assertThat(ended(paused).path("output").asInt()).isEqualTo(1);
  }

  @Test
  void branchesAndInstancesWaitEachForTheirOwn() {
    queue("left", "");
    queue("right", "");
    var core =
        coreOf(
            "\"instance\": {\"mode\": \"singleton\"},",
            """
            {"kind": "parallel", "branches": [
              {"name": "a", "body": [%s]}, {"name": "b", "body": [%s]}]}
            """
                .formatted(
                    consume("").replace("orders", "left").replace("\"m\"", "\"x\""),
                    consume("").replace("orders", "right").replace("\"m\"", "\"y\"")));
    var execution = waiting(core, "{}");
    publish("right", "\"r\"");
    Eventually.get(
        () -> in("right").getFirst().path("status").asString(), s -> s.equals("completed"));
    publish("left", "\"l\"");
    var output = ended(execution).path("output");
    assertThat(output.at("/a/body").asString()).isEqualTo("l");
    assertThat(output.at("/b/body").asString()).isEqualTo("r");
  }

  @Test
  void aCheckpointForAMissingQueueFailsBeforeAnybodyIsAsked() {
    var core = core(review("missing"));
    var failed = Demo.invoke(admin, core, "{\"n\": 1}").data();
    assertThat(failed.path("status").asString()).isEqualTo("failed");
    assertThat(failed.at("/error/code").asString()).isEqualTo("QUEUE_ERROR");
    assertThat(failed.at("/error/message").asString()).contains(scope + "/missing");
    assertThat(rows(failed.path("id").asString())).isEmpty();
  }

  @Test
  void aCheckpointKeepsItsQueueWithWhatItShowsThere() {
    var waiting = waiting(core(review("orders")), "{\"n\": 5}");
    assertThat(rows(waiting))
        .containsExactly(
            "{\"scope\":\"%s\",\"queue\":\"orders\",\"hitl_spec\":{\"sections\":[{\"type\":\"context\",\"content\":\"Order 5\"}]}}"
                .formatted(scope));
    var checkpoint = admin.get(Demo.EXECUTIONS + "/" + waiting).data().path("checkpoint_id");
    assertThat(admin.get(Demo.CHECKPOINTS + "/" + checkpoint.asString()).data().has("hitl_target"))
        .isFalse();
  }

  @Test
  void anExpenseIsReviewedThroughItsQueueAndTheDecisionIsPublished() {
    queue("expense-review", "");
    queue("expense-done", "");
    var yaml =
        Demo.sample("manifests/expense-approver.yaml")
            .replace("finance-approvals", scope)
            .replace("Expense Approver", "Expenses " + scope);
    var made =
        admin.send(
            "POST",
            Demo.CORES,
            r -> r.header("Content-Type", "application/yaml").POST(BodyPublishers.ofString(yaml)));
    created(made);
    var core = made.data().path("id").asString();
    admin.post(Demo.CORES + "/" + core + "/start", "");
    var execution = waiting(core, "{\"message\": \"Taxi 140 to the airport\"}");

    var queue = QUEUES + "/scopes/" + scope + "/queues/expense-review";
    var claimed = admin.post(queue + "/claim", "{}").data().path("items").path(0);
    assertThat(claimed.path("message_type").asString()).isEqualTo("hitl_request");
    assertThat(claimed.at("/hitl_spec/sections/0/content").asString()).contains("Taxi 140");
    assertThat(claimed.at("/body/options").toString()).isEqualTo("[\"approve\",\"reject\"]");
    var completed =
        admin.post(
            QUEUES + "/messages/" + claimed.path("id").asString() + "/complete",
            """
            {"claim_id": "%s",
             "body": {"decision": "approve", "response_data": {"note": "fine"}}}
            """
                .formatted(claimed.path("claim_id").asString()));
    assertThat(completed.status()).as(completed.body()).isEqualTo(200);

    assertThat(ended(execution).path("status").asString()).isEqualTo("completed");
    var told = in("expense-done").getFirst();
    assertThat(told.path("message_type").asString()).isEqualTo("decision-made");
    assertThat(told.at("/body/decision").asString()).isEqualTo("approve");
    assertThat(told.at("/body/amount").asInt()).isEqualTo(140);
  }

  private static String review(String queue) {
    return """
    {"kind": "checkpoint", "checkpoint_type": "review", "prompt": "Is it good?",
     "assignee": "role:tenant_admin", "hitl_target": {"queue": "%s", "hitl_spec": {"sections": [
       {"type": "context", "content": "Order {{n}}"}]}}}
    """
        .formatted(queue);
  }

  private List<String> rows(String execution) {
    return jdbc.sql("select hitl_target::text from mod_scaicore_checkpoints where execution_id = ?")
        .param(execution)
        .query((row, number) -> row.getString(1))
        .list();
  }
}
