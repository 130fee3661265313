package ai.scailabs.scaicore.execution.log;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** The log of a Core: who says what, how it is read, and how long it is kept. */
@ServerTest
class LogTests {

  private static final String SAYS =
      """
      {"kind": "debug", "level": "%s", "message": "%s", "source_location": {"node_id": "n1"}}
      """;

  private static final String ASKS =
      """
      {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Go on?",
       "assignee": "role:tenant_admin", "result_binding": "answer"}
      """;

  private static final String FAILS =
      """
      {"kind": "rigid", "statements": [{"kind": "expression", "expression": "nothing.at.all"}]}
      """;

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired LogRows rows;
  @Autowired LogHeads heads;
  @Autowired LogRetention retention;
  @Autowired TransactionOperations transactions;
  @Autowired DirectoryWriter directory;
  private Http admin;

  @BeforeEach
  void caller() {
    admin = new Http(port, Demo.ADMIN);
  }

  private static String path(String core) {
    return Demo.CORES + "/" + core + "/logs";
  }

  private String core(String name, String blocks) {
    return Demo.running(admin, "Logs " + name + " " + System.nanoTime(), Demo.program(blocks));
  }

  private List<JsonNode> lines(String core, String query, int atLeast) {
    return Eventually.get(
        () -> admin.get(path(core) + query).data().path("logs").valueStream().toList(),
        lines -> lines.size() >= atLeast);
  }

  private static List<String> messages(List<JsonNode> lines) {
    return lines.stream().map(line -> line.path("message").asString()).toList();
  }

  private void add(String core, Instant at, LogLevel level, String... messages) {
    rows.add(
        Stream.of(messages)
            .map(m -> new LogRow("ten_acme", core, "exec_x", at, level, null, m, "{}"))
            .toList());
  }

  @Test
  void theEngineAndDebugBlocksSayWhatHappensNewestFirst() {
    var core = core("Says", SAYS.formatted("warn", "Seen {{input.n}}") + "," + ASKS + "," + FAILS);
    var waiting = Demo.invoke(admin, core, "{\"n\": 7}").data();
    admin.post(
        Demo.CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString() + "/resolve",
        "{\"decision\": \"go\"}");
    var execution = waiting.path("id").asString();
    Demo.settled(admin, execution, "failed");

    var lines = lines(core, "", 7);

    assertThat(messages(lines).reversed())
        .satisfiesExactly(
            m -> assertThat(m).isEqualTo("execution began"),
            m -> assertThat(m).isEqualTo("Seen 7"),
            m -> assertThat(m).isEqualTo("checkpoint raised"),
            m -> assertThat(m).isEqualTo("execution suspended"),
            m -> assertThat(m).isEqualTo("execution goes on"),
            m -> assertThat(m).startsWith("block flows.main.body[2] failed: UNKNOWN_NAME"),
            m -> assertThat(m).startsWith("execution failed: UNKNOWN_NAME"));
    assertThat(lines)
        .allSatisfy(l -> assertThat(l.path("execution_id").asString()).isEqualTo(execution));
    var debug = lines.get(lines.size() - 2);
    assertThat(debug.propertyNames())
        .containsExactlyInAnyOrder(
            "id", "timestamp", "level", "execution_id", "node_id", "message", "fields");
    assertThat(debug.path("level").asString()).isEqualTo("warn");
    assertThat(debug.path("node_id").asString()).isEqualTo("n1");
    assertThat(debug.path("fields").path("block_id").asString()).isEqualTo("flows.main.body[0]");
    assertThat(lines.getFirst().path("level").asString()).isEqualTo("error");
    assertThat(lines.getFirst().path("fields").path("code").asString()).isEqualTo("UNKNOWN_NAME");

    admin.post(Demo.EXECUTIONS + "/" + execution + "/retry", "");
    assertThat(messages(lines(core, "", 11))).contains("execution is retried");
  }

