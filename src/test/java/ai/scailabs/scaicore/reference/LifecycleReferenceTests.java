package ai.scailabs.scaicore.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** "Lifecycle transitions": each from every status, whether it is legal there or not. */
@ServerTest
class LifecycleReferenceTests extends ReadPage {

  private static final String ENDPOINTS =
      """
      POST /cores/{id}/start
      POST /cores/{id}/stop
      POST /cores/{id}/restart
      POST /cores/{id}/pause
      POST /cores/{id}/resume
      """;

  /** The page's table: what it comes to, and from where. */
  private static final String LEGAL =
      """
      start to running from created, configuring, stopped, error
      stop to stopped from running
      pause to paused from running
      resume to running from paused, suspended
      """;

  private static final String STEPS =
      """
      start validates
      start resolves the environment
      start resolves the identity
      start resolves skills
      restart from any
      restart stops what runs
      """;

  private static final String CODES =
      """
      409 INVALID_CORE_TRANSITION
      422 INVALID_SOURCE_IR
      """;

  private static final List<String> STATUSES =
      List.of(
          "created",
          "configuring",
          "starting",
          "running",
          "paused",
          "suspended",
          "stopping",
          "stopped",
          "error");

  LifecycleReferenceTests() {
    super(ENDPOINTS, LEGAL, STEPS, CODES);
  }

  /** As it would be found in that status. */
  private void set(String core, String status) {
    jdbc.sql(
            """
            update mod_scaicore_cores
            set status = :status, transition_ends_at = case
              when :status in ('starting', 'stopping') then now() + interval '1 hour' end
            where id = :id
            """)
        .param("status", status)
        .param("id", id(core))
        .update();
  }

  private static String status(Http.Answer answer) {
    return answer.data().path("status").asString();
  }

  @Test
  void eachTransitionGoesFromWhereTheTableSaysAndFromNowhereElse() {
    var core = running(ASKS);
    for (var line : LEGAL.lines().toList()) {
      var words = line.split(" ", 5);
      var from = List.of(words[4].split(", "));
      for (var status : STATUSES) {
        set(core, status);
        var answer = admin.post(core + "/" + words[0], "");
        if (from.contains(status)) {
          assertThat(status(good(answer, 200))).as(words[0] + " " + status).isEqualTo(words[2]);
        } else {
          refused(answer, 409, "INVALID_CORE_TRANSITION");
          assertThat(status(admin.get(core))).as("it stays").isEqualTo(status);
        }
      }
      tick(line, "POST /cores/{id}/" + words[0]);
    }
    set(core, "stopped");
  }

  @Test
  void aRestartGoesFromAny() {
    var core = running("{\"kind\": \"debug\", \"message\": \"x\"}");
    for (var status : STATUSES) {
      if (status.equals("starting") || status.equals("stopping")) {
        // It waits for these; a replica that died there is not waited for.
        set(core, status);
        jdbc.sql("update mod_scaicore_cores set transition_ends_at = now() where id = ?")
            .param(id(core))
            .update();
      } else {
        set(core, status);
      }
      assertThat(status(good(admin.post(core + "/restart", ""), 200))).isEqualTo("running");
    }
    tick("restart from any", "POST /cores/{id}/restart");
    var actions =
        admin
            .get("/v1/audit/events?limit=200&resource_id=" + id(core))
            .data()
            .path("items")
            .findValuesAsString("action");
    assertThat(actions).contains("core.stop", "core.restart");
    tick("restart stops what runs");
  }

  @Test
  void aStartRefusesWhatCannotRun() {
    var invalid = created("{\"kind\": \"teleport\"}");
    refused(admin.post(invalid + "/start", ""), 422, "INVALID_SOURCE_IR");
    assertThat(status(admin.get(invalid))).isEqualTo("error");
    tick("start validates");

    var skilled = created(ASKS);
    admin.put(skilled, "{\"metadata\": {\"skills\": [{\"slug\": \"nobody-has-it\"}]}}");
    assertThat(admin.post(skilled + "/start", "").code()).isEqualTo("SKILL_NOT_FOUND");
    tick("start resolves skills");

    var delegated = created(ASKS);
    jdbc.sql("update mod_scaicore_cores set identity_mode = 'user_delegated' where id = ?")
        .param(id(delegated))
        .update();
    assertThat(admin.post(delegated + "/start", "").code()).isEqualTo("DELEGATION_NOT_ACTIVE");
    tick("start resolves the identity");

    var secret = created(ASKS);
    admin.put(secret, "{\"environment\": {\"KEY\": {\"type\": \"secret\", \"value\": \"x\"}}}");
    jdbc.sql("update mod_scaicore_secrets set sealed = cast('rubbish' as bytea) where core_id = ?")
        .param(id(secret))
        .update();
    var closed = admin.post(secret + "/start", "");
    assertThat(closed.status()).as(closed.body()).isEqualTo(400);
    assertThat(admin.get(secret).data().path("status_reason").asString()).isNotEmpty();
    assertThat(Demo.invoke(admin, id(secret), "{}").code()).isEqualTo("CORE_NOT_RUNNING");
    tick("start resolves the environment");
    assertThat(admin.delete(secret).status()).isEqualTo(200);
  }
}
