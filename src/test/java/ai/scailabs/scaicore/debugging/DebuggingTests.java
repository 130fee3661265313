package ai.scailabs.scaicore.debugging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.core.CoreNotFound;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Breakpoints, steps, and a look at what has come to rest, over HTTP. */
@ServerTest
class DebuggingTests {

  private static final String THREE =
      """
      {"kind": "rigid", "statements": [{"kind": "assign", "target": "x", "value": "input.n"}]},
      {"kind": "rigid", "source_location": {"node_id": "double"},
       "statements": [{"kind": "assign", "target": "x", "value": "x * 2"}]},
      {"kind": "rigid", "statements": [{"kind": "return", "value": "x"}]}
      """;

  private static final String SECOND = "{\"block_id\": \"flows.main.body[1]\"}";

  private static final String ASKS =
      """
      {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
       "assignee": "role:tenant_admin", "result_binding": "answer"}
      """;

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired Breakpoints rows;
  private Http admin;

  @BeforeEach
  void caller() {
    admin = new Http(port, Demo.ADMIN);
  }

  private static String debug(String core, String what) {
    return Demo.CORES + "/" + core + "/debug/" + what;
  }

  private String running(String name, String blocks) {
    return Demo.running(admin, "Debug " + name + " " + System.nanoTime(), Demo.program(blocks));
  }

  private String breakAt(String core, String body) {
    var set = admin.post(debug(core, "breakpoint"), body);
    assertThat(set.status()).as(set.body()).isEqualTo(201);
    return set.data().path("id").asString();
  }