  @Test
  void filtersCombineAndPagesGoOnToTheEnd() {
    var core = core("Filters", SAYS.formatted("info", "x"));
    var start = Instant.parse("2026-03-01T12:00:00Z");
    add(core, start, LogLevel.INFO, "One 100% done", "one 100x done");
    add(core, start.plusSeconds(1), LogLevel.ERROR, "two");
    add(core, start.plusSeconds(2), LogLevel.WARN, "ONE more");

    assertThat(messages(lines(core, "?level=error", 1))).containsExactly("two");
    assertThat(messages(lines(core, "?level=error,warn", 2))).containsExactly("ONE more", "two");
    assertThat(messages(lines(core, "?q=one", 3)))
        .containsExactly("ONE more", "one 100x done", "One 100% done");
    assertThat(messages(lines(core, "?q=100%25", 1))).containsExactly("One 100% done");
    assertThat(messages(lines(core, "?since=2026-03-01T12:00:01Z&until=2026-03-01T12:00:02Z", 1)))
        .containsExactly("two");
    assertThat(messages(lines(core, "?since=2026-03-01T13:00:02%2B01:00", 1)))
        .containsExactly("ONE more");
    assertThat(lines(core, "?execution_id=exec_nobody", 0)).isEmpty();
    assertThat(lines(core, "?execution_id=exec_x&level=warn", 1)).hasSize(1);

    var seen = new ArrayList<String>();
    var query = "?limit=1";
    for (int i = 0; i < 10 && !query.isEmpty(); i++) {
      var page = admin.get(path(core) + query);
      seen.addAll(messages(page.data().path("logs").valueStream().toList()));
      var more = page.json().path("pagination");
      query =
          more.path("has_more").asBoolean()
              ? "?limit=1&cursor=" + more.path("next_cursor").asString()
              : "";
    }
    assertThat(seen).containsExactly("ONE more", "two", "one 100x done", "One 100% done");
  }

  @ParameterizedTest
  @CsvSource({
    "level=loud, level",
    "since=yesterday, since",
    "until=-290000000-01-01T00:00:00Z, until",
    "limit=0, limit",
    "cursor=bm9uc2Vuc2U, cursor"
  })
  void whatIsNotValidIsNamed(String query, String field) {
    var core = core("Refuses " + field, SAYS.formatted("info", "x"));
    var answer = admin.get(path(core) + "?" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.field()).isEqualTo(field);
  }

  @Test
  void whatCannotBeStoredIsNotLookedFor() {
    var core = core("Refuses NUL", SAYS.formatted("info", "x"));
    for (var query : List.of("q=a%00b", "execution_id=%00", "q=" + "x".repeat(201))) {
      assertThat(admin.get(path(core) + "?" + query).code()).isEqualTo("VALIDATION_ERROR");
    }
  }

  @Test
  void aCoreOfNobodyAndOneOfAnotherTenantAreNotFound() {
    assertThat(admin.get(path("core_nobody")).code()).isEqualTo("CORE_NOT_FOUND");
    var core = core("Walled logs", SAYS.formatted("info", "x"));
    assertThat(admin.as(Demo.GLOBEX).get(path(core)).code()).isEqualTo("CORE_NOT_FOUND");
    assertThat(admin.as(Demo.GLOBEX).get(path(core) + "/stream").code())
        .isEqualTo("CORE_NOT_FOUND");
    assertThat(admin.as(Demo.USER).get(path(core)).status()).isEqualTo(403);
  }

  @Test
  void theSecretsOfTheCoreAreNotShown() {
    var made =
        admin.post(
            Demo.CORES,
            """
            {"name": "Keeps secrets %d", "environment": {"KEY": {"type": "secret", "value": "planted-4711-key"}},
             "source": %s}
            """
                .formatted(
                    System.nanoTime(),
                    Demo.program(
                        SAYS.formatted("info", "key {{input.k}} and planted-4711-key, \\u0000 said")
                            + ","
                            + """
                            {"kind": "rigid", "statements": [
                              {"kind": "expression", "expression": "input[input.k + 1]"}]}
                            """)));
    var core = made.data().path("id").asString();
    assertThat(admin.post(Demo.CORES + "/" + core + "/start", "").status()).isEqualTo(200);
    Demo.invoke(admin, core, "{\"k\": \"planted-4711-key\"}");

    var lines = lines(core, "", 3);

    assertThat(lines.toString()).doesNotContain("planted-4711");
    assertThat(messages(lines)).contains("key [secret] and [secret], \uFFFD said");
  }

