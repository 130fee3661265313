package ai.scailabs.scaicore.scaiqueue;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.checkpoint.CheckpointNotices;
import ai.scailabs.scaicore.checkpoint.QueuedAnswers;
import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** Checkpoints that go to a queue, and are answered by completing their messages. */
@ServerTest
class QuestionsInQueuesTests {

  private static final String APPROVE = "\"body\": {\"decision\": \"approve\"}";

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private HitlRequests requests;
  @Autowired private QueuedAnswers answers;
  @Autowired private TransactionOperations transactions;
  @Autowired private JdbcClient jdbc;

  private Http admin;
  private Http consumer;
  private QueueClient client;
  private int cores;

  @BeforeEach
  void aTenantWithAQueue() {
    var town = new Town(directory);
    var tenant = town.tenant();
    admin = new Http(port, town.key(town.user(tenant, BuiltInRole.TENANT_ADMIN)));
    var user = town.user(tenant);
    town.role(user, Permission.SCAIQUEUE_CONSUME);
    consumer = new Http(port, town.key(user));
    client = QueueClient.of(admin);
    client.queue("review");
  }

  @Test
  void aQuestionIsAMessageOfItsQueueAndItsCompletionIsTheAnswer() {
    var execution = asked("");
    var checkpoint = execution.path("checkpoint_id").asString();
    var consuming = client.as(consumer);
    var message = consuming.claim("review", 9).getFirst();
    assertThat(message.path("message_type").asString()).isEqualTo("hitl_request");
    assertThat(message.path("correlation_id").asString()).isEqualTo(checkpoint);
    assertThat(message.path("idempotency_key").asString()).isEqualTo(checkpoint);
    assertThat(message.at("/hitl_spec/sections/0/content").asString()).isEqualTo("400 for a hotel");
    var body = message.path("body");
    assertThat(body.path("checkpoint_id").asString()).isEqualTo(checkpoint);
    assertThat(body.path("execution_id")).isEqualTo(execution.path("id"));
    assertThat(body.path("core_name").asString()).isEqualTo("Asking 0");
    assertThat(body.path("prompt").asString()).isEqualTo("Approve 400?");
    assertThat(body.path("options").toString()).isEqualTo("[\"approve\",\"reject\"]");
    assertThat(body.at("/context/amount").asInt()).isEqualTo(400);
    assertThat(body.path("sections").size()).isEqualTo(2);

    assertThat(consuming.act("complete", message).field()).isEqualTo("body");
    var none = consuming.act("complete", message, "\"body\": {\"comment\": \"hm\"}");
    assertThat(none.field()).isEqualTo("body.decision");
    var wrong = consuming.act("complete", message, "\"body\": {\"decision\": \"maybe\"}");
    assertThat(wrong.status()).as(wrong.body()).isEqualTo(400);
    assertThat(wrong.message()).contains("approve").contains("reject");

    var answer =
        "\"body\": {\"decision\": \"approve\", \"response_data\": {\"note\": \"ok\"}, \"comment\":"
            + " \"Fine.\"}";
    var done = consuming.act("complete", message, answer);
    assertThat(done.status()).as(done.body()).isEqualTo(200);
    assertThat(done.data().at("/message/status").asString()).isEqualTo("completed");
    assertThat(done.data().at("/checkpoint/answered").asBoolean()).isTrue();
    assertThat(done.data().at("/checkpoint/resolved_via").asString()).isEqualTo("queue");
    var ended = Demo.settled(admin, execution.path("id").asString(), "completed").data();
    assertThat(ended.at("/output/decision").asString()).isEqualTo("approve");
    assertThat(ended.at("/output/note").asString()).isEqualTo("ok");
    var again = consuming.act("complete", message, answer);
    assertThat(again.data().path("checkpoint")).isEqualTo(done.data().path("checkpoint"));
  }

