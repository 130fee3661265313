package ai.scailabs.scaicore.scaiqueue;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Scopes and queues over HTTP: who may make them, and what is refused. */
@ServerTest
class ScopeStoryTests {

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;

  private Http admin;
  private QueueClient client;

  @BeforeEach
  void aScope() {
    admin = new Http(port, Demo.ADMIN);
    client = QueueClient.of(admin);
  }

  @Test
  void aScopeStartsWithItsOwnQueues() {
    var scope = admin.get(client.path()).data();
    assertThat(scope.path("id").asString()).startsWith("sc_");
    assertThat(scope.path("display_name")).isEqualTo(scope.path("slug"));
    assertThat(admin.get(client.queues()).data().path("items").findValuesAsString("slug"))
        .containsExactlyInAnyOrder("_dead_letter", "_events", "_audit");
    var byId = QueueClient.BASE + "/scopes/" + scope.path("id").asString();
    assertThat(admin.get(byId).data()).isEqualTo(scope);
    assertThat(
            admin
                .get(QueueClient.BASE + "/scopes?slug=" + client.scope())
                .data()
                .path("items")
                .size())
        .isEqualTo(1);
  }

  @Test
  void aQueueHasItsDefaultsAndIsFoundByIdAndSlug() {
    var id = client.queue("jobs");
    var queue = admin.get(client.queues() + "/jobs").data();
    assertThat(queue.path("id").asString()).isEqualTo(id).startsWith("q_");
    assertThat(queue.path("ordering").asString()).isEqualTo("fifo");
    assertThat(queue.path("consumer_mode").asString()).isEqualTo("competing");
    assertThat(queue.path("max_retries").asInt()).isEqualTo(5);
    assertThat(queue.path("visibility_timeout_s").asInt()).isEqualTo(30);
    assertThat(queue.path("max_depth").isNull()).isTrue();
    assertThat(admin.get(client.queues() + "/" + id).data()).isEqualTo(queue);
    var byId = QueueClient.BASE + "/queues/" + id;
    assertThat(admin.post(byId + "/messages", "{\"message_type\": \"t\", \"body\": 1}").status())
        .isEqualTo(201);
    assertThat(admin.get(byId + "/messages").data().path("items").size()).isEqualTo(1);
    assertThat(admin.post(byId + "/claim", "{}").data().path("items").size()).isEqualTo(1);
  }

  @Test
  void ofManyWhoMakeTheSameOneMakesIt() {
    var scopes =
        AtOnce.run(
            8, i -> admin.post(QueueClient.BASE + "/scopes", "{\"slug\": \"race-x\"}").status());
    assertThat(scopes).containsOnlyOnce(201).contains(409);
    var queues = AtOnce.run(8, i -> admin.post(client.queues(), "{\"slug\": \"race\"}"));
    assertThat(queues).filteredOn(a -> a.status() == 201).hasSize(1);
    assertThat(queues)
        .filteredOn(a -> a.status() != 201)
        .allSatisfy(a -> assertThat(a.code()).isEqualTo("SLUG_CONFLICT"))
        .allSatisfy(a -> assertThat(a.message()).contains("race"));
    admin.delete(QueueClient.BASE + "/scopes/race-x");
  }

  @Test
  void whatHoldsAMessageIsNotDeleted() {
    client.queue("jobs", "\"max_retries\": 1");
    client.published("jobs", "1");
    assertThat(admin.delete(client.path()).code()).isEqualTo("CONFLICT");
    assertThat(admin.delete(client.queues() + "/jobs").code()).isEqualTo("CONFLICT");
    client.act("fail", client.claim("jobs", 1).getFirst());
    assertThat(admin.delete(client.queues() + "/jobs").message()).contains("dead letters");
    client.act("complete", client.claim("_dead_letter", 1).getFirst());
    assertThat(admin.delete(client.queues() + "/_events").code()).isEqualTo("CONFLICT");
    assertThat(admin.delete(client.queues() + "/jobs").status()).isEqualTo(204);
    assertThat(admin.get(client.queues() + "/jobs").code()).isEqualTo("QUEUE_NOT_FOUND");
    assertThat(admin.delete(client.path()).status()).isEqualTo(204);
    assertThat(admin.get(client.path()).code()).isEqualTo("SCOPE_NOT_FOUND");
    var audited =
        admin
            .get("/v1/audit/events?module=scaiqueue&limit=200")
            .data()
            .findValuesAsString("action");
    assertThat(audited).contains("scope.create", "queue.create", "queue.delete", "scope.delete");
  }

