package ai.scailabs.scaicore.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.util.HashSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Triggers that are registered with Cores. */
@ServerTest
class TriggerTests {

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  private Http admin;

  @BeforeEach
  void setUp() {
    admin = new Http(port, Demo.ADMIN);
  }

  @Test
  void oneThatIsRegisteredHasAUuidAndStandsInTheEnvironment() {
    var core = Desk.running(admin);

    var made =
        Desk.register(
            admin,
            core,
            "{\"event_type\": \"purchase.request\", \"flow\": \"order\", \"config\": {\"x\": 1}}");

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var id = made.data().path("id").asString();
    assertThat(UUID.fromString(id).version()).isEqualTo(7);
    assertThat(made.data().path("kind").asString()).isEqualTo("event");
    assertThat(made.data().path("config").toString()).isEqualTo("{\"x\":1}");
    assertThat(made.data().path("secret").isNull()).isTrue();
    var entry = environment(core).path("triggers").path(0);
    assertThat(entry.path("id").asString()).isEqualTo(id);
    assertThat(entry.path("event_type").asString()).isEqualTo("purchase.request");
    assertThat(entry.path("flow").asString()).isEqualTo("order");
    assertThat(entry.path("config").toString()).isEqualTo("{\"x\":1}");
    assertThat(Desk.triggers(admin, core)).hasSize(1).first().isEqualTo(made.data());
    assertThat(audited("trigger.create", core + "/" + id)).isEqualTo(1);
  }