  private JsonNode stopped(String core, String input) {
    var answer = Demo.invoke(admin, core, input);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.data().path("status").asString()).as(answer.body()).isEqualTo("breakpoint");
    return answer.data();
  }

  private Http.Answer step(String core, JsonNode execution, String mode) {
    return admin.post(
        debug(core, "step"),
        "{\"execution_id\": \"%s\", \"mode\": \"%s\"}"
            .formatted(execution.path("id").asString(), mode));
  }

  private Http.Answer inspect(String core, JsonNode execution, String expression) {
    return admin.post(
        debug(core, "inspect"),
        "{\"execution_id\": \"%s\", \"expression\": \"%s\"}"
            .formatted(execution.path("id").asString(), expression));
  }

  @Test
  void anExecutionStopsDurablyIsSeenSteppedAndEnds() {
    var core = running("Stops", THREE);
    breakAt(core, SECOND);
    var execution = stopped(core, "{\"n\": 21}");

    var listed = admin.get(Demo.EXECUTIONS + "?status=breakpoint&core_id=" + core).data();
    assertThat(listed.path("items")).hasSize(1);
    var row =
        jdbc.sql(
                """
                select lease_owner is null and lease_expires_at <= now() as free, stops::text
                from mod_scaicore_executions where id = ?
                """)
            .param(execution.path("id").asString())
            .query()
            .singleRow();
    assertThat(row.get("free")).isNotEqualTo(false);
    assertThat(String.valueOf(row.get("stops"))).contains("flows.main.body[1]");

    var next = step(core, execution, "over");
    assertThat(next.status()).as(next.body()).isEqualTo(200);
    assertThat(next.data().path("status").asString()).isEqualTo("breakpoint");
    assertThat(inspect(core, execution, "x").data().at("/places/0/value").asInt()).isEqualTo(42);
    assertThat(inspect(core, execution, "x").data().at("/places/0/reason").asString())
        .isEqualTo("step");

    var done = step(core, execution, "continue").data();
    assertThat(done.path("status").asString()).isEqualTo("completed");
    assertThat(done.path("output").asInt()).isEqualTo(42);
    assertThat(step(core, execution, "continue").code()).isEqualTo("CONFLICT");
    assertThat(admin.get("/v1/audit/events?action=execution.step").data().path("items"))
        .isNotEmpty();
  }

  @Test
  void breakpointsAreListedAndRemovedAndThenNothingStops() {
    var core = running("Lists", THREE);
    var first = breakAt(core, SECOND);
    var second = breakAt(core, "{\"node_id\": \"double\", \"condition\": \"x > 10\"}");
    breakAt(core, "{\"block_id\": \"flows.nowhere\"}");

    var items = admin.get(debug(core, "breakpoint")).data().path("items");
    assertThat(items).hasSize(3);
    assertThat(items.path(0).path("blocks")).isEmpty();
    assertThat(items.path(1).path("id").asString()).isEqualTo(second);
    assertThat(items.path(1).path("blocks").toString()).isEqualTo("[\"flows.main.body[1]\"]");
    assertThat(items.path(1).path("condition").asString()).isEqualTo("x > 10");
    var page = admin.get(debug(core, "breakpoint") + "?limit=2");
    var cursor = page.json().path("pagination").path("next_cursor").asString();
    assertThat(
            admin
                .get(debug(core, "breakpoint") + "?limit=2&cursor=" + cursor)
                .data()
                .path("items")
                .path(0)
                .path("id")
                .asString())
        .isEqualTo(first);

    assertThat(admin.delete(debug(core, "breakpoint/" + first)).status()).isEqualTo(200);
    assertThat(admin.delete(debug(core, "breakpoint/" + first)).status()).isEqualTo(404);
    assertThat(admin.delete(debug(core, "breakpoint/nonsense")).status()).isEqualTo(404);
    assertThat(Demo.invoke(admin, core, "{\"n\": 2}").data().path("status").asString())
        .isEqualTo("completed");
    var big = stopped(core, "{\"n\": 20}");
    assertThat(inspect(core, big, "x").data().at("/places/0/breakpoint_id").asString())
        .isEqualTo(second);
    admin.delete(debug(core, "breakpoint/" + second));
    assertThat(step(core, big, "continue").data().path("output").asInt()).isEqualTo(40);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"block_id\": \"a\", \"node_id\": \"b\"}",
        "{\"block_id\": \"\"}",
        "{\"block_id\": \"a\\u0000b\"}",
        "{\"block_id\": \"a\", \"condition\": \"x >\"}",
        "{\"block_id\": \"a\", \"condition\": \"\"}",
        "{\"block_id\": 7}"
      })
  void aBreakpointThatCannotBeSetIsRefused(String body) {
    var core = running("Refuses", THREE);
    var refused = admin.post(debug(core, "breakpoint"), body);
    assertThat(refused.code()).as(refused.body()).isEqualTo("VALIDATION_ERROR");
    assertThat(admin.get(debug(core, "breakpoint")).data().path("items")).isEmpty();
  }

  @Test
  void aCoreHasAHundredBreakpointsAtMost() {
    var core = running("Full", THREE);
    for (int i = 0; i < 100; i++) {
      breakAt(core, "{\"node_id\": \"n%d\"}".formatted(i));
    }
    assertThat(admin.post(debug(core, "breakpoint"), SECOND).code()).isEqualTo("QUOTA_EXCEEDED");
    admin.delete(Demo.CORES + "/" + core);
  }

  @Test
  void noneIsSetForACoreThatIsGoneByThen() {
    assertThatThrownBy(() -> rows.count("ten_acme", "core_gone")).isInstanceOf(CoreNotFound.class);
  }

  @Test
  void aConditionThatFailsCountsAsTrueAndTheLogSaysSo() {
    var core = running("Fails", THREE);
    breakAt(core, "{\"block_id\": \"flows.main.body[1]\", \"condition\": \"nobody > 1\"}");
    stopped(core, "{\"n\": 1}");
    var lines =
        Eventually.get(
            () -> admin.get(Demo.CORES + "/" + core + "/logs?level=warn").data().path("logs"),
            logs -> !logs.isEmpty());
    assertThat(lines.path(0).path("message").asString()).contains("fails and counts as true");
  }

  @Test
  void onlyWhoMayDebugMayAndOnlyInTheirTenant() {
    var core = running("Guarded", THREE);
    breakAt(core, SECOND);
    var execution = stopped(core, "{\"n\": 1}");
    var body = "{\"execution_id\": \"" + execution.path("id").asString() + "\"}";
    for (var key : List.of(Demo.OPERATOR, Demo.VIEWER, Demo.USER)) {
      var caller = admin.as(key);
      assertThat(caller.get(debug(core, "breakpoint")).status()).isEqualTo(403);
      assertThat(caller.post(debug(core, "breakpoint"), SECOND).status()).isEqualTo(403);
      assertThat(caller.delete(debug(core, "breakpoint/x")).status()).isEqualTo(403);
      assertThat(caller.post(debug(core, "step"), body).status()).isEqualTo(403);
      assertThat(caller.post(debug(core, "inspect"), body).status()).isEqualTo(403);
    }
    var stranger = admin.as(Demo.GLOBEX);
    assertThat(stranger.post(debug(core, "step"), body).code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(stranger.post(debug(core, "inspect"), body).code()).isEqualTo("CORE_NOT_FOUND");
    var other = running("Another", THREE);
    assertThat(admin.post(debug(other, "step"), body).code()).isEqualTo("EXECUTION_NOT_FOUND");
    assertThat(admin.post(debug(other, "inspect"), body).code()).isEqualTo("EXECUTION_NOT_FOUND");
    for (var wrong :
        List.of(
            "{}",
            "{\"execution_id\": \"x\", \"mode\": \"sideways\"}",
            "{\"execution_id\": null, \"expression\": \"1\"}")) {
      assertThat(admin.post(debug(core, "step"), wrong).code()).isEqualTo("VALIDATION_ERROR");
    }
    assertThat(inspect(core, execution, "x >").code()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void oneThatIsStoppedCanBeCancelled() {
    var core = running("Cancels", THREE);
    breakAt(core, SECOND);
    var execution = stopped(core, "{\"n\": 1}");
    var path = Demo.EXECUTIONS + "/" + execution.path("id").asString();

    var cancelled = admin.post(path + "/cancel", "");

    assertThat(cancelled.data().path("status").asString()).isEqualTo("cancelled");
    assertThat(step(core, execution, "over").code()).isEqualTo("CONFLICT");
    assertThat(inspect(core, execution, "x").code()).isEqualTo("CONFLICT");
  }

  @Test
  void oneThatIsStoppedOutlivesAStopOfItsCoreAndGoesWithIt() {
    var core = running("Rests", THREE);
    breakAt(core, SECOND);
    var execution = stopped(core, "{\"n\": 4}");
    assertThat(admin.post(Demo.CORES + "/" + core + "/stop", "").status()).isEqualTo(200);
    assertThat(step(core, execution, "over").code()).isEqualTo("CORE_NOT_RUNNING");
    assertThat(admin.post(Demo.CORES + "/" + core + "/start", "").status()).isEqualTo(200);
    Demo.settled(admin, execution.path("id").asString(), "breakpoint");
    assertThat(step(core, execution, "continue").data().path("output").asInt()).isEqualTo(8);

    var last = stopped(core, "{\"n\": 5}");
    assertThat(admin.delete(Demo.CORES + "/" + core).status()).isEqualTo(200);
    assertThat(admin.get(Demo.EXECUTIONS + "/" + last.path("id").asString()).status())
        .isEqualTo(404);
    assertThat(
            jdbc.sql("select count(*) from mod_scaicore_breakpoints where core_id = ?")
                .param(core)
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void branchesComeToRestFirstAndAnAnswerThatComesMeanwhileIsFound() {
    var core =
        running(
            "Branches",
            """
            {"kind": "parallel", "result_binding": "both", "branches": [
              {"name": "left", "body": [%s]},
              {"name": "right", "body": [{"kind": "rigid", "source_location": {"node_id": "here"},
                "statements": [{"kind": "return", "value": "1"}]}]}]},
            {"kind": "rigid", "statements": [{"kind": "return", "value": "both.left.decision"}]}
            """
                .formatted(ASKS));
    breakAt(core, "{\"node_id\": \"here\"}");
    var execution = stopped(core, "{}");
    var checkpoint = execution.path("checkpoint_id").asString();
    var seen = inspect(core, execution, "1 + 1").data().path("places");
    assertThat(seen).hasSize(2);
    assertThat(seen.valueStream().map(p -> p.path("reason").asString()).toList())
        .containsExactlyInAnyOrder("breakpoint", "waiting");

    var resolved =
        admin.post(Demo.CHECKPOINTS + "/" + checkpoint + "/resolve", "{\"decision\": \"yes\"}");
    assertThat(resolved.status()).as(resolved.body()).isEqualTo(200);
    Demo.settled(admin, execution.path("id").asString(), "breakpoint");

    var done = step(core, execution, "continue").data();
    assertThat(done.path("status").asString()).as(done.toString()).isEqualTo("completed");
    assertThat(done.path("output").asString()).isEqualTo("yes");
  }

  @Test
  void whatIsLookedAtHasNoSecretsAndNothingIsChanged() {
    var made =
        admin.post(
            Demo.CORES,
            """
            {"name": "Looks %d", "environment": {"KEY": {"type": "secret", "value": "planted-0815-key"}},
             "source": {"schema_version": "0.2", "name": "Looks",
              "config": [{"name": "KEY", "type": "string", "secret": true}],
              "memory": [{"name": "n", "type": "int", "default": 0}],
              "flows": [{"name": "main", "body": [
               {"kind": "rigid", "statements": [
                 {"kind": "assign", "target": "open", "value": "input.k"},
                 {"kind": "assign", "target": "large", "value": "'x'.repeat(70000)"},
                 {"kind": "assign", "target": "n", "value": "memory.n.add(1)"}]},
               {"kind": "foreach", "variable": "i", "iterable": "[1, 2]", "body": [
                 {"kind": "rigid", "statements": [{"kind": "emit", "event": "seen"}]}]}]}]}}
            """
                .formatted(System.nanoTime()));
    var core = made.data().path("id").asString();
    assertThat(admin.post(Demo.CORES + "/" + core + "/start", "").status()).isEqualTo(200);
    breakAt(core, "{\"block_id\": \"flows.main.body[1].body[0]\", \"condition\": \"i == 2\"}");
    var execution = stopped(core, "{\"k\": \"planted-0815-key\"}");

    var seen = inspect(core, execution, "[config.KEY, open, n + i]");

    assertThat(seen.status()).as(seen.body()).isEqualTo(200);
    assertThat(seen.body()).doesNotContain("planted-0815");
    var place = seen.data().at("/places/0");
    assertThat(place.path("iteration").asString()).isEqualTo("1");
    assertThat(place.at("/value/0").asString()).isEqualTo("[secret]");
    assertThat(place.at("/variables/open").asString()).isEqualTo("[secret]");
    assertThat(place.at("/variables/large/truncated").asBoolean()).isTrue();
    assertThat(place.at("/value/2").asInt()).isEqualTo(3);
    assertThat(place.path("call_path").valueStream().map(f -> f.path("block_kind").asString()))
        .containsExactly("foreach", "rigid");
    assertThat(seen.data().path("journal").valueStream().map(j -> j.path("kind").asString()))
        .containsExactly("memory_write", "emit");
    var refused = inspect(core, execution, "memory.n.add(1)").data().at("/places/0");
    assertThat(refused.path("value").isNull()).isTrue();
    assertThat(refused.at("/error/message").asString()).contains("memory is not read here");
    assertThat(inspect(core, execution, "n").data().at("/places/0/value").asInt()).isEqualTo(1);
    assertThat(step(core, execution, "continue").data().path("status").asString())
        .isEqualTo("completed");
  }

  @Test
  void ofManyBranchesFiftyAreShownAndThoseThatStoppedFirst() {
    var core =
        running(
            "Many",
            """
            {"kind": "rigid", "statements": [
              {"kind": "assign", "target": "large", "value": "'x'.repeat(60000)"}]},
            {"kind": "foreach", "variable": "i", "iterable": "input.items", "max_concurrent": 60,
             "body": [
              {"kind": "match", "subject": "i", "arms": [{"pattern": 59, "body": [
                {"kind": "rigid", "source_location": {"node_id": "here"},
                 "statements": [{"kind": "return", "value": "1"}]}]}],
               "default": [%s]}]}
            """
                .formatted(ASKS));
    breakAt(core, "{\"node_id\": \"here\"}");
    var items = IntStream.range(0, 60).boxed().toList();
    var execution = stopped(core, "{\"items\": " + items + "}");

    var seen = inspect(core, execution, "i");

    assertThat(seen.data().path("places_truncated").asBoolean()).isTrue();
    var places = seen.data().path("places");
    assertThat(places.size()).isBetween(30, 50);
    assertThat(places.path(0).path("reason").asString()).isEqualTo("breakpoint");
    assertThat(places.path(0).path("value").asInt()).isEqualTo(59);
    assertThat(places.path(1).path("block_kind").asString()).isEqualTo("checkpoint");
    assertThat(seen.body().length()).isLessThan(2_500_000);
  }

  @Test
  void theCoresOfOtherTenantsThatCalledItAreNotNamed() {
    var core = running("Called", THREE);
    breakAt(core, SECOND);
    var execution = stopped(core, "{\"n\": 1}");
    jdbc.sql("update mod_scaicore_executions set call_path = array['core_other', ?] where id = ?")
        .params(core, execution.path("id").asString())
        .update();

    var seen = inspect(core, execution, "1").data();

    assertThat(seen.path("called_by").toString()).isEqualTo("[\"" + core + "\"]");
  }

  @Test
  void oneThatWaitsOrFailedIsLookedAtToo() {
    var core =
        running(
            "Waits and fails",
            """
            {"kind": "rigid", "statements": [{"kind": "assign", "target": "x", "value": "7"}]},
            %s,
            {"kind": "rigid", "statements": [{"kind": "expression", "expression": "x.y.z"}]}
            """
                .formatted(ASKS));
    var waiting = Demo.invoke(admin, core, "{}").data();
    var asked = inspect(core, waiting, "x").data().at("/places/0");
    assertThat(asked.path("block_kind").asString()).isEqualTo("checkpoint");
    assertThat(asked.path("reason").asString()).isEqualTo("waiting");
    assertThat(asked.path("value").asInt()).isEqualTo(7);
    admin.post(
        Demo.CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString() + "/resolve",
        "{\"decision\": \"go\"}");
    Demo.settled(admin, waiting.path("id").asString(), "failed");

    var failed = inspect(core, waiting, "answer").data().at("/places/0");

    assertThat(failed.path("block_id").asString()).isEqualTo("flows.main.body[2]");
    assertThat(failed.path("reason").asString()).isEqualTo("failed");
    assertThat(failed.at("/failure/code").asString()).isNotEmpty();
    assertThat(failed.path("value").toString()).contains("go");
  }

  @Test
  void anInstanceIsFreeWhileOneOfItsExecutionsIsStopped() {
    var id =
        admin
            .post(
                Demo.CORES,
                "{\"name\": \"Single "
                    + System.nanoTime()
                    + "\", \"concurrency_mode\": \"singleton\", \"source\": "
                    + Demo.program(THREE)
                    + "}")
            .data()
            .path("id")
            .asString();
    admin.post(Demo.CORES + "/" + id + "/start", "");
    var one = breakAt(id, "{\"node_id\": \"double\", \"condition\": \"x == 1\"}");
    var stopped = stopped(id, "{\"n\": 1}");
    assertThat(Demo.invoke(admin, id, "{\"n\": 2}").data().path("output").asInt()).isEqualTo(4);
    assertThat(one).isNotEmpty();
    assertThat(step(id, stopped, "continue").data().path("output").asInt()).isEqualTo(2);
  }

  @Test
  void stepsThatRaceHaveOneWinner() {
    var core = running("Races", THREE);
    breakAt(core, SECOND);
    var execution = stopped(core, "{\"n\": 3}");
    var codes =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    java.util.concurrent.CompletableFuture.supplyAsync(
                        () -> step(core, execution, "continue").status(),
                        task -> Thread.ofVirtual().start(task)))
            .toList()
            .stream()
            .map(java.util.concurrent.CompletableFuture::join)
            .collect(
                java.util.stream.Collectors.groupingBy(
                    s -> s, java.util.stream.Collectors.counting()));
    assertThat(codes).isEqualTo(Map.of(200, 1L, 409, 5L));
  }
}