  @Test
  void aProgramThatSaysTooMuchIsCutShort() {
    var core =
        core(
            "Chatters",
            """
            {"kind": "foreach", "variable": "i", "iterable": "input.items", "body": [%s]},
            %s
            """
                .formatted(SAYS.formatted("debug", "again"), ASKS));
    var items = "1,".repeat(10_499) + "1";
    var waiting = Demo.invoke(admin, core, "{\"items\": [" + items + "]}").data();
    assertThat(waiting.path("status").asString()).isEqualTo("suspended");

    assertThat(messages(lines(core, "?level=warn,info", 4)).reversed())
        .containsExactly(
            "execution began",
            "this run says more than is kept; what its program says further is left out",
            "checkpoint raised",
            "execution suspended");
    var count =
        jdbc.sql("select count(*) from mod_scaicore_logs where core_id = ?")
            .param(core)
            .query(Integer.class)
            .single();
    assertThat(count).isEqualTo(10_004);
    admin.post(
        Demo.CHECKPOINTS + "/" + waiting.path("checkpoint_id").asString() + "/resolve",
        "{\"decision\": \"go\"}");
    Demo.settled(admin, waiting.path("id").asString(), "completed");
    assertThat(messages(lines(core, "?level=info", 5)).getFirst()).isEqualTo("execution completed");
  }

  @Test
  void aStreamThatLooksForFewLinesLooksAtSoManyAtATime() {
    var core = core("Sifted", SAYS.formatted("info", "x"));
    jdbc.sql(
            """
            insert into mod_scaicore_logs
              (tenant_id, core_id, execution_id, created_at, level, message, fields)
            select 'ten_acme', ?, 'exec_x', now(), 'info', 'filler', '{}'
            from generate_series(1, ?)
            """)
        .params(core, LogPages.WINDOW)
        .update();
    add(core, Instant.now(), LogLevel.ERROR, "wanted");
    var feed = new LogFeed(rows, heads, "ten_acme", core, Set.of(LogLevel.ERROR), null);

    var look = feed.look("log_0", 10);

    assertThat(look.items()).isEmpty();
    long upTo = LogPlace.number(look.place());
    assertThat(upTo).isLessThan(LogPlace.number(feed.now()));
    var next = Eventually.get(() -> feed.look(look.place(), 10), found -> !found.items().isEmpty());
    assertThat(next.items()).hasSize(1);
    assertThat(admin.delete(Demo.CORES + "/" + core).status()).isEqualTo(200);
  }

  @Test
  void oneReplicaAtATimeRemovesOldLines() {
    var core = core("Swept", SAYS.formatted("info", "x"));
    add(core, Instant.now().minus(30, ChronoUnit.DAYS), LogLevel.INFO, "old");
    var old =
        rows.old(7).stream().filter(found -> found.coreId().equals(core)).findFirst().orElseThrow();

    transactions.executeWithoutResult(
        status -> {
          jdbc.sql("select pg_advisory_xact_lock(?)").param(LogRows.SWEEP).query().singleRow();
          assertThat(AtOnce.run(1, i -> rows.remove(old, 10))).containsExactly(-1);
        });

    assertThat(rows.remove(old, 10)).isEqualTo(1);
    assertThat(rows.old(7)).noneMatch(found -> found.coreId().equals(core));
  }