  @Test
  void theConfigMayBeLeftOut() {
    var core = Desk.running(admin);
    var made = Desk.register(admin, core, "{\"event_type\": \"e\", \"flow\": \"note\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.data().path("config").toString()).isEqualTo("{}");
  }

  @Test
  void aPutOfTheEnvironmentWithoutThemLeavesThemAlone() {
    var core = Desk.running(admin);
    var hook = Desk.register(admin, core, webhook("orders")).data();

    admin.put(Demo.CORES + "/" + core, "{\"environment\": {\"REGION\": \"eu\"}}");

    assertThat(Desk.triggers(admin, core)).hasSize(1);
    assertThat(environment(core).path("REGION").asString()).isEqualTo("eu");
    assertThat(
            Desk.signed(
                    admin,
                    hook.path("url").asString(),
                    hook.path("secret").asString(),
                    now(),
                    "{\"n\": 1}")
                .status())
        .isEqualTo(202);
  }

  @Test
  void aPutOfTheEnvironmentWithThemGivesThoseIdsThatHadNoneAndDropsTheSecretsOfOthers() {
    var core = Desk.running(admin);
    var hook = Desk.register(admin, core, webhook("orders")).data();

    var put =
        admin.put(
            Demo.CORES + "/" + core,
            """
            {"environment": {"triggers": [{"event_type": "e", "flow": "note"}, {"mine": true}]}}
            """);

    assertThat(put.status()).as(put.body()).isEqualTo(200);
    assertThat(environment(core).path("triggers").size()).isEqualTo(2);
    assertThat(Desk.triggers(admin, core)).hasSize(1);
    assertThat(UUID.fromString(Desk.triggers(admin, core).getFirst().path("id").asString()))
        .isNotNull();
    assertThat(secrets(core)).isZero();
    assertThat(
            Desk.signed(
                    admin, hook.path("url").asString(), hook.path("secret").asString(), now(), "{}")
                .status())
        .isEqualTo(404);
  }

  @Test
  void oneOfAPutThatIsNoGoodIsNamedByItsPlace() {
    var core = Desk.running(admin);
    var put =
        admin.put(
            Demo.CORES + "/" + core,
            """
            {"environment": {"triggers": [{"event_type": "e", "flow": "note"},
              {"flow": "note", "config": {"cron": "61 * * * *"}}]}}
            """);
    assertThat(put.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(put.field()).isEqualTo("environment.triggers[1].config.cron");
    assertThat(environment(core).has("triggers")).isFalse();
  }

  @Test
  void oneThatIsRemovedIsGoneWithItsSecretAndTheOthersStay() {
    var core = Desk.running(admin);
    var first = Desk.register(admin, core, webhook("a")).data().path("id").asString();
    var second = Desk.register(admin, core, webhook("b")).data().path("id").asString();

    var removed = admin.delete(Demo.CORES + "/" + core + "/triggers/" + first);

    assertThat(removed.status()).isEqualTo(200);
    assertThat(removed.data().path("deleted").asBoolean()).isTrue();
    assertThat(Desk.triggers(admin, core).stream().map(t -> t.path("id").asString()))
        .containsExactly(second);
    assertThat(secrets(core)).isEqualTo(1);
    assertThat(audited("trigger.delete", core + "/" + first)).isEqualTo(1);
    assertThat(admin.delete(Demo.CORES + "/" + core + "/triggers/" + first).status())
        .isEqualTo(404);
  }

  @Test
  void secretsInOtherEntriesOfTheListFollowThemWhenOneIsRemoved() {
    var core = Desk.running(admin);
    admin.put(
        Demo.CORES + "/" + core,
        """
        {"environment": {"triggers": [
          {"event_type": "a", "flow": "note"},
          {"event_type": "b", "flow": "note", "token": {"type": "secret", "value": "s3cret"}}]}}
        """);
    var first = environment(core).path("triggers").path(0).path("id").asString();

    admin.delete(Demo.CORES + "/" + core + "/triggers/" + first);

    assertThat(
            jdbc.sql("select name from mod_scaicore_secrets where core_id = ?")
                .param(core)
                .query(String.class)
                .list())
        .containsExactly("environment.triggers[0].token");
    // It still opens, and so the Core still starts.
    assertThat(admin.post(Demo.CORES + "/" + core + "/restart", "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"event_type": "e"} | flow
          {"event_type": "e", "flow": "nowhere"} | flow
          {"event_type": "e", "flow": 7} | flow
          {"flow": "note"} | event_type
          {"event_type": "scaicore.runtime.block.failed", "flow": "note"} | event_type
          {"event_type": "e", "flow": "note", "config": []} | config
          {"event_type": "e", "flow": "note", "config": {"kind": "moon"}} | config.kind
          {"flow": "note", "config": {"kind": "schedule"}} | config.cron
          {"flow": "note", "config": {"cron": "every day"}} | config.cron
          {"flow": "note", "config": {"cron": "0 2 * * *", "timezone": "Mars/Base"}} | config.timezone
          {"flow": "note", "config": {"cron": "0 2 * * *", "input": 3}} | config.input
          {"flow": "note", "config": {"path": "../x"}} | config.path
          {"flow": "note", "config": {"path": "a//b"}} | config.path
          {"flow": "note", "config": {"kind": "webhook", "headers": "X-Event"}} | config.headers
          {"flow": "note", "config": {"kind": "webhook", "headers": [7]}} | config.headers
          {"event_type": "e\\u0000", "flow": "note"} | event_type
          {"event_type": "e", "flow": "note", "config": {"a": {"type": "secret", "value": "x"}}} | config.a
          """)
  void whatIsNoGoodTriggerIsRefusedAndChangesNothing(String body, String field) {
    var core = Desk.running(admin);
    var refused = Desk.register(admin, core, body);
    assertThat(refused.code()).as(refused.body()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.field()).isEqualTo(field);
    assertThat(environment(core).has("triggers")).isFalse();
  }

  @Test
  void whereThereIsNoProgramYetAnyFlowWillDo() {
    var core = Demo.create(admin, "Empty " + Ids.next(""), "{}");
    assertThat(Desk.register(admin, core, "{\"event_type\": \"e\", \"flow\": \"later\"}").status())
        .isEqualTo(201);
  }

  @Test
  void twoWebhooksOfACoreHaveTwoPaths() {
    var core = Desk.running(admin);
    Desk.register(admin, core, webhook("orders"));
    assertThat(Desk.register(admin, core, webhook("/orders")).field()).isEqualTo("config.path");
  }

  @Test
  void aCoreThatEventsDoNotReachTakesNone() {
    var core = Desk.running(admin);
    admin.put(Demo.CORES + "/" + core, "{\"runtime_mode\": \"interactive\"}");
    var refused = Desk.register(admin, core, "{\"event_type\": \"e\", \"flow\": \"note\"}");
    assertThat(refused.field()).isEqualTo("runtime_mode");
    assertThat(Desk.send(admin, core, "{\"event_name\": \"e\"}").field()).isEqualTo("runtime_mode");
    admin.put(Demo.CORES + "/" + core, "{\"runtime_mode\": \"api\"}");
    assertThat(Desk.send(admin, core, "{\"event_name\": \"e\"}").status()).isEqualTo(202);
  }

  @Test
  void theListIsPagedNewestFirst() {
    var core = Desk.running(admin);
    for (int i = 0; i < 3; i++) {
      Desk.register(admin, core, "{\"event_type\": \"e" + i + "\", \"flow\": \"note\"}");
    }
    var seen = new java.util.ArrayList<String>();
    var path = Demo.CORES + "/" + core + "/triggers?limit=1";
    String cursor = "";
    do {
      var page = admin.get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor)).json();
      assertThat(page.at("/data/items").size()).isEqualTo(1);
      seen.add(page.at("/data/items/0/event_type").asString());
      cursor = page.at("/pagination/next_cursor").asString("");
    } while (!cursor.isEmpty());
    assertThat(seen).containsExactly("e2", "e1", "e0");
  }

  @Test
  void thoseRegisteredAtTheSameMomentAreAllThere() {
    var core = Desk.running(admin);
    var answers =
        AtOnce.run(
            6,
            i ->
                Desk.register(admin, core, "{\"event_type\": \"e" + i + "\", \"flow\": \"note\"}"));
    assertThat(answers).allMatch(answer -> answer.status() == 201);
    var ids = new HashSet<String>();
    Desk.triggers(admin, core).forEach(t -> ids.add(t.path("id").asString()));
    assertThat(ids).hasSize(6);
  }

  @Test
  void aCoreHasAtMostAHundred() {
    var core = Desk.running(admin);
    var many = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      many.append(i == 0 ? "" : ",").append("{\"event_type\": \"e\", \"flow\": \"note\"}");
    }
    admin.put(Demo.CORES + "/" + core, "{\"environment\": {\"triggers\": [" + many + "]}}");
    assertThat(Desk.triggers(admin, core)).hasSize(50);
    var refused = Desk.register(admin, core, "{\"event_type\": \"e\", \"flow\": \"note\"}");
    assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.message()).contains("100");
  }

  @Test
  void whatIsNullInTheConfigIsAsGoodAsLeftOut() {
    var core = Desk.running(admin);
    var event =
        Desk.register(
            admin,
            core,
            "{\"event_type\": \"e\", \"flow\": \"note\", \"config\": {\"cron\": null, \"path\":"
                + " null}}");
    assertThat(event.data().path("kind").asString()).as(event.body()).isEqualTo("event");
    var schedule =
        Desk.register(
            admin,
            core,
            """
            {"flow": "note", "config": {"cron": "0 0 1 1 *", "timezone": null, "input": null}}
            """);
    assertThat(schedule.data().path("kind").asString()).as(schedule.body()).isEqualTo("schedule");
    var webhook =
        Desk.register(
            admin,
            core,
            """
            {"flow": "note", "config": {"kind": "webhook", "path": null, "headers": null}}
            """);
    assertThat(webhook.status()).as(webhook.body()).isEqualTo(201);
    assertThat(webhook.data().path("url").asString())
        .endsWith("/hooks/" + webhook.data().path("id").asString());
  }

  @Test
  void aPutHasAtMostAHundredAndIsToldSoInAWord() {
    var core = Desk.running(admin);
    var many = "{\"flow\": \"note\"},".repeat(101);
    var environment = "{\"triggers\": [" + many + "{\"mine\": true}]}";
    var put = admin.put(Demo.CORES + "/" + core, "{\"environment\": " + environment + "}");
    assertThat(put.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(put.field()).isEqualTo("environment.triggers");
    assertThat(put.message()).contains("101").contains("100");
    assertThat(put.json().at("/error/details").size()).isEqualTo(1);
    var post = admin.post(Demo.CORES, "{\"name\": \"Many\", \"environment\": " + environment + "}");
    assertThat(post.field()).isEqualTo("environment.triggers");
  }

  @Test
  void twoWebhooksOfAPutHaveTwoPaths() {
    var core = Desk.running(admin);
    var put =
        admin.put(
            Demo.CORES + "/" + core,
            "{\"environment\": {\"triggers\": [" + webhook("a") + "," + webhook("/a") + "]}}");
    assertThat(put.field()).isEqualTo("environment.triggers[1].config.path");
  }

  @Test
  void aProgramHasAtMostAHundred() {
    var triggers = new StringBuilder();
    for (int i = 0; i < 101; i++) {
      triggers.append(
          "{\"kind\": \"event\", \"name\": \"t%d\", \"target_flow\": \"note\"},".formatted(i));
    }
    var core =
        Demo.create(
            admin,
            "Many " + Ids.next(""),
            Desk.SOURCE.replace("\"triggers\": [", "\"triggers\": [" + triggers));
    var refused = admin.post(Demo.CORES + "/" + core + "/start", "");
    assertThat(refused.code()).isEqualTo("INVALID_SOURCE_IR");
    assertThat(refused.field()).isEqualTo("triggers");
  }

  @Test
  void whereTheEnvironmentHasSomethingElseOfTheNameNoneIsFound() {
    var core = Desk.running(admin);
    admin.put(Demo.CORES + "/" + core, "{\"environment\": {\"triggers\": {\"a\": 1}}}");
    var path = Demo.CORES + "/" + core + "/triggers/" + UUID.randomUUID();
    assertThat(admin.delete(path).status()).isEqualTo(404);
  }

  @Test
  void aViewerReadsThemAndChangesNothing() {
    var core = Desk.running(admin);
    var viewer = admin.as(Demo.VIEWER);
    assertThat(viewer.get(Demo.CORES + "/" + core + "/triggers").status()).isEqualTo(200);
    assertThat(Desk.register(viewer, core, "{\"event_type\": \"e\", \"flow\": \"note\"}").status())
        .isEqualTo(403);
    assertThat(viewer.delete(Demo.CORES + "/" + core + "/triggers/" + UUID.randomUUID()).status())
        .isEqualTo(403);
    assertThat(Desk.send(viewer, core, "{\"event_name\": \"e\"}").status()).isEqualTo(403);
  }

  @Test
  void anIdOfAnyShapeThatIsNotThereIsNotFound() {
    var core = Desk.running(admin);
    for (var id : new String[] {"7", "x".repeat(300), "1-1-1-1-1", UUID.randomUUID().toString()}) {
      assertThat(admin.delete(Demo.CORES + "/" + core + "/triggers/" + id).status()).isEqualTo(404);
    }
    assertThat(admin.get(Demo.CORES + "/core_nope/triggers").code()).isEqualTo("CORE_NOT_FOUND");
  }

  static String webhook(String path) {
    return "{\"flow\": \"note\", \"config\": {\"kind\": \"webhook\", \"path\": \"" + path + "\"}}";
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }

  private JsonNode environment(String core) {
    return admin.get(Demo.CORES + "/" + core).data().path("environment");
  }

  private int secrets(String core) {
    return jdbc.sql(
            "select count(*) from mod_scaicore_secrets where core_id = ? and name like"
                + " 'triggers.%'")
        .param(core)
        .query(Integer.class)
        .single();
  }

  private int audited(String action, String resource) {
    return jdbc.sql(
            "select count(*) from scaigrid_audit_events where action = ? and resource_id = ?")
        .params(action, resource)
        .query(Integer.class)
        .single();
  }
}
