package ai.scailabs.scaicore.execution;

import static ai.scailabs.scaicore.testing.Demo.EXECUTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Lists of executions, and what each of them did. */
@ServerTest
class ExecutionListTests {

  private static final String FLOWS =
      """
      {"schema_version": "0.2", "name": "Two",
       "flows": [
        {"name": "ask", "body": [{"kind": "checkpoint", "checkpoint_type": "approval",
          "prompt": "Well, what?"}]},
        {"name": "say", "body": [{"kind": "rigid", "statements": [
          {"kind": "emit", "event": "said", "data": "{n: 1}"},
          {"kind": "return", "value": "input.n"}]}]},
        {"name": "fall", "body": [{"kind": "rigid", "statements": [
          {"kind": "return", "value": "nobody.here"}]}]}]}
      """;

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
  private Http admin;
  private String core;

  @BeforeEach
  void freshTenant() {
    admin = new Http(port, new Town(directory).keyOf(BuiltInRole.TENANT_ADMIN));
    core = Demo.running(admin, "Two flows", FLOWS);
  }

  @Test
  void filtersCombineAndEachFindsWhatItNames() {
    var other = Demo.running(admin, "Other", FLOWS);
    var asked = id(invoked(core, "ask", null));
    var said = id(invoked(core, "say", null));
    var fell = id(invoked(core, "fall", null));
    var elsewhere = id(invoked(other, "say", null));

    assertThat(ids("")).containsExactly(elsewhere, fell, said, asked);
    assertThat(ids("?core_id=" + core)).containsExactly(fell, said, asked);
    assertThat(ids("?status=suspended")).containsExactly(asked);
    assertThat(ids("?status=failed")).containsExactly(fell);
    assertThat(ids("?status=completed")).containsExactly(elsewhere, said);
    assertThat(ids("?status=completed&core_id=" + core)).containsExactly(said);
    assertThat(ids("?flow=say")).containsExactly(elsewhere, said);
    assertThat(ids("?flow=say&status=failed")).isEmpty();
    assertThat(ids("?core_id=core_nope")).isEmpty();
    assertThat(admin.as(Demo.GLOBEX).get(EXECUTIONS + "?core_id=" + core).data().path("items"))
        .isEmpty();
  }

  @Test
  void thoseOfAnInstanceAreFound() {
    var entity =
        admin.post(
            Demo.CORES,
            "{\"name\": \"Entity\", \"concurrency_mode\": \"entity\", \"entity_key_field\": \"k\","
                + " \"source\": "
                + FLOWS
                + "}");
    var id = entity.data().path("id").asString();
    admin.post(Demo.CORES + "/" + id + "/start", "");
    var ada = id(invoked(id, "ask", "ada"));
    invoked(id, "ask", "bob");

    assertThat(ids("?instance_key=ada")).containsExactly(ada);
    assertThat(ids("?instance_key=eve")).isEmpty();
  }

  @Test
  void pagesAreExact() {
    for (int i = 0; i < 5; i++) {
      invoked(core, "say", null);
    }
    var all = ids("?status=completed");
    assertThat(all).hasSize(5);

    for (int limit = 1; limit <= 3; limit++) {
      var seen = new ArrayList<String>();
      var cursor = "";
      do {
        var page = admin.get(EXECUTIONS + "?status=completed&limit=" + limit + cursor);
        page.data().path("items").forEach(e -> seen.add(id(e)));
        var next = page.json().path("pagination").path("next_cursor");
        cursor = next.isNull() ? "" : "&cursor=" + next.asString();
      } while (!cursor.isEmpty());
      assertThat(seen).isEqualTo(all);
    }
  }

  @Test
  void whatIsNoStatusCursorOrLimitIsRefusedAndNamed() {
    var refused = admin.get(EXECUTIONS + "?status=sleeping");
    assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.field()).isEqualTo("status");
    assertThat(refused.message()).contains("queued, running, suspended");
    assertThat(admin.get(EXECUTIONS + "?cursor=x").field()).isEqualTo("cursor");
    assertThat(admin.get(EXECUTIONS + "?limit=201").field()).isEqualTo("limit");
    assertThat(admin.get(EXECUTIONS + "?flow=a%00").status()).isEqualTo(400);
    assertThat(admin.as(Demo.USER).get(EXECUTIONS).code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
  }

  @Test
  void anExecutionShowsWhatItDidAndWhatItWaitsFor() {
    var said = timeline(id(invoked(core, "say", null)));
    assertThat(said).hasSize(1);
    var emit = said.getFirst();
    assertThat(emit.path("kind").asString()).isEqualTo("emit");
    assertThat(emit.path("block").asString()).isEqualTo("flows.say.body[0]");
    assertThat(emit.path("status").asString()).isEqualTo("ok");
    assertThat(emit.path("attempt").asInt()).isEqualTo(1);
    assertThat(emit.path("started_at").asString()).isNotEmpty();
    assertThat(emit.path("ended_at").asString()).isNotEmpty();

    var asked = id(invoked(core, "ask", null));
    var waits = timeline(asked).getFirst();
    assertThat(waits.path("kind").asString()).isEqualTo("checkpoint");
    assertThat(waits.path("status").asString()).isEqualTo("pending");
    assertThat(waits.path("ended_at").isNull()).isTrue();
    assertThat(waits.path("summary").asString()).isEqualTo("Well, what?");

    var checkpoint = admin.get(EXECUTIONS + "/" + asked).data().path("checkpoint_id").asString();
    admin.post(Demo.CHECKPOINTS + "/" + checkpoint + "/resolve", "{\"decision\": \"yes\"}");
    Demo.settled(admin, asked, "completed");
    var answered = timeline(asked);
    assertThat(answered).hasSize(1);
    assertThat(answered.getFirst().path("status").asString()).isEqualTo("ok");
    assertThat(answered.getFirst().path("summary").asString()).contains("\"decision\":\"yes\"");
  }

