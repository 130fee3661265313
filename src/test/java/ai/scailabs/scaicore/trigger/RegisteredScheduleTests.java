package ai.scailabs.scaicore.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.Replica;
import ai.scailabs.scaicore.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Schedules that are registered, where two replicas look after them; on the second one, what this
 * part of the service can switch off is off.
 */
class RegisteredScheduleTests {

  private static Replica one;
  private static Replica two;
  private static Http admin;
  private static JdbcClient jdbc;

  @BeforeAll
  static void startTwo() {
    var database = TestPostgres.newDatabase();
    one = new Replica(database);
    two =
        new Replica(
            database,
            List.of(
                "--scaicore.features.event-history=false", "--scaicore.features.api-invoke=false"));
    admin = one.as(Demo.ADMIN);
    jdbc = one.context().getBean(JdbcClient.class);
  }

  @AfterAll
  static void close() {
    one.close();
    two.close();
  }

  @Test
  void ticksOverTwoReplicasStartTheFlowOnceEach() {
    var core = Desk.running(admin);
    for (int i = 0; i < 12; i++) {
      register(core, "{\"cron\": \"0 0 1 1 *\", \"input\": {\"n\": " + i + "}}");
    }
    jdbc.sql(
            """
            update mod_scaicore_scheduled_tasks set execution_time = now() - interval '1 second'
            where position(? in task_instance) > 0
            """)
        .param(core)
        .update();

    Eventually.get(() -> due(core), n -> n == 0);

    var executions = Desk.executions(two.as(Demo.ADMIN), core);
    assertThat(executions.stream().map(e -> e.at("/input/n").asInt()).sorted())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void oneMissedForDaysIsMadeUpForByOneAndTheNextIsInItsTimeZone() {
    var core = Desk.running(admin);
    var id = register(core, "{\"cron\": \"0 3 * * *\", \"timezone\": \"Asia/Tokyo\"}");
    var tick = Instant.now().minus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MINUTES);
    due(core, id, tick);

    var execution =
        Eventually.get(() -> Desk.executions(admin, core), e -> !e.isEmpty()).getFirst();

    var shown =
        Demo.settled(admin, execution.path("id").asString(), "completed")
            .data()
            .at("/output/trigger");
    assertThat(shown.path("kind").asString()).isEqualTo("schedule");
    assertThat(shown.path("name").asString()).isEqualTo(id);
    assertThat(shown.path("scheduled_for").asString()).isEqualTo(tick.toString());
    var next = Eventually.get(() -> time(core, id), t -> t.isAfter(Instant.now()));
    assertThat(next.atZone(ZoneId.of("Asia/Tokyo")).getHour()).isEqualTo(3);
    assertThat(Desk.executions(admin, core)).hasSize(1);
  }