  @Test
  void eachPermissionIsNeededForItsOwn() {
    var town = new Town(directory);
    var tenant = town.tenant();
    var everybody =
        Map.of(
            Permission.SCAIQUEUE_VIEW, 0,
            Permission.SCAIQUEUE_PUBLISH, 1,
            Permission.SCAIQUEUE_CONSUME, 2,
            Permission.SCAIQUEUE_MANAGE, 3);
    for (var one : everybody.entrySet()) {
      var user = town.user(tenant);
      town.role(user, one.getKey());
      var caller = new Http(port, town.key(user));
      var scopes = QueueClient.BASE + "/scopes";
      var statuses =
          List.of(
              caller.get(scopes).status(),
              caller.post(scopes + "/none/queues/none/messages", "{}").status(),
              caller.post(scopes + "/none/queues/none/claim", "{}").status(),
              caller.post(scopes + "/none/queues", "{}").status());
      for (int i = 0; i < statuses.size(); i++) {
        assertThat(statuses.get(i) == 403)
            .as("%s: %s", one.getKey(), statuses)
            .isEqualTo(i != one.getValue());
      }
    }
  }

  @Test
  void whatIsWrongWithAScopeOrQueueIsSaidByField() {
    var scopes = QueueClient.BASE + "/scopes";
    for (var slug : List.of("", "1a", "_a", "A", "a b", "a".repeat(64), "ä")) {
      var refused = admin.post(scopes, "{\"slug\": \"" + slug + "\"}");
      assertThat(refused.code()).as(slug).isEqualTo("VALIDATION_ERROR");
      assertThat(refused.field()).isEqualTo("slug");
    }
    assertThat(admin.post(scopes, "{}").field()).isEqualTo("slug");
    refused("\"ordering\": \"lifo\"", "ordering");
    refused("\"consumer_mode\": \"nobody\"", "consumer_mode");
    refused("\"max_retries\": 0", "max_retries");
    refused("\"max_retries\": 1001", "max_retries");
    refused("\"visibility_timeout_s\": 0", "visibility_timeout_s");
    refused("\"visibility_timeout_s\": 43201", "visibility_timeout_s");
    refused("\"max_depth\": 0", "max_depth");
    refused("\"max_depth\": 100001", "max_depth");
    refused("\"max_depth\": 10, \"consumer_mode\": \"broadcast\"", "max_depth");
    refused("\"display_name\": \"" + "x".repeat(201) + "\"", "display_name");
    refused("\"display_name\": \"a\\u0000\"", "display_name");
    refused("\"max_retries\": 2.5", "max_retries");
  }