  @Test
  void whatIsAnsweredElsewhereIsWithdrawnAndWhoHeldItIsToldHowItEnded() {
    var checkpoint = asked("").path("checkpoint_id").asString();
    var message = client.claim("review", 1).getFirst();
    var resolved =
        admin.post(Demo.CHECKPOINTS + "/" + checkpoint + "/resolve", "{\"decision\": \"reject\"}");
    assertThat(resolved.status()).as(resolved.body()).isEqualTo(200);
    assertThat(status(message)).isEqualTo("superseded");

    var late = client.act("complete", message, APPROVE);
    assertThat(late.status()).as(late.body()).isEqualTo(200);
    assertThat(late.data().at("/message/status").asString()).isEqualTo("superseded");
    assertThat(late.data().at("/checkpoint/answered").asBoolean()).isFalse();
    assertThat(late.data().at("/checkpoint/decision").asString()).isEqualTo("reject");
    assertThat(late.data().at("/checkpoint/resolved_via").asString()).isEqualTo("api");
    assertThat(client.act("fail", message).message()).contains("closed elsewhere");
    assertThat(client.claim("review", 1)).isEmpty();
  }

  @Test
  void whatIsCancelledOrRunsOutIsWithdrawn() {
    var cancelled = asked("").path("checkpoint_id").asString();
    var message = client.claim("review", 1).getFirst();
    admin.post(Demo.CHECKPOINTS + "/" + cancelled + "/cancel", "{}");
    assertThat(status(message)).isEqualTo("superseded");

    var stopped = asked("").path("id").asString();
    var second = client.claim("review", 1).getFirst();
    admin.post(Demo.EXECUTIONS + "/" + stopped + "/cancel", "{}");
    assertThat(status(second)).isEqualTo("superseded");

    asked(", \"timeout\": \"1s\"");
    var third = client.claim("review", 1).getFirst();
    Eventually.get(() -> status(third), "superseded"::equals);
    var late = client.act("complete", third, APPROVE);
    assertThat(late.data().at("/checkpoint/status").asString()).isEqualTo("expired");
  }

  @Test
  void ofTwoWhoAnswerAtOnceOneWinsAndTheOtherIsToldWho() {
    for (int round = 0; round < 8; round++) {
      var execution = asked("");
      var checkpoint = execution.path("checkpoint_id").asString();
      var message = client.claim("review", 1).getFirst();
      var answers =
          AtOnce.run(
              2,
              i ->
                  i == 0
                      ? client.act("complete", message, APPROVE)
                      : admin.post(
                          Demo.CHECKPOINTS + "/" + checkpoint + "/resolve",
                          "{\"decision\": \"reject\"}"));
      var queued = answers.getFirst();
      var direct = answers.getLast();
      assertThat(queued.status()).as(queued.body()).isEqualTo(200);
      boolean won = queued.data().at("/checkpoint/answered").asBoolean();
      assertThat(direct.status()).as(direct.body()).isEqualTo(won ? 409 : 200);
      var ended = Demo.settled(admin, execution.path("id").asString(), "completed").data();
      assertThat(ended.at("/output/decision").asString()).isEqualTo(won ? "approve" : "reject");
      assertThat(queued.data().at("/checkpoint/decision")).isEqualTo(ended.at("/output/decision"));
    }
  }

  @Test
  void aQuestionThatIsForSomebodyIsNotForEveryConsumer() {
    asked(", \"assignee\": \"role:tenant_admin\"");
    var message = client.as(consumer).claim("review", 1).getFirst();
    var refused = client.as(consumer).act("complete", message, APPROVE);
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(status(message)).isEqualTo("claimed");
    assertThat(client.act("complete", message, APPROVE).status()).isEqualTo(200);
  }

  @Test
  void nobodyAnswersAQuestionByAMessageOfTheirOwnThatTheyMayNotAnswer() {
    var checkpoint = asked("").path("checkpoint_id").asString();
    client.queue("mine");
    client.published("mine", "1", "\"correlation_id\": \"" + checkpoint + "\"");
    var message = client.as(consumer).claim("mine", 1).getFirst();
    assertThat(client.as(consumer).act("complete", message, APPROVE).status()).isEqualTo(403);
    assertThat(admin.get(Demo.CHECKPOINTS + "/" + checkpoint).data().path("status").asString())
        .isEqualTo("pending");

    var stranger = QueueClient.of(new Http(port, Demo.GLOBEX));
    stranger.queue("theirs");
    stranger.published("theirs", "1", "\"correlation_id\": \"" + checkpoint + "\"");
    var done = stranger.act("complete", stranger.claim("theirs", 1).getFirst());
    assertThat(done.status()).as(done.body()).isEqualTo(200);
    assertThat(done.data().path("checkpoint").isNull()).isTrue();
    assertThat(
            client.act("complete", message, APPROVE).data().at("/checkpoint/answered").asBoolean())
        .isTrue();
  }

