package ai.scailabs.scaicore.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Cores that call Cores. */
@ServerTest
class CoreCallTests {

  private static final String DOUBLES =
      """
      {"kind": "rigid", "statements": [{"kind": "return", "value": "n * 2"}]}
      """;
  private static final String FAILS =
      """
      {"kind": "rigid", "statements": [{"kind": "return", "value": "missing.member"}]}
      """;
  private static final String ASKS =
      """
      {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
       "assignee": "role:tenant_admin", "result_binding": "answer"}
      """;

  @LocalServerPort int port;
  private Http admin;

  @BeforeEach
  void caller() {
    admin = new Http(port, Demo.ADMIN);
  }

  @Test
  void aCallGivesTheOtherCoresOutput() {
    var called = called(admin, DOUBLES);
    var core = caller(call(address("acme", called), ""));

    var done = completed(core);

    assertThat(done.path("output").toString()).isEqualTo("42");
    var children = executions(slugless(called));
    assertThat(children).hasSize(1);
    assertThat(children.getFirst().path("status").asString()).isEqualTo("completed");
  }

  @Test
  void callsThatAreNotWaitedForRunSideBySideUntilTheirAnswersAreAwaited() {
    var called = called(admin, DOUBLES);
    var address = address("acme", called);
    var core =
        caller(
            """
            {"kind": "core_call", "target": "%s", "is_async": true, "input_bindings": {"n": "1"},
             "result_binding": "one"},
            {"kind": "core_call", "target": "%s", "is_async": true, "input_bindings": {"n": "2"},
             "result_binding": "two"},
            {"kind": "await_responses", "handles": "[one, two]", "mode": "all",
             "result_binding": "both"},
            {"kind": "rigid", "statements": [{"kind": "return", "value": "both"}]}
            """
                .formatted(address, address));

    assertThat(completed(core).path("output").toString()).isEqualTo("[2,4]");
  }