  private void refused(String members, String field) {
    var answer = admin.post(client.queues(), "{\"slug\": \"bad\", " + members + "}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.field()).as(answer.body()).isEqualTo(field);
  }

  @Test
  void whatIsWrongWithAMessageIsSaidByField() {
    client.queue("jobs");
    var path = client.queues() + "/jobs/messages";
    assertThat(admin.post(path, "{}").field()).isEqualTo("body");
    assertThat(admin.post(path, "{\"body\": null, \"message_type\": \"t\"}").field())
        .isEqualTo("body");
    assertThat(admin.post(path, "{\"body\": 1}").field()).isEqualTo("message_type");
    bad("\"x\"", "\"priority_tier\": \"urgent\"", "priority_tier");
    bad("\"x\"", "\"ttl_seconds\": 0", "ttl_seconds");
    bad("\"x\"", "\"deadline\": \"tomorrow\"", "deadline");
    bad("\"x\"", "\"deadline\": \"-290000-01-01T00:00:00Z\"", "deadline");
    bad("\"x\"", "\"hitl_spec\": [1]", "hitl_spec");
    bad("\"x\"", "\"correlation_id\": \"\"", "correlation_id");
    bad("\"x\"", "\"idempotency_key\": \"" + "k".repeat(256) + "\"", "idempotency_key");
    bad("\"x\"", "\"idempotency_key\": \"k\\u0000\"", "idempotency_key");
    bad("{\"a\": [\"x\\u0000\"]}", "\"ttl_seconds\": 1", "body");
    bad("{\"a\\u0000\": 1}", "\"ttl_seconds\": 1", "body");
    bad("\"\\ud800\"", "\"ttl_seconds\": 1", "body");
    bad("\"" + "x".repeat(256 * 1024) + "\"", "\"ttl_seconds\": 1", "body");
    assertThat(client.publish("jobs", "\"" + "x".repeat(256 * 1024 - 2) + "\"").status())
        .isEqualTo(201);
    assertThat(client.publish("jobs", "\"\\\\u0000 is text\"").status()).isEqualTo(201);
    assertThat(client.publish("_dead_letter", "1").field()).isEqualTo("queue_id");
    assertThat(client.publish("none", "1").code()).isEqualTo("QUEUE_NOT_FOUND");
    assertThat(client.publish("a%00b", "1").status()).isEqualTo(400);
  }

  private void bad(String body, String member, String field) {
    var answer = client.publish("jobs", body, member);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.field()).as(answer.body()).isEqualTo(field);
  }

  @Test
  void whatIsWrongWithAClaimIsSaidByField() {
    client.queue("jobs");
    client.published("jobs", "1");
    var claim = client.queues() + "/jobs/claim";
    assertThat(admin.post(claim, "{\"max\": 0}").field()).isEqualTo("max");
    assertThat(admin.post(claim, "{\"max\": 101}").field()).isEqualTo("max");
    assertThat(admin.post(claim, "{\"visibility_timeout_s\": 0}").field())
        .isEqualTo("visibility_timeout_s");
    assertThat(admin.post(claim, "{\"consumer\": \"\"}").field()).isEqualTo("consumer");
    var claimed = admin.post(claim, "").data().at("/items/0");
    var message = QueueClient.message(claimed.path("id").asString());
    assertThat(admin.post(message + "/complete", "{}").field()).isEqualTo("claim_id");
    assertThat(admin.post(message + "/complete", "{\"claim_id\": \"clm_x\"}").code())
        .isEqualTo("CLAIM_LOST");
    assertThat(admin.post(message + "/complete", "{\"claim_id\": \"\\u0000\"}").status())
        .isEqualTo(400);
    assertThat(client.act("fail", claimed, "\"retry_after_s\": -1").field())
        .isEqualTo("retry_after_s");
    assertThat(client.act("fail", claimed, "\"reason\": \"" + "x".repeat(2001) + "\"").field())
        .isEqualTo("reason");
    assertThat(client.act("extend", claimed, "\"visibility_timeout_s\": 43201").field())
        .isEqualTo("visibility_timeout_s");
    assertThat(admin.post(QueueClient.message("msg_none") + "/complete", "{}").code())
        .isEqualTo("MESSAGE_NOT_FOUND");
    assertThat(admin.get(client.queues() + "/jobs/messages?cursor=eA").field()).isEqualTo("cursor");
    assertThat(admin.get(client.path() + "/messages").field()).isEqualTo("correlation_id");
  }

  @Test
  void aPageGoesOnWhereTheOneBeforeEnded() {
    client.queue("pages");
    for (int i = 0; i < 5; i++) {
      client.published("pages", "\"" + i + "\"");
    }
    var first = admin.get(client.queues() + "/pages/messages?limit=3");
    assertThat(first.data().path("items").findValuesAsString("body"))
        .containsExactly("4", "3", "2");
    var cursor = first.json().at("/pagination/next_cursor").asString();
    var second = admin.get(client.queues() + "/pages/messages?limit=3&cursor=" + cursor);
    assertThat(second.data().path("items").findValuesAsString("body")).containsExactly("1", "0");
    assertThat(second.json().at("/pagination/has_more").asBoolean()).isFalse();
  }
}