  @Test
  void failuresSummariesAttemptsAndTheThousandthItemAreAsSaid() {
    var execution = id(invoked(core, "say", null));
    jdbc.sql(
            """
            insert into mod_scaicore_journal (tenant_id, execution_id, attempt, step, kind,
              argument_hash, value, failure, started_at, recorded_at, state_s3_key)
            select e.tenant_id, e.id, 1, 'flows.say.body[0]'
              || case n when 0 then '!memory.0' else '@' || n || '#1' end, 'http', '',
              case when n % 2 = 0 then to_json(repeat('x', 5000)) end,
              case when n % 2 = 1 then
                '{"code": "HTTP_ERROR", "message": "no", "details": null}'::json end,
              now(), now(), case when n = 0 then 'a/key' end
            from mod_scaicore_executions e, generate_series(0, 998) n where e.id = ?
            order by n
            """)
        .param(execution)
        .update();
    var data = admin.get(EXECUTIONS + "/" + execution).data();
    assertThat(data.path("timeline_truncated").asBoolean()).isFalse();
    assertThat(data.path("timeline").size()).isEqualTo(1_000);
    assertThat(data.path("timeline").path(1).path("summary").asString()).contains("256 KB");
    assertThat(data.path("timeline").path(2).path("summary").asString())
        .isEqualTo("HTTP_ERROR: no");
    assertThat(data.path("timeline").path(2).path("status").asString()).isEqualTo("failed");
    assertThat(data.path("timeline").path(3).path("summary").asString()).hasSize(200);
    for (int i : new int[] {1, 3}) {
      assertThat(data.path("timeline").path(i).path("block").asString())
          .isEqualTo("flows.say.body[0]");
    }

    // What a second attempt takes over is shown once, what it adds beside it.
    jdbc.sql(
            """
            insert into mod_scaicore_journal (tenant_id, execution_id, attempt, step, kind,
              argument_hash, value, recorded_at)
            select tenant_id, execution_id, 2, step, kind, argument_hash, value,
              case when kind = 'emit' then recorded_at else clock_timestamp() end
            from mod_scaicore_journal
            where execution_id = ? and step in ('flows.say.body[0]#0', 'flows.say.body[0]!memory.0')
            """)
        .param(execution)
        .update();
    var longer = admin.get(EXECUTIONS + "/" + execution).data();
    assertThat(longer.path("timeline_truncated").asBoolean()).isTrue();
    assertThat(longer.path("timeline").size()).isEqualTo(1_000);
    assertThat(longer.path("id").asString()).isEqualTo(execution);
  }

  @Test
  void aQuestionThatWaitsIsShownHoweverMuchWasDoneBeforeIt() {
    var execution = id(invoked(core, "ask", null));
    jdbc.sql(
            """
            insert into mod_scaicore_journal (tenant_id, execution_id, attempt, step, kind,
              argument_hash, recorded_at)
            select e.tenant_id, e.id, 1, 'flows.ask.body[9]@' || n || '#1', 'http', '', now()
            from mod_scaicore_executions e, generate_series(1, 1001) n where e.id = ?
            """)
        .param(execution)
        .update();

    var shown = admin.get(EXECUTIONS + "/" + execution).data();

    assertThat(shown.path("timeline_truncated").asBoolean()).isTrue();
    assertThat(shown.path("timeline").size()).isEqualTo(1_000);
    assertThat(shown.path("timeline").path(999).path("status").asString()).isEqualTo("pending");
  }

  private JsonNode invoked(
      String coreId, String flow, @org.jspecify.annotations.Nullable String key) {
    var answer =
        admin.post(
            Demo.CORES + "/" + coreId + "/invoke",
            "{\"flow\": \"%s\", \"input\": {\"n\": 1, \"k\": \"%s\"}}".formatted(flow, key));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data();
  }

  private List<JsonNode> timeline(String execution) {
    var data = admin.get(EXECUTIONS + "/" + execution).data();
    assertThat(data.path("execution_id").asString()).as(data.toString()).isEqualTo(execution);
    return data.path("timeline").valueStream().toList();
  }

  private List<String> ids(String query) {
    var answer = admin.get(EXECUTIONS + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data().path("items").valueStream().map(ExecutionListTests::id).toList();
  }

  private static String id(JsonNode execution) {
    return execution.path("id").asString();
  }
}
