package ai.scailabs.scaicore.reference;

import static ai.scailabs.scaicore.testing.Demo.CHECKPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** "Checkpoints", as far as something is done with them. */
@ServerTest
class CheckpointReferenceTests extends ReadPage {

  private static final String ENDPOINTS =
      """
      POST /checkpoints/{checkpoint_id}/resolve
      POST /checkpoints/{checkpoint_id}/cancel
      POST /checkpoints/{checkpoint_id}/reassign
      """;

  private static final String FIELDS =
      """
      resolve: decision is required
      resolve: decision
      resolve: response_data surfaces back to the program
      resolve: comment
      resolve: not when resolved
      resolve: not when cancelled
      resolve: not when expired
      cancel: status is cancelled
      cancel: the runtime never resumes
      reassign: assignee
      reassign: comment
      reassign: assignee_raw
      reassign: assignee_type
      reassign: assignee_resolved
      reassign: re-fires the notifier
      """;

  private static final String CODES =
      """
      400 VALIDATION_ERROR
      404 CHECKPOINT_NOT_FOUND
      409 CHECKPOINT_ALREADY_RESOLVED
      """;

  CheckpointReferenceTests() {
    super(ENDPOINTS, FIELDS, CODES);
  }

  private JsonNode waiting(String blocks) {
    return invoked(running(blocks)).data();
  }

  private static String path(JsonNode waiting) {
    return CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString();
  }

  private static String id(JsonNode execution) {
    return execution.path("id").asString();
  }

  @Test
  void anAnswerIsKeptAndGoesBackToTheProgram() {
    var waiting =
        waiting(
            ASKS.replace("answer.decision", "{d: answer.decision, r: answer.response_data.note}"));
    var path = path(waiting);
    var without = admin.post(path + "/resolve", "{\"comment\": \"well\"}");
    refused(without, 400, "VALIDATION_ERROR");
    assertThat(without.field()).isEqualTo("decision");
    assertThat(admin.get(path).data().path("status").asString()).isEqualTo("pending");
    tick("resolve: decision is required");

    var resolved =
        good(
                admin.post(
                    path + "/resolve",
                    """
                    {"decision": "yes", "response_data": {"note": "7"}, "comment": "Fine."}
                    """),
                200)
            .data();
    assertThat(resolved.path("status").asString()).isEqualTo("resolved");
    assertThat(resolved.at("/resolution/decision").asString()).isEqualTo("yes");
    assertThat(resolved.at("/resolution/response_data").toString()).isEqualTo("{\"note\":\"7\"}");
    assertThat(resolved.at("/resolution/comment").asString()).isEqualTo("Fine.");
    tick("resolve: comment");
    var output = Demo.settled(admin, id(waiting), "completed").data().path("output");
    assertThat(output.path("d").asString()).isEqualTo("yes");
    tick("resolve: decision", "POST /checkpoints/{checkpoint_id}/resolve");
    assertThat(output.path("r").asString()).isEqualTo("7");
    tick("resolve: response_data surfaces back to the program");

    closed(path);
    tick("resolve: not when resolved");
    var unknown = CHECKPOINTS + "/01a20286-0f04-7c94-bb8a-000000000000";
    for (var verb : List.of("resolve", "cancel", "reassign")) {
      var body = "{\"decision\": \"yes\", \"assignee\": \"role:tenant_admin\"}";
      refused(admin.post(unknown + "/" + verb, body), 404, "CHECKPOINT_NOT_FOUND");
    }
  }

  /** Nothing can be done with it any more. */
  private void closed(String path) {
    var before = admin.get(path).data();
    for (var verb : List.of("resolve", "reassign")) {
      // Not what was answered: the same again would be answered the same.
      var body = "{\"decision\": \"no\", \"assignee\": \"role:tenant_viewer\"}";
      refused(admin.post(path + "/" + verb, body), 409, "CHECKPOINT_ALREADY_RESOLVED");
    }
    assertThat(admin.get(path).data()).isEqualTo(before);
  }