  @Test
  void aCallerWaitsWhileAPersonIsAskedBelow() {
    var called = called(admin, ASKS);
    var core = caller(call(address("acme", called), ""));
    var waiting = Demo.invoke(admin, core, "{}").data();
    assertThat(waiting.path("status").asString()).isEqualTo("suspended");
    var child =
        Demo.settled(
                admin, executions(slugless(called)).getFirst().path("id").asString(), "suspended")
            .data();

    var answer =
        admin.post(
            Demo.CHECKPOINTS + "/" + child.path("checkpoint_id").asString() + "/resolve",
            "{\"decision\": \"go\"}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var done = Demo.settled(admin, waiting.path("id").asString(), "completed", "failed").data();
    assertThat(done.path("output").path("decision").asString()).isEqualTo("go");
  }

  @Test
  void aFailureBelowIsOneThatTryCanCatch() {
    var called = called(admin, FAILS);
    var core =
        caller(
            """
            {"kind": "try", "body": [%s], "catch": [{"error": "CORE_CALL_FAILED", "binding": "e",
              "body": [{"kind": "rigid", "statements": [{"kind": "return", "value": "e.message"}]}]}]}
            """
                .formatted(call(address("acme", called), "")));

    assertThat(completed(core).path("output").asString()).contains("UNKNOWN_NAME");
  }

  @Test
  void aTimeoutEndsTheWait() {
    var called = called(admin, ASKS);
    var core = caller(call(address("acme", called), "\"timeout\": \"1s\","));
    var waiting = Demo.invoke(admin, core, "{}").data();

    var done = Demo.settled(admin, waiting.path("id").asString(), "failed").data();

    assertThat(done.path("error").path("code").asString()).isEqualTo("CORE_CALL_FAILED");
    assertThat(done.path("error").path("message").asString()).contains("1s");
  }

  @Test
  void coresDoNotCallInACircle() {
    var name = "Circle " + System.nanoTime();
    var address = "core://acme/" + name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
    var core = elevated(admin, name, call(address, ""));

    var done = Demo.invoke(admin, core, "{}").data();

    assertThat(done.path("error").path("code").asString()).isEqualTo("CORE_CALL_FAILED");
    assertThat(done.path("error").path("message").asString()).contains("in a circle");
  }

  @Test
  void callsGoSixteenDeepAndNotOneDeeper() {
    var target = called(admin, DOUBLES);
    var callers = new ArrayList<String>();
    for (int i = 0; i < 17; i++) {
      var name = "Deep %d %d".formatted(i, System.nanoTime());
      var blocks =
          """
          {"kind": "core_call", "target": "%s", "input_bindings": {"n": "21"},
           "result_binding": "told"},
          {"kind": "rigid", "statements": [{"kind": "return", "value": "told"}]}
          """
              .formatted(address("acme", target));
      var id = elevated(admin, name, blocks);
      target = id + " " + admin.get(Demo.CORES + "/" + id).data().path("slug").asString();
      callers.add(id);
    }

    assertThat(completed(callers.get(15)).path("output").toString()).isEqualTo("42");
    var id = Demo.invoke(admin, callers.get(16), "{}").data().path("id").asString();
    var refused = Demo.settled(admin, id, "completed", "failed").data();
    assertThat(refused.path("error").path("code").asString()).isEqualTo("CORE_CALL_FAILED");
    assertThat(refused.path("error").path("message").asString()).contains("16");
  }

  @Test
  void aStandardCoreCallsNobody() {
    var called = called(admin, DOUBLES);
    var core =
        Demo.running(
            admin,
            "Standard " + System.nanoTime(),
            Demo.program(call(address("acme", called), "")));

    var done = Demo.invoke(admin, core, "{}").data();

    assertThat(done.path("error").path("message").asString())
        .contains("privilege_level standard")
        .contains("elevated");
  }

  @Test
  void anotherTenantsCoreIsThereOnlyWhereItWasGranted() {
    var globex = new Http(port, Demo.GLOBEX);
    var called = called(globex, DOUBLES);
    var core =
        privileged(
            new Http(port, Demo.SUPER),
            "Foreign " + System.nanoTime(),
            call(address("globex", called), ""),
            "admin",
            "ten_acme");

    var refused = Demo.invoke(admin, core, "{}").data();
    assertThat(refused.path("error").path("message").asString()).contains("there is no Core");

    var granted =
        globex.put(
            Demo.CORES + "/" + slugless(called),
            "{\"metadata\": {\"core_call_grants\": [\"acme\"]}}");
    assertThat(granted.status()).as(granted.body()).isEqualTo(200);
    assertThat(completed(core).path("output").toString()).isEqualTo("42");
  }

  @Test
  void aModelGroupThatCoversTheCallersTenantGrantsTheCall() {
    var globex = new Http(port, Demo.GLOBEX);
    var called = called(globex, DOUBLES);
    var operator = new Http(port, Demo.SUPER);
    var core =
        privileged(
            operator,
            "By group " + System.nanoTime(),
            call(address("globex", called), ""),
            "admin",
            "ten_acme");
    var publish = Demo.CORES + "/" + slugless(called) + "/publish";

    var published = globex.post(publish, "{\"group_ids\": [\"mg_globex\"]}");
    assertThat(published.status()).as(published.body()).isEqualTo(200);
    assertThat(Demo.invoke(admin, core, "{}").data().path("error").path("message").asString())
        .contains("there is no Core");

    var slug = published.data().path("metadata").path("published_slug").asString();
    var shared =
        post(
            operator,
            "/v1/models/groups/mg_global/models",
            "{\"models\": [\"" + slug + "\"]}",
            "ten_globex");
    assertThat(shared.status()).as(shared.body()).isLessThan(300);
    assertThat(completed(core).path("output").toString()).isEqualTo("42");
  }

  @Test
  void cancellingTheCallerCancelsWhatItCalledAndItsCheckpoints() {
    var called = called(admin, ASKS);
    var core = caller(call(address("acme", called), ""));
    var waiting = Demo.invoke(admin, core, "{}").data();
    var child =
        Demo.settled(
                admin, executions(slugless(called)).getFirst().path("id").asString(), "suspended")
            .data();

    var answer = admin.post(Demo.EXECUTIONS + "/" + waiting.path("id").asString() + "/cancel", "");

    assertThat(answer.data().path("status").asString()).isEqualTo("cancelled");
    assertThat(
            admin
                .get(Demo.EXECUTIONS + "/" + child.path("id").asString())
                .data()
                .path("status")
                .asString())
        .isEqualTo("cancelled");
    assertThat(
            admin
                .get(Demo.CHECKPOINTS + "/" + child.path("checkpoint_id").asString())
                .data()
                .path("status")
                .asString())
        .isEqualTo("cancelled");
  }

  @Test
  void aCallerIsToldThatWhatItCalledWasCancelledOrDeleted() {
    var called = called(admin, ASKS);
    var core = caller(call(address("acme", called), ""));
    var first = Demo.invoke(admin, core, "{}").data();
    var child = executions(slugless(called)).getFirst().path("id").asString();
    assertThat(admin.post(Demo.EXECUTIONS + "/" + child + "/cancel", "").status()).isEqualTo(200);
    assertThat(failure(first)).contains("was cancelled");

    var second = Demo.invoke(admin, core, "{}").data();
    assertThat(second.path("status").asString()).isEqualTo("suspended");
    assertThat(admin.delete(Demo.CORES + "/" + slugless(called)).status()).isLessThan(300);
    assertThat(failure(second)).contains("was cancelled");
  }

  private String failure(JsonNode execution) {
    return Demo.settled(admin, execution.path("id").asString(), "failed")
        .data()
        .path("error")
        .path("message")
        .asString();
  }

  private static String call(String address, String more) {
    return """
    {"kind": "core_call", "target": "%s", %s "input_bindings": {"n": "21"}}
    """
        .formatted(address, more);
  }

  /** Id and slug, with a blank between them. */
  private static String called(Http owner, String block) {
    var name = "Called " + System.nanoTime();
    var id = Demo.running(owner, name, Demo.program(block));
    return id + " " + owner.get(Demo.CORES + "/" + id).data().path("slug").asString();
  }

  private static String slugless(String called) {
    return called.split(" ")[0];
  }

  private static String address(String tenant, String called) {
    return "core://" + tenant + "/" + called.split(" ")[1];
  }

  private String caller(String blocks) {
    return elevated(admin, "Caller " + System.nanoTime(), blocks);
  }

  private static String elevated(Http owner, String name, String blocks) {
    return privileged(owner, name, blocks, "elevated", null);
  }

  private static String privileged(
      Http owner, String name, String blocks, String level, @Nullable String tenant) {
    var body =
        "{\"name\": \"%s\", \"privilege_level\": \"%s\", \"source\": %s}"
            .formatted(name, level, Demo.program(blocks));
    var made = post(owner, Demo.CORES, body, tenant);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var id = made.data().path("id").asString();
    var started = post(owner, Demo.CORES + "/" + id + "/start", "", tenant);
    assertThat(started.status()).as(started.body()).isEqualTo(200);
    return id;
  }

  private static Http.Answer post(Http owner, String path, String body, @Nullable String tenant) {
    return owner.send(
        "POST",
        path,
        r ->
            (tenant == null ? r : r.header("X-Tenant-Id", tenant))
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
  }

  private JsonNode completed(String core) {
    var id = Demo.invoke(admin, core, "{}").data().path("id").asString();
    var done = Demo.settled(admin, id, "completed", "failed").data();
    assertThat(done.path("status").asString()).as(done.toString()).isEqualTo("completed");
    return done;
  }

  private List<JsonNode> executions(String core) {
    return admin
        .get(Demo.CORES + "/" + core + "/executions")
        .data()
        .path("items")
        .valueStream()
        .toList();
  }
}