  @Test
  void aTickThatIsTriedAgainBeginsNothingTwice() {
    var core = Desk.running(admin);
    var id = register(core, "{\"cron\": \"*/5 * * * *\"}");
    var tick = Instant.now().minus(7, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
    due(core, id, tick);
    Eventually.get(() -> time(core, id), t -> t.isAfter(Instant.now()));

    // As a replica leaves it that dies after it began the execution.
    due(core, id, tick);
    Eventually.get(() -> time(core, id), t -> t.isAfter(Instant.now()));

    assertThat(Desk.executions(admin, core)).hasSize(1);
  }

  @Test
  void theyComeAndGoWithTheirTriggersAndTheRunningOfTheirCore() {
    var core = Desk.running(admin);
    var id = register(core, "{\"cron\": \"* * * * *\"}");
    assertThat(tasks(core)).isEqualTo(1);
    assertThat(time(core, id)).isBetween(Instant.now(), Instant.now().plusSeconds(61));

    for (var halt : List.of("pause", "resume", "stop", "start", "restart")) {
      assertThat(admin.post(Demo.CORES + "/" + core + "/" + halt, "").status()).isEqualTo(200);
      assertThat(tasks(core))
          .as(halt)
          .isEqualTo(halt.equals("pause") || halt.equals("stop") ? 0 : 1);
    }
    admin.delete(Demo.CORES + "/" + core + "/triggers/" + id);
    assertThat(tasks(core)).isZero();

    register(core, "{\"cron\": \"0 0 1 1 *\"}");
    admin.put(Demo.CORES + "/" + core, "{\"environment\": {\"triggers\": []}}");
    assertThat(tasks(core)).isZero();
    register(core, "{\"cron\": \"0 0 1 1 *\"}");
    admin.delete(Demo.CORES + "/" + core);
    assertThat(tasks(core)).isZero();
  }

  @Test
  void oneThatIsRegisteredWithACoreThatDoesNotRunWaitsForItsStart() {
    var core = Demo.create(admin, "Later", Desk.SOURCE);
    register(core, "{\"cron\": \"0 0 1 1 *\"}");
    assertThat(tasks(core)).isZero();
    admin.post(Demo.CORES + "/" + core + "/start", "");
    assertThat(tasks(core)).isEqualTo(1);
  }

  @Test
  void anEditKeepsTheTicksThatAreDueAndChangesThoseWhoseCronChanged() {
    var core = Desk.running(admin);
    var kept = register(core, "{\"cron\": \"0 3 * * *\"}");
    var changed = register(core, "{\"cron\": \"0 4 * * *\"}");
    var missed =
        Instant.now()
            .truncatedTo(ChronoUnit.DAYS)
            .minus(Duration.ofDays(1))
            .plus(Duration.ofHours(3));
    jdbc.sql(
            """
            update mod_scaicore_scheduled_tasks
            set execution_time = now() + interval '1 hour', task_data = ? where task_instance = ?
            """)
        .params(missed.toString().getBytes(StandardCharsets.UTF_8), instance(core, kept))
        .update();

    var environment =
        admin
            .get(Demo.CORES + "/" + core)
            .data()
            .path("environment")
            .toString()
            .replace("0 4 * * *", "30 5 * * *");
    assertThat(
            admin.put(Demo.CORES + "/" + core, "{\"environment\": " + environment + "}").status())
        .isEqualTo(200);

    assertThat(data(core, kept)).isEqualTo(missed.toString());
    assertThat(time(core, changed).atZone(ZoneId.of("UTC")).getMinute()).isEqualTo(30);
    assertThat(tasks(core)).isEqualTo(2);
  }

  @Test
  void anEditThatComesMoreOftenTakesEffectAtOnceAndOneThatNeverComesIsGone() {
    var core = Desk.running(admin);
    // The first of January is a tick of both.
    var often = register(core, "{\"cron\": \"0 0 1 1 *\"}");
    var never = register(core, "{\"cron\": \"0 0 1 2 *\"}");
    var environment =
        admin
            .get(Demo.CORES + "/" + core)
            .data()
            .path("environment")
            .toString()
            .replace("0 0 1 1 *", "* * * * *")
            .replace("0 0 1 2 *", "0 0 30 2 *");

    var put = admin.put(Demo.CORES + "/" + core, "{\"environment\": " + environment + "}");

    assertThat(put.status()).as(put.body()).isEqualTo(200);
    assertThat(time(core, often)).isBefore(Instant.now().plusSeconds(61));
    assertThat(tasks(core)).as(never).isEqualTo(1);
  }

  @Test
  void oneKeyOrSignatureAtTheSameMomentOnTwoReplicasBeginsOneExecution() {
    var core = Desk.running(admin);
    var hook = Desk.register(admin, core, TriggerTests.webhook("orders")).data();
    Http[] replicas = {admin, two.as(Demo.ADMIN)};
    for (int round = 0; round < 3; round++) {
      var key = "{\"event_name\": \"unnamed\", \"idempotency_key\": \"k" + round + "\"}";
      var sent = AtOnce.run(8, i -> Desk.send(replicas[i % 2], core, key));
      assertThat(sent).allMatch(answer -> answer.status() == 202);
      assertThat(sent.stream().map(Http.Answer::data).distinct()).hasSize(1);

      long now = System.currentTimeMillis() / 1000;
      var body = "{\"round\": " + round + "}";
      var hooked =
          AtOnce.run(
              8,
              i ->
                  Desk.signed(
                      replicas[i % 2],
                      hook.path("url").asString(),
                      hook.path("secret").asString(),
                      now,
                      body));
      assertThat(hooked).allMatch(answer -> answer.status() == 202);
      assertThat(hooked.stream().map(Http.Answer::data).distinct()).hasSize(1);
    }
    assertThat(Desk.executions(admin, core)).hasSize(6);
  }

  @Test
  void whatChangesAboutAWebhookOnOneReplicaCountsOnTheOtherAtOnce() {
    var core = Desk.running(admin);
    var there = two.as(Demo.ADMIN);
    var hook = Desk.register(admin, core, TriggerTests.webhook("orders")).data();
    var url = hook.path("url").asString();
    var first = hook.path("secret").asString();
    long now = System.currentTimeMillis() / 1000;
    assertThat(Desk.signed(there, url, first, now, "{\"n\": 1}").status()).isEqualTo(202);

    var path = Demo.CORES + "/" + core + "/triggers/" + hook.path("id").asString();
    var second = admin.post(path + "/secret", "").data().path("secret").asString();
    assertThat(Desk.signed(there, url, first, now, "{\"n\": 2}").status()).isEqualTo(404);
    assertThat(Desk.signed(there, url, second, now, "{\"n\": 2}").status()).isEqualTo(202);

    admin.delete(path);
    assertThat(Desk.signed(there, url, second, now, "{\"n\": 3}").status()).isEqualTo(404);
    var again = Desk.register(admin, core, TriggerTests.webhook("orders")).data();
    assertThat(Desk.signed(there, url, second, now, "{\"n\": 3}").status()).isEqualTo(404);
    assertThat(Desk.signed(there, url, again.path("secret").asString(), now, "{\"n\": 3}").status())
        .isEqualTo(202);
  }

  @Test
  void oneOfACoreThatEventsDoNotReachRestsAndStaysThere() {
    var core = Desk.running(admin);
    var id = register(core, "{\"cron\": \"0 0 1 1 *\"}");
    admin.put(Demo.CORES + "/" + core, "{\"runtime_mode\": \"model\"}");
    due(core, id, Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MINUTES));
    Eventually.get(() -> time(core, id), t -> t.isAfter(Instant.now()));
    assertThat(Desk.executions(admin, core)).isEmpty();
  }