  @Test
  void aCancelledOneNeverResumes() {
    try (var server = new PluginServer()) {
      var core = created(ASKS);
      admin.put(
          core,
          """
          {"source": {"schema_version": "0.2", "name": "Calls",
            "plugins": [{"alias": "crm", "endpoint": "%s"}],
            "flows": [{"name": "main", "body": [
              {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?"},
              {"kind": "rigid", "statements": [
                {"kind": "plugin_call", "alias": "crm", "method": "next", "args": {}}]}]}]}}
          """
              .formatted(server.url()));
      good(admin.post(core + "/start", ""), 200);
      var waiting = invoked(core).data();
      var path = path(waiting);

      var cancelled = good(admin.post(path + "/cancel", ""), 200).data();

      assertThat(cancelled.path("status").asString()).isEqualTo("cancelled");
      assertThat(cancelled.path("resolution").isNull()).isTrue();
      tick("cancel: status is cancelled", "POST /checkpoints/{checkpoint_id}/cancel");
      closed(path);
      tick("resolve: not when cancelled");
      assertThat(Demo.settled(admin, id(waiting), "cancelled").data().path("output").isNull())
          .isTrue();
      good(admin.post(core + "/restart", ""), 200);
      assertThat(admin.get(Demo.EXECUTIONS + "/" + id(waiting)).data().path("status").asString())
          .isEqualTo("cancelled");
      assertThat(server.calls()).isEmpty();
      tick("cancel: the runtime never resumes");
    }
  }

  @Test
  void anExpiredOneIsNotAnswered() {
    var waiting =
        waiting(
            ASKS.replace("\"role:tenant_admin\"", "\"role:tenant_admin\", \"timeout\": \"300ms\""));
    var path = path(waiting);
    Eventually.get(
        () -> admin.get(path).data().path("status").asString(), status -> status.equals("expired"));
    closed(path);
    tick("resolve: not when expired");
  }

  @Test
  void aReassignedOneIsSomebodyElsesAndTheyAreTold() {
    try (var webhook = new PluginServer()) {
      hook(webhook);

      var path = path(waiting(ASKS));
      var ann = reviewer();
      notified(path, 1);

      var to = "{\"assignee\": \"user:%s\", \"comment\": \"Yours.\"}".formatted(ann.email());
      var reassigned = good(admin.post(path + "/reassign", to), 200).data();

      assertThat(reassigned.path("assignee_raw").asString()).isEqualTo("user:" + ann.email());
      tick("reassign: assignee_raw");
      assertThat(reassigned.path("assignee_type").asString()).isEqualTo("user");
      tick("reassign: assignee_type");
      assertThat(reassigned.at("/assignee_resolved/type").asString()).isEqualTo("user");
      assertThat(reassigned.at("/assignee_resolved/value").asString()).isEqualTo(ann.id());
      tick("reassign: assignee_resolved");
      assertThat(as(ann).get(CHECKPOINTS).body()).contains(reassigned.path("id").asString());
      tick("reassign: assignee", "POST /checkpoints/{checkpoint_id}/reassign");
      var history = notified(path, 2);
      tick("reassign: re-fires the notifier");
      assertThat(
              history
                  .valueStream()
                  .filter(event -> event.path("event").asString().equals("reassigned"))
                  .map(event -> event.at("/details/comment").asString()))
          .containsExactly("Yours.");
      tick("reassign: comment");
      assertThat(webhook.calls().getLast().body()).contains(ann.id());
    }
  }

  private JsonNode notified(String path, int times) {
    return Eventually.get(
        () -> ok(admin.get(path + "/history")).data().path("items"),
        events ->
            events.findValuesAsString("event").stream().filter("notification_sent"::equals).count()
                == times);
  }

  private static Http.Answer ok(Http.Answer answer) {
    return good(answer, 200);
  }
}
