package ai.scailabs.scaicore.checkpoint;

import static ai.scailabs.scaicore.testing.Demo.CHECKPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import ai.scailabs.scaicore.web.Ids;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What becomes of checkpoints that nobody answers in time, or that somebody calls off. */
@ServerTest
class TimeoutTests {

  private static final String ANSWER =
      "{\"kind\": \"rigid\", \"statements\": [{\"kind\": \"return\", \"value\": \"answer\"}]}";

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
  @Autowired private CheckpointTimers timers;
  private Http admin;

  @BeforeEach
  void freshTenant() {
    admin = new Http(port, new Town(directory).keyOf(BuiltInRole.TENANT_ADMIN));
  }

  @Test
  void oneThatRunsOutExpiresOnTimeAndFailsItsExecution() {
    var waiting = asked("\"timeout\": \"1s\"");

    var closed = closed(waiting);

    assertThat(closed.path("status").asString()).isEqualTo("expired");
    assertThat(closed.path("resolved_by").isNull()).isTrue();
    var late =
        Duration.between(
            Instant.parse(closed.path("expires_at").asString()),
            Instant.parse(closed.path("resolved_at").asString()));
    assertThat(late).isBetween(Duration.ZERO, Duration.ofSeconds(2));
    var failed = execution(waiting, "failed");
    assertThat(failed.path("error").path("code").asString()).isEqualTo("CHECKPOINT_EXPIRED");
    assertThat(audited(waiting)).contains("checkpoint.expire");
  }

  @Test
  void tryCatchesAnExpiry() {
    var body =
        """
        {"kind": "try", "body": [{"kind": "checkpoint", "checkpoint_type": "approval",
          "prompt": "Well?", "timeout": "300ms"}],
         "catch": [{"error": "CHECKPOINT_EXPIRED", "body": [{"kind": "rigid", "statements":
           [{"kind": "return", "value": "'late'"}]}]}]}
        """;
    var waiting = invoked(body);

    assertThat(execution(waiting, "completed").path("output").asString()).isEqualTo("late");
  }

  @Test
  void aDefaultOptionIsTheDecisionThatNobodyMade() {
    var waiting =
        asked(
            "\"timeout\": \"300ms\", \"options\": [\"yes\", \"no\"], \"on_timeout\":"
                + " \"default:no\"");

    var output = execution(waiting, "completed").path("output");

    assertThat(output.path("decision").asString()).isEqualTo("no");
    assertThat(output.path("resolved_by").isNull()).isTrue();
    var closed = closed(waiting);
    assertThat(closed.path("status").asString()).isEqualTo("resolved");
    assertThat(closed.path("resolution").path("decision").asString()).isEqualTo("no");
    assertThat(closed.path("resolved_by").isNull()).isTrue();
  }

  @Test
  void cancelAsTheActionCancelsTheExecution() {
    var waiting = asked("\"timeout\": \"300ms\", \"on_timeout\": \"cancel\"");

    execution(waiting, "cancelled");

    assertThat(closed(waiting).path("status").asString()).isEqualTo("cancelled");
  }

  @Test
  void anEscalatedOneGoesToItsTargetOnceMoreAndThenExpires() {
    var waiting =
        asked(
            "\"assignee\": \"role:reviewer\", \"timeout\": \"1s\", \"on_timeout\": \"escalate\","
                + " \"escalation_target\": \"role:tenant_admin\"");
    var before = checkpoint(waiting);

    var escalated =
        Eventually.get(
            () -> checkpoint(waiting),
            c -> c.path("assignee_raw").asString().equals("role:tenant_admin"));

    assertThat(escalated.path("status").asString()).isEqualTo("pending");
    assertThat(escalated.path("assignee_type").asString()).isEqualTo("role");
    assertThat(Instant.parse(escalated.path("expires_at").asString()))
        .isAfterOrEqualTo(Instant.parse(before.path("expires_at").asString()).plusSeconds(1));
    assertThat(admin.get(CHECKPOINTS).body()).contains(waiting.path("checkpoint_id").asString());
    assertThat(closed(waiting).path("status").asString()).isEqualTo("expired");
    execution(waiting, "failed");
    assertThat(audited(waiting)).contains("checkpoint.escalate", "checkpoint.expire");
  }

  @Test
  void oneToBeEscalatedToNobodyExpires() {
    var waiting = asked("\"timeout\": \"200ms\", \"on_timeout\": \"escalate\"");

    assertThat(closed(waiting).path("status").asString()).isEqualTo("expired");
  }