  @Test
  void eachTenantSaysForHowLongLinesAreKept() {
    var keys = new Town(directory).keyOf(BuiltInRole.TENANT_ADMIN);
    var other = admin.as(keys);
    var path = Demo.BASE + "/log-retention";
    assertThat(other.get(path).data().path("days").asInt()).isEqualTo(7);
    assertThat(other.put(path, "{\"days\": 30}").data().path("days").asInt()).isEqualTo(30);
    assertThat(other.get(path).data().path("days").asInt()).isEqualTo(30);
    assertThat(admin.get(path).data().path("days").asInt()).isEqualTo(7);
    for (var wrong : List.of("{}", "{\"days\": 0}", "{\"days\": 91}", "{\"days\": \"a\"}")) {
      var refused = other.put(path, wrong);
      assertThat(refused.code()).as(refused.body()).isEqualTo("VALIDATION_ERROR");
      assertThat(refused.field()).isEqualTo("days");
    }
    assertThat(admin.as(Demo.VIEWER).put(path, "{\"days\": 1}").status()).isEqualTo(403);
    assertThat(other.get("/v1/audit/events?action=log_retention.update").data().path("items"))
        .isNotEmpty();

    var ours = core("Forgets", SAYS.formatted("info", "x"));
    var theirs = Demo.running(other, "Keeps longer", Demo.program(SAYS.formatted("info", "x")));
    var tenant =
        jdbc.sql("select tenant_id from mod_scaicore_cores where id = ?")
            .param(theirs)
            .query(String.class)
            .single();
    var old = Instant.now().minus(20, ChronoUnit.DAYS);
    add(ours, old, LogLevel.INFO, "old");
    add(ours, Instant.now(), LogLevel.INFO, "new");
    rows.add(List.of(new LogRow(tenant, theirs, "exec_y", old, LogLevel.INFO, null, "old", "{}")));

    retention.sweep();

    assertThat(messages(lines(ours, "", 1))).containsExactly("new");
    assertThat(other.get(path(theirs)).data().path("logs")).hasSize(1);
  }

  @Test
  void linesGoWithTheirCore() {
    var core = core("Goes", SAYS.formatted("info", "x"));
    add(core, Instant.now(), LogLevel.INFO, "x");
    assertThat(admin.delete(Demo.CORES + "/" + core).status()).isEqualTo(200);
    assertThat(
            jdbc.sql("select count(*) from mod_scaicore_logs where core_id = ?")
                .param(core)
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void whoReadsBehindAPlaceMissesNoLineThatIsWrittenBesideIt() throws Exception {
    var core = core("Races", SAYS.formatted("info", "x"));
    var writers = new ArrayList<Thread>();
    for (int w = 0; w < 6; w++) {
      var name = "w" + w;
      writers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 40; i++) {
                      add(core, Instant.now(), LogLevel.INFO, name + "-" + i, name + "+" + i);
                    }
                  }));
    }
    var seen = new HashSet<String>();
    long place = 0;
    boolean more = true;
    while (more) {
      more = writers.stream().anyMatch(Thread::isAlive);
      var lines = rows.after("ten_acme", core, List.of(), null, place, Long.MAX_VALUE, 1_000);
      for (var line : lines) {
        assertThat(seen.add(line.message())).isTrue();
        place = LogPlace.number(line.id());
      }
    }
    for (var writer : writers) {
      writer.join();
    }
    assertThat(seen).hasSize(6 * 40 * 2);
  }

  @Test
  void theStateOfACoreSaysWhatItsEngineDoes() {
    var core = Demo.create(admin, "State", Demo.program(SAYS.formatted("info", "x")));
    var before = admin.get(Demo.CORES + "/" + core + "/state").data();
    assertThat(before.propertyNames())
        .containsSequence("core_id", "status", "runtime_mode", "concurrency_mode", "engine");
    assertThat(before.path("engine").path("registered").asBoolean()).isFalse();
    assertThat(before.path("engine").path("program_hash").isNull()).isTrue();
    admin.post(Demo.CORES + "/" + core + "/start", "");
    Demo.invoke(admin, core, "{}");

    var engine = admin.get(Demo.CORES + "/" + core + "/state").data().path("engine");

    assertThat(engine.path("registered").asBoolean()).isTrue();
    assertThat(Instant.parse(engine.path("registered_since").asString())).isBefore(Instant.now());
    assertThat(engine.path("program_hash").asString()).isNotEmpty();
    assertThat(engine.path("executions").path("completed").asInt()).isEqualTo(1);
  }
}