  @Test
  void switchedOffTheHistoryIsEmptyAndTheApiIsNotThere() {
    var off = two.as(Demo.ADMIN);
    var core = Desk.running(admin);
    Desk.send(admin, core, "{\"event_name\": \"unnamed\"}");
    var history = off.get(Demo.CORES + "/" + core + "/events/history");
    assertThat(history.status()).isEqualTo(200);
    assertThat(history.data().toString()).isEqualTo("{\"events\":[]}");
    assertThat(history.json().has("pagination")).isFalse();
    for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
      var call = off.send(method, Demo.CORES + "/" + core + "/api/invoke/anything", r -> r);
      assertThat(call.status()).isEqualTo(501);
      assertThat(call.code()).isEqualTo("NOT_IMPLEMENTED");
    }
  }

  private static String register(String core, String config) {
    var made = Desk.register(admin, core, "{\"flow\": \"note\", \"config\": " + config + "}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.data().path("id").asString();
  }

  private static String instance(String core, String id) {
    return "ten_acme/" + core + "/" + id;
  }

  private static void due(String core, String id, Instant tick) {
    var changed =
        jdbc.sql(
                """
                update mod_scaicore_scheduled_tasks
                set execution_time = now() - interval '1 second', task_data = ?
                where task_instance = ?
                """)
            .params(tick.toString().getBytes(StandardCharsets.UTF_8), instance(core, id))
            .update();
    assertThat(changed).isEqualTo(1);
  }

  private static int due(String core) {
    return jdbc.sql(
            """
            select count(*) from mod_scaicore_scheduled_tasks
            where position(? in task_instance) > 0 and execution_time <= now()
            """)
        .param(core)
        .query(Integer.class)
        .single();
  }

  private static Instant time(String core, String id) {
    return jdbc.sql(
            "select execution_time from mod_scaicore_scheduled_tasks where task_instance = ?")
        .param(instance(core, id))
        .query(OffsetDateTime.class)
        .single()
        .toInstant();
  }

  private static String data(String core, String id) {
    return jdbc.sql(
            """
            select convert_from(task_data, 'UTF8') from mod_scaicore_scheduled_tasks
            where task_instance = ?
            """)
        .param(instance(core, id))
        .query(String.class)
        .single();
  }

  private static int tasks(String core) {
    return jdbc.sql(
            "select count(*) from mod_scaicore_scheduled_tasks where position(? in task_instance) >"
                + " 0")
        .param(core)
        .query(Integer.class)
        .single();
  }
}