  @Test
  void aReminderIsCountedAndDueAgainAfterItsInterval() {
    var waiting = asked("\"reminder_interval\": \"5m\"");
    var id = waiting.path("checkpoint_id").asString();
    assertThat(checkpoint(waiting).path("reminder_count").asInt()).isZero();

    jdbc.sql(
            "update mod_scaicore_checkpoints set next_reminder_at = now() where id = cast(? as"
                + " uuid)")
        .param(id)
        .update();

    Eventually.get(() -> checkpoint(waiting), c -> c.path("reminder_count").asInt() == 1);
    assertThat(
            jdbc.sql(
                    """
                    select next_reminder_at between now() + interval '4 minutes'
                      and now() + interval '5 minutes'
                    from mod_scaicore_checkpoints where id = cast(? as uuid)
                    """)
                .param(id)
                .query(Boolean.class)
                .single())
        .isTrue();
    assertThat(audited(waiting)).contains("checkpoint.remind");
    assertThat(checkpoint(waiting).path("status").asString()).isEqualTo("pending");
  }

  @Test
  void timersThatWereStoppedStartAgain() {
    timers.stop();
    timers.start();

    assertThat(closed(asked("\"timeout\": \"100ms\"")).path("status").asString())
        .isEqualTo("expired");
  }

  @Test
  void anAnsweredOneIsLeftAlone() {
    var waiting = asked("\"timeout\": \"1s\", \"reminder_interval\": \"1m\"");
    var path = CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString();
    assertThat(admin.post(path + "/resolve", "{\"decision\": \"ok\"}").status()).isEqualTo(200);
    // Another one that ran out later has expired when this one would have.
    closed(asked("\"timeout\": \"1s\""));

    assertThat(admin.get(path).data().path("status").asString()).isEqualTo("resolved");
    assertThat(execution(waiting, "completed").path("output").path("decision").asString())
        .isEqualTo("ok");
  }

  @Test
  void cancellingOneCancelsItsExecutionAndRunsItsFinallyBodies() {
    var waiting =
        invoked(
            """
            {"kind": "try", "body": [{"kind": "checkpoint", "checkpoint_type": "approval",
              "prompt": "Well?", "assignee": "role:tenant_admin"}],
             "finally": [{"kind": "rigid", "statements": [{"kind": "emit", "event": "cleaned.up",
               "data": "{}"}]}]}
            """);
    var path = CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString() + "/cancel";

    var cancelled = admin.post(path, "{\"comment\": \"not needed\"}");

    assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
    assertThat(cancelled.data().path("status").asString()).isEqualTo("cancelled");
    execution(waiting, "cancelled");
    Eventually.get(
        () -> admin.get(Demo.BASE + "/events?type=cleaned.up").data().path("items").size(),
        n -> n == 1);
    var again = admin.post(path, "{}");
    assertThat(again.code()).isEqualTo("CHECKPOINT_ALREADY_RESOLVED");
    assertThat(again.message()).contains("cancelled by");
    assertThat(audited(waiting)).contains("checkpoint.cancel");
  }

  @Test
  void onlyWhoMayAnswerMayCancel() {
    var reviewer = admin.as(Demo.REVIEWER);
    var acme = admin.as(Demo.ADMIN);
    var core =
        Demo.running(
            acme,
            "Called off " + Ids.next(""),
            Demo.program(
                "{\"kind\": \"checkpoint\", \"checkpoint_type\": \"approval\", \"prompt\": \"?\","
                    + " \"assignee\": \"user:admin@acme\"}"));
    var id = Demo.invoke(acme, core, "{}").data().path("checkpoint_id").asString();

    var denied = reviewer.post(CHECKPOINTS + "/" + id + "/cancel", "");

    assertThat(denied.status()).isEqualTo(403);
    assertThat(acme.post(CHECKPOINTS + "/" + id + "/cancel", "").status()).isEqualTo(200);
    assertThat(acme.post(CHECKPOINTS + "/nope/cancel", "").code())
        .isEqualTo("CHECKPOINT_NOT_FOUND");
  }

  private JsonNode asked(String members) {
    return invoked(
        "{\"kind\": \"checkpoint\", \"checkpoint_type\": \"approval\", \"prompt\": \"Well?\","
            + " \"result_binding\": \"answer\", "
            + members
            + "},"
            + ANSWER);
  }

  private JsonNode invoked(String blocks) {
    var core = Demo.running(admin, "Times out " + Ids.next(""), Demo.program(blocks));
    var waiting = Demo.invoke(admin, core, "{}").data();
    assertThat(waiting.path("status").asString()).as(waiting.toString()).isEqualTo("suspended");
    return waiting;
  }

  private JsonNode checkpoint(JsonNode execution) {
    return admin.get(CHECKPOINTS + "/" + execution.path("checkpoint_id").asString()).data();
  }

  private JsonNode closed(JsonNode execution) {
    return Eventually.get(
        () -> checkpoint(execution), c -> !c.path("status").asString().equals("pending"));
  }

  private JsonNode execution(JsonNode execution, String status) {
    return Demo.settled(admin, execution.path("id").asString(), status).data();
  }

  private java.util.List<String> audited(JsonNode execution) {
    return jdbc.sql("select action from scaigrid_audit_events where resource_id = ?")
        .param(execution.path("checkpoint_id").asString())
        .query((row, number) -> row.getString(1))
        .list();
  }
}
