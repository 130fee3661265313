package ai.scailabs.scaicore.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.Replica;
import ai.scailabs.scaicore.testing.TestPostgres;
import ai.scailabs.scaicore.web.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Schedules, and timeouts of checkpoints, where two replicas look after them. */
class ScheduleTests {

  private static Replica one;
  private static Replica two;
  private static Http admin;
  private static JdbcClient jdbc;

  @BeforeAll
  static void startTwo() {
    var database = TestPostgres.newDatabase();
    one = new Replica(database);
    two = new Replica(database);
    admin = one.as(Demo.ADMIN);
    jdbc = one.context().getBean(JdbcClient.class);
  }

  @AfterAll
  static void close() {
    one.close();
    two.close();
  }

  @Test
  void aTickStartsTheFlowOnceAndOneMissedForLongIsMadeUpForByOne() {
    var core = scheduled("0 3 * * *", "Europe/Amsterdam");
    var tick = Instant.now().minus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MINUTES);

    due(core, tick);

    var execution = Eventually.get(() -> executions(core), e -> !e.isEmpty()).getFirst();
    var done = Demo.settled(admin, execution.path("id").asString(), "completed").data();
    assertThat(done.path("output").path("kind").asString()).isEqualTo("schedule");
    assertThat(done.path("output").path("name").asString()).isEqualTo("nightly");
    assertThat(done.path("output").path("scheduled_for").asString()).isEqualTo(tick.toString());
    assertThat(done.path("input").isEmpty()).isTrue();
    var next = Eventually.get(() -> executionTime(core), t -> t.isAfter(Instant.now()));
    assertThat(next.atZone(java.time.ZoneId.of("Europe/Amsterdam")).getHour()).isEqualTo(3);
    assertThat(executions(core)).hasSize(1);
  }

  @Test
  void aTickThatIsTriedAgainBeginsNothingTwice() {
    var core = scheduled("*/5 * * * *", null);
    var tick = Instant.now().minus(7, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
    due(core, tick);
    Eventually.get(() -> executions(core), e -> !e.isEmpty());
    Eventually.get(() -> executionTime(core), t -> t.isAfter(Instant.now()));

    // As a replica leaves it that dies after it began the execution.
    due(core, tick);
    Eventually.get(() -> executionTime(core), t -> t.isAfter(Instant.now()));

    assertThat(executions(core)).hasSize(1);
  }

  @Test
  void schedulesComeAndGoWithTheRunningOfTheirCore() {
    var core = scheduled("* * * * *", null);
    assertThat(tasks(core)).isEqualTo(1);
    assertThat(executionTime(core)).isBetween(Instant.now(), Instant.now().plusSeconds(61));

    for (var halt : List.of("pause", "resume", "stop", "start", "restart")) {
      assertThat(admin.post(Demo.CORES + "/" + core + "/" + halt, "").status()).isEqualTo(200);
      assertThat(tasks(core))
          .as(halt)
          .isEqualTo(halt.equals("pause") || halt.equals("stop") ? 0 : 1);
    }
    admin.put(Demo.CORES + "/" + core, "{\"source\": " + Demo.sample("greeter.ir.json") + "}");
    admin.post(Demo.CORES + "/" + core + "/restart", "");
    assertThat(tasks(core)).isZero();

    var gone = scheduled("* * * * *", null);
    admin.delete(Demo.CORES + "/" + gone);
    assertThat(tasks(gone)).isZero();
  }

  @Test
  void oneOfACoreThatDoesNotRunGoesWithoutStartingAnything() {
    var core = scheduled("0 0 1 1 *", null);
    jdbc.sql("update mod_scaicore_cores set status = 'paused' where id = ?").param(core).update();

    due(core, Instant.now().minusSeconds(5));

    Eventually.get(() -> tasks(core), n -> n == 0);
    assertThat(executions(core)).isEmpty();
  }

  @Test
  void oneOfACoreThatEventsDoNotReachRestsAndStaysThere() {
    var core = scheduled("0 0 1 1 *", null);
    admin.put(Demo.CORES + "/" + core, "{\"runtime_mode\": \"interactive\"}");

    due(core, Instant.now().minusSeconds(5));

    Eventually.get(() -> executionTime(core), t -> t.isAfter(Instant.now()));
    assertThat(executions(core)).isEmpty();
  }

  @Test
  void aFlowThatCannotBeStartedDoesNotStopItsSchedule() {
    var core =
        Demo.running(
            admin,
            "Needs input " + Ids.next(""),
            program("0 0 1 1 *", null)
                .replace("\"params\": []", "\"params\": [{\"name\": \"n\", \"type\": \"int\"}]"));
    due(core, Instant.now().minusSeconds(5));

    var next = Eventually.get(() -> executionTime(core), t -> t.isAfter(Instant.now()));

    assertThat(next).isAfter(Instant.now());
    assertThat(executions(core)).isEmpty();
  }

  @Test
  void anAnswerAndATimeoutAtTheSameMomentHaveOneWinner() {
    Http[] admins = {admin, two.as(Demo.ADMIN)};
    var core =
        Demo.running(
            admin,
            "Races " + Ids.next(""),
            Demo.program(
                "{\"kind\": \"checkpoint\", \"checkpoint_type\": \"approval\", \"prompt\": \"?\","
                    + " \"timeout\": \"1h\"}"));
    var waiting = new ArrayList<JsonNode>();
    for (int i = 0; i < 12; i++) {
      waiting.add(Demo.invoke(admins[i % 2], core, "{}").data());
    }
    jdbc.sql(
            """
            update mod_scaicore_checkpoints set expires_at = now() + interval '1500 milliseconds'
            where core_id = ?
            """)
        .param(core)
        .update();
    var expiry =
        jdbc.sql("select max(expires_at) from mod_scaicore_checkpoints where core_id = ?")
            .param(core)
            .query(java.time.OffsetDateTime.class)
            .single()
            .toInstant();

    var answers =
        AtOnce.run(
            4,
            thread -> {
              var codes = new ArrayList<String>();
              for (int i = thread; i < waiting.size(); i += 4) {
                var at = expiry.minusMillis(8).plusMillis(4L * (i / 4));
                java.util.concurrent.locks.LockSupport.parkUntil(at.toEpochMilli());
                var answer =
                    admins[i % 2].post(
                        Demo.CHECKPOINTS
                            + "/"
                            + waiting.get(i).path("checkpoint_id").asString()
                            + "/resolve",
                        "{\"decision\": \"ok\"}");
                codes.add(
                    waiting.get(i).path("id").asString()
                        + (answer.status() == 200 ? " completed" : " failed"));
                if (answer.status() != 200) {
                  assertThat(answer.code()).isEqualTo("CHECKPOINT_ALREADY_RESOLVED");
                  assertThat(answer.message()).contains("expired");
                }
              }
              return codes;
            });

    var told = answers.stream().flatMap(List::stream).sorted().toList();
    assertThat(told).hasSize(12);
    var became =
        waiting.stream()
            .map(w -> w.path("id").asString())
            .map(
                id ->
                    id
                        + " "
                        + Demo.settled(admin, id, "completed", "failed")
                            .data()
                            .path("status")
                            .asString())
            .sorted()
            .toList();
    assertThat(became).isEqualTo(told);
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from mod_scaicore_journal j
                    join mod_scaicore_executions e on e.id = j.execution_id where e.core_id = ?
                    """)
                .param(core)
                .query(Integer.class)
                .single())
        .isEqualTo(12);
  }

  private static String scheduled(String cron, @org.jspecify.annotations.Nullable String zone) {
    return Demo.running(admin, "Nightly " + Ids.next(""), program(cron, zone));
  }

  private static String program(String cron, @org.jspecify.annotations.Nullable String zone) {
    return """
    {"schema_version": "0.2", "name": "Nightly",
     "flows": [{"name": "tidy", "params": [], "body": [{"kind": "rigid", "statements": [
       {"kind": "return", "value": "trigger"}]}]}],
     "triggers": [{"kind": "schedule", "name": "nightly", "target_flow": "tidy",
       "cron": "%s"%s}]}
    """
        .formatted(cron, zone == null ? "" : ", \"timezone\": \"" + zone + "\"");
  }

  /** Makes a tick due that is past. */
  private static void due(String core, Instant tick) {
    var changed =
        jdbc.sql(
                """
                update mod_scaicore_scheduled_tasks
                set execution_time = now() - interval '1 second', task_data = ?
                where task_instance = ?
                """)
            .params(
                tick.toString().getBytes(StandardCharsets.UTF_8), "ten_acme/" + core + "/nightly")
            .update();
    assertThat(changed).isEqualTo(1);
  }

  private static Instant executionTime(String core) {
    return jdbc.sql(
            "select execution_time from mod_scaicore_scheduled_tasks where task_instance = ?")
        .param("ten_acme/" + core + "/nightly")
        .query(java.time.OffsetDateTime.class)
        .single()
        .toInstant();
  }

  private static int tasks(String core) {
    return jdbc.sql(
            "select count(*) from mod_scaicore_scheduled_tasks where position(? in task_instance) >"
                + " 0")
        .param(core)
        .query(Integer.class)
        .single();
  }

  private static List<JsonNode> executions(String core) {
    return admin
        .get(Demo.EXECUTIONS + "?core_id=" + core)
        .data()
        .path("items")
        .valueStream()
        .toList();
  }
}