  @Test
  void aQuestionForAQueueThatIsNotThereFailsAndNamesIt() {
    var core = Demo.running(admin, "Lost", program("nowhere", ""));
    var failed = Demo.invoke(admin, core, "{\"amount\": 1}").data();
    assertThat(failed.path("status").asString()).isEqualTo("failed");
    assertThat(failed.at("/error/code").asString()).isEqualTo("QUEUE_ERROR");
    assertThat(failed.at("/error/message").asString()).contains("nowhere").contains(client.scope());
  }

  @Test
  void aQuestionGoesToEveryConsumerOfABroadcastQueueAndOneOfThemAnswers() {
    client.queue("everybody", "\"consumer_mode\": \"broadcast\"");
    var core = Demo.running(admin, "Asking all", program("everybody", ""));
    var execution = Demo.invoke(admin, core, "{\"amount\": 1}").data();
    var first = client.claim("everybody", 1, "\"consumer\": \"a\"").getFirst();
    var second = client.claim("everybody", 1, "\"consumer\": \"b\"").getFirst();
    assertThat(client.act("complete", first, APPROVE).data().at("/checkpoint/answered").asBoolean())
        .isTrue();
    assertThat(client.claim("everybody", 1, "\"consumer\": \"c\"")).isEmpty();
    var late = client.act("complete", second, "\"body\": {\"decision\": \"reject\"}");
    assertThat(late.status()).as(late.body()).isEqualTo(200);
    assertThat(late.data().at("/checkpoint/answered").asBoolean()).isFalse();
    assertThat(late.data().at("/checkpoint/decision").asString()).isEqualTo("approve");
    Demo.settled(admin, execution.path("id").asString(), "completed");
  }

  @Test
  void theDeadLetterOfABroadcastQuestionIsWithdrawnWithIt() {
    client.queue("all", "\"consumer_mode\": \"broadcast\"", "\"max_retries\": 1");
    var core = Demo.running(admin, "Asking and failing", program("all", ""));
    var execution = Demo.invoke(admin, core, "{\"amount\": 1}").data();
    client.act("fail", client.claim("all", 1).getFirst());
    var dead = client.claim("_dead_letter", 1).getFirst();
    admin.post(Demo.EXECUTIONS + "/" + execution.path("id").asString() + "/cancel", "{}");
    assertThat(status(dead)).isEqualTo("superseded");
  }

  @Test
  void aQuestionWhoseQueueWasDeletedMeanwhileIsInTheInboxAlone() {
    var id = UUID.fromString(asked("").path("checkpoint_id").asString());
    var tenant =
        jdbc.sql("select tenant_id from mod_scaicore_checkpoints where id = ?")
            .param(id)
            .query(String.class)
            .single();
    jdbc.sql("delete from mod_scaiqueue_queues where tenant_id = ? and slug = 'review'")
        .param(tenant)
        .update();
    transactions.executeWithoutResult(
        status ->
            requests.note(answers.hold(tenant, id).orElseThrow(), CheckpointNotices.Why.CREATED));
    assertThat(admin.get(Demo.CHECKPOINTS + "/" + id).data().path("status").asString())
        .isEqualTo("pending");
  }

  private JsonNode asked(String more) {
    var core = Demo.running(admin, "Asking " + cores++, program("review", more));
    var execution = Demo.invoke(admin, core, "{\"amount\": 400}").data();
    assertThat(execution.path("status").asString()).as(execution.toString()).isEqualTo("suspended");
    return execution;
  }

  private String program(String queue, String more) {
    return Demo.program(
        """
        {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Approve {{amount}}?",
         "options": ["approve", "reject"], "context": {"amount": "amount"},
         "hitl_target": {"scope": "%s", "queue": "%s", "hitl_spec": {"sections": [
           {"type": "context", "content": "{{amount}} for a hotel"},
           {"type": "decision", "field": "decision", "options": ["approve", "reject"]}]}},
         "result_binding": "answer"%s},
        {"kind": "rigid", "statements": [{"kind": "return",
         "value": "{decision: answer.decision, note: answer.response_data.note}"}]}
        """
            .formatted(client.scope(), queue, more));
  }

  private String status(JsonNode message) {
    return admin
        .get(QueueClient.message(message.path("id").asString()))
        .data()
        .path("status")
        .asString();
  }
}
