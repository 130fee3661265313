package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.testing.Demo.CORES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code seeds/api-reference.md}, "Lifecycle transitions", over HTTP. */
@ServerTest
class LifecycleTests {

  private static final String GOOD =
      Demo.program(
          "{\"kind\": \"rigid\", \"statements\": [{\"kind\": \"return\", \"value\": \"1\"}]}");

  @LocalServerPort private int port;
  @Autowired private ReplicaId replica;
  @Autowired private JdbcClient jdbc;
  private Http admin;

  @BeforeEach
  void signIn() {
    admin = new Http(port, Demo.ADMIN);
  }

  @Test
  void aCoreGoesRoundItsLifecycle() {
    var id = Demo.create(admin, "Round", GOOD);
    assertThat(status(go(id, "stop"))).isEqualTo("INVALID_CORE_TRANSITION");
    assertThat(status(go(id, "resume"))).isEqualTo("INVALID_CORE_TRANSITION");
    assertThat(status(go(id, "start"))).isEqualTo("running");
    assertThat(status(go(id, "start"))).isEqualTo("INVALID_CORE_TRANSITION");
    assertThat(status(go(id, "pause"))).isEqualTo("paused");
    assertThat(Demo.invoke(admin, id, "{}").code()).isEqualTo("CORE_NOT_RUNNING");
    assertThat(status(go(id, "stop"))).isEqualTo("INVALID_CORE_TRANSITION");
    assertThat(status(go(id, "resume"))).isEqualTo("running");
    assertThat(status(go(id, "stop"))).isEqualTo("stopped");
    assertThat(status(go(id, "restart"))).isEqualTo("running");
    assertThat(status(go(id, "pause"))).isEqualTo("paused");
    assertThat(status(go(id, "restart"))).isEqualTo("running");
    assertThat(status(go(id, "restart"))).isEqualTo("running");
    assertThat(admin.get(CORES + "/" + id + "/state").data().toString())
        .startsWith(
            "{\"core_id\":\"%s\",\"status\":\"running\",\"runtime_mode\":\"event_driven\",\"concurrency_mode\":\"stateless\",\"engine\":{"
                .formatted(id))
        .endsWith("},\"resolved_skills\":[]}");
    assertThat(admin.get(CORES + "/" + id + "/state").data().at("/engine/replica").asString())
        .isEqualTo(replica.replica());
  }

  /** Else the sweep could take it between the restart and the commit that needs it. */
  @Test
  void aRestartMakesItsProgramYoungAgainButNotAtEveryTurn() {
    var id = Demo.create(admin, "Old", GOOD.replaceFirst("\\{", "{\"of\": \"old\", "));
    go(id, "start");
    age(id, "2 days");

    go(id, "restart");
    assertThat(ageOf(id)).isLessThan(600);

    age(id, "30 minutes");
    go(id, "restart");
    assertThat(ageOf(id)).as("its row is spared").isGreaterThan(600);
  }

  private void age(String id, String age) {
    jdbc.sql(
            """
            update mod_scaicore_programs set created_at = now() - cast(? as interval)
            where (tenant_id, hash) in (
              select tenant_id, program_hash from mod_scaicore_cores where id = ?)
            """)
        .params(age, id)
        .update();
  }

  private long ageOf(String id) {
    return jdbc.sql(
            """
            select cast(extract(epoch from now() - p.created_at) as bigint)
            from mod_scaicore_programs p
            join mod_scaicore_cores c on c.tenant_id = p.tenant_id and c.program_hash = p.hash
            where c.id = ?
            """)
        .param(id)
        .query(Long.class)
        .single();
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "stop", "pause"})
  void ofManyCallersRacingOneWins(String transition) {
    var id = Demo.create(admin, "Raced " + transition, GOOD);
    if (!transition.equals("start")) {
      go(id, "start");
    }

    var answers = AtOnce.run(8, i -> go(id, transition));

    assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(a -> a.status() != 200)
        .allSatisfy(
            a -> {
              assertThat(a.status()).isEqualTo(409);
              assertThat(a.code()).isEqualTo("INVALID_CORE_TRANSITION");
            });
  }

  @Test
  void aProgramThatDoesNotVerifyLeavesTheCoreInErrorWithEveryFinding() {
    var id =
        Demo.create(
            admin,
            "Broken",
            Demo.program(
                """
                {"kind": "match", "subject": "a +", "arms": []},
                {"kind": "while", "condition": "true", "body": []},
                {"kind": "teleport"}
                """));

    var answer = go(id, "start");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("INVALID_SOURCE_IR");
    assertThat(answer.body())
        .contains("E301")
        .contains("E406")
        .contains("E407")
        .contains("teleport");
    var core = admin.get(CORES + "/" + id).data();
    assertThat(core.path("status").asString()).isEqualTo("error");
    assertThat(core.path("status_reason").asString()).startsWith("INVALID_SOURCE_IR: ");
    assertThat(status(go(id, "start"))).isEqualTo("INVALID_SOURCE_IR");
  }

  @Test
  void anEmptySourceAndAnUnknownSkillDoNotStart() {
    assertThat(go(Demo.create(admin, "Empty", "{}"), "start").body()).contains("E410");
    var made =
        admin.post(
            CORES,
            "{\"name\": \"Skilled\", \"metadata\": {\"skills\": [{\"slug\": \"x\"}]}, \"source\": "
                + GOOD
                + "}");
    assertThat(go(made.data().path("id").asString(), "start").code()).isEqualTo("SKILL_NOT_FOUND");
  }

  @Test
  void aNewSourceTakesEffectAtTheNextStart() {
    var id = Demo.running(admin, "Swapped", GOOD);
    var two = GOOD.replace("\"value\": \"1\"", "\"value\": \"2\"");
    admin.send(
        "PUT",
        CORES + "/" + id,
        r ->
            r.header("Content-Type", "application/json")
                .PUT(
                    java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"source\": " + two + "}")));

    assertThat(Demo.invoke(admin, id, "{}").data().path("output").asInt()).isEqualTo(1);
    go(id, "restart");
    assertThat(Demo.invoke(admin, id, "{}").data().path("output").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"starting", "stopping", "restarting"})
  void aCoreWhoseReplicaDiedBetweenTwoStatesIsMovedOn(String left) {
    var id = Demo.create(admin, "Left " + left, GOOD);
    jdbc.sql(
            """
            update mod_scaicore_cores set status = ?, transition_ends_at = now() - interval '1 s'
            where id = ?
            """)
        .params(left, id)
        .update();

    var core =
        Eventually.get(
            () -> admin.get(CORES + "/" + id).data(),
            c -> !c.path("status").asString().endsWith("ing") || is(c.path("status"), "running"));

    assertThat(core.path("status").asString())
        .isEqualTo(left.equals("stopping") ? "stopped" : "running");
  }

  private static boolean is(tools.jackson.databind.JsonNode node, String text) {
    return node.asString().equals(text);
  }

  private Http.Answer go(String id, String transition) {
    return admin.post(CORES + "/" + id + "/" + transition, "");
  }

  private static String status(Http.Answer answer) {
    return answer.status() == 200 ? answer.data().path("status").asString() : answer.code();
  }
}
