package ai.scailabs.scaicore.accounting;

import static ai.scailabs.scaicore.testing.Models.chat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** {@code GET /v1/accounting/usage}. */
@ServerTest
class UsageTests {

  private static final String USAGE = "/v1/accounting/usage";

  @LocalServerPort private int port;
  private final ModelServer server = new ModelServer();
  private Http admin;
  private Http user;
  private String model;

  @BeforeEach
  void makeModel() {
    admin = new Http(port, Demo.ADMIN);
    user = admin.as(Demo.USER);
    model = Models.model(admin, server, "");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aChatIsTakenDownWithWhatItUsed() {
    var chat = chat(user, model, "Hello", "");

    var line = lines(admin, "?model=" + model, 1).getFirst();

    assertThat(line.path("id").asString()).startsWith("use_");
    assertThat(line.path("user_id").asString()).isEqualTo("usr_acme_user");
    assertThat(line.path("source").asString()).isEqualTo("chat");
    assertThat(line.path("provider").asString()).startsWith("p-");
    assertThat(line.path("backend_id").asString()).startsWith("bm_");
    assertThat(line.path("prompt_tokens").asInt()).isEqualTo(7);
    assertThat(line.path("completion_tokens").asInt()).isEqualTo(5);
    assertThat(line.path("total_tokens").asInt()).isEqualTo(12);
    assertThat(line.path("latency_ms").asInt()).isBetween(0, 10_000);
    assertThat(line.path("status").asString()).isEqualTo("success");
    assertThat(line.path("error_code").isNull()).isTrue();
    assertThat(line.path("request_id").asString()).isEqualTo(chat.header("X-Request-Id"));
    assertThat(line.path("core_id").isNull()).isTrue();
    var audited =
        admin.get("/v1/audit/events?action=model.chat&resource_id=" + model).data().at("/items/0");
    assertThat(audited.path("actor_id").asString()).isEqualTo("usr_acme_user");
    assertThat(audited.path("status").asString()).isEqualTo("success");
    assertThat(audited.path("request_id")).isEqualTo(line.path("request_id"));
    assertThat(audited.path("ip_address").asString()).isEqualTo("127.0.0.1");
  }

  @Test
  void anAnswerThatIsGivenAgainIsTakenDownOnce() {
    var core = Demo.running(admin, Ids.next("c "), Demo.sample("greeter.ir.json"));
    var slug =
        admin
            .post(Demo.CORES + "/" + core + "/publish", "{}")
            .data()
            .at("/metadata/published_slug")
            .asString();
    var key = Ids.next("");
    var first = keyed(slug, key);

    assertThat(keyed(slug, key).data()).isEqualTo(first.data());
    keyed(slug, key + "x");

    assertThat(lines(admin, "?model=" + slug, 2)).hasSize(2);
  }

  private Http.Answer keyed(String slug, String key) {
    return user.send(
        "POST",
        Models.CHAT,
        r ->
            r.header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(
                    BodyPublishers.ofString(
                        """
                        {"model": "%s", "messages": [{"role": "user", "content": "Hi"}]}
                        """
                            .formatted(slug))));
  }

  @Test
  void aFailedChatIsTakenDownAndOneThatWasNotInOrderIsNot() {
    server.then(ModelServer.error(429, "x")).then(ModelServer.error(401, "x"));
    chat(user, model, "Hello", "");
    chat(user, model, "Hello", "");
    chat(user, model, "Hello", ", \"temperature\": 7");

    var lines = lines(admin, "?model=" + model, 2);

    assertThat(lines)
        .extracting(line -> line.path("error_code").asString())
        .containsExactly("BACKEND_ERROR", "RATE_LIMITED");
    assertThat(lines).allSatisfy(line -> assertThat(line.path("total_tokens").asInt()).isZero());
    var denied = chat(admin.as(Demo.VIEWER), model, "Hello", "");
    assertThat(denied.status()).isEqualTo(403);
    var refused =
        admin
            .get("/v1/audit/events?action=model.chat&actor_id=usr_acme_viewer")
            .data()
            .at("/items/0");
    assertThat(refused.path("status").asString()).isEqualTo("denied");
  }

  @Test
  void aProgramsCallIsTakenDownWithItsExecution() {
    var core =
        Demo.running(
            admin,
            Ids.next("c "),
            """
            {"schema_version": "0.2", "name": "T",
             "models": [{"role": "primary", "provider": "scaigrid", "model": "%s"}],
             "flows": [{"name": "main", "body": [{"kind": "flexible", "goal": "Go"}]}]}\
            """
                .formatted(model));
    var run = Demo.invoke(admin, core, "{}").data();

    var line = lines(admin, "?model=" + model, 1).getFirst();

    assertThat(line.path("source").asString()).isEqualTo("program");
    assertThat(line.path("core_id").asString()).isEqualTo(core);
    assertThat(line.path("execution_id")).isEqualTo(run.path("id"));
    assertThat(line.path("user_id").asString()).isEqualTo("usr_acme_admin");
    assertThat(line.path("total_tokens").asInt()).isEqualTo(12);
    assertThat(
            admin
                .get("/v1/audit/events?action=model.chat&resource_id=" + model)
                .data()
                .path("items"))
        .isEmpty();
  }

  @Test
  void aPublishedCoreIsTakenDownWithTheExecutionThatAnswered() {
    var core = Demo.running(admin, Ids.next("c "), Demo.sample("greeter.ir.json"));
    var slug =
        admin
            .post(Demo.CORES + "/" + core + "/publish", "{}")
            .data()
            .at("/metadata/published_slug")
            .asString();
    var chat = chat(user, slug, "Ada", "");
    assertThat(chat.status()).as(chat.body()).isEqualTo(200);

    var line = lines(admin, "?model=" + slug, 1).getFirst();

    assertThat(line.path("core_id").asString()).isEqualTo(core);
    assertThat(line.path("execution_id")).isEqualTo(chat.data().at("/scaicore/execution_id"));
    assertThat(line.path("provider").isNull()).isTrue();
  }

  @Test
  void withoutModelsManageOneSeesOnlyOnesOwn() {
    chat(user, model, "Hello", "");
    chat(admin, model, "Hello", "");

    assertThat(lines(admin, "?model=" + model, 2)).hasSize(2);
    assertThat(lines(user, "?model=" + model, 1))
        .extracting(line -> line.path("user_id").asString())
        .containsExactly("usr_acme_user");
    assertThat(lines(admin, "?user_id=usr_acme_user&model=" + model, 1)).hasSize(1);
    assertThat(lines(user, "?user_id=usr_acme_user&model=" + model, 1)).hasSize(1);
    var denied = user.get(USAGE + "?user_id=usr_acme_admin");
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.message()).contains("models:manage");
    assertThat(admin.as(Demo.GLOBEX).get(USAGE + "?model=" + model).data().path("items")).isEmpty();
  }

  @Test
  void itIsPagedAndNarrowedByTime() {
    for (int i = 0; i < 5; i++) {
      chat(user, model, "Hello", "");
    }
    var all = lines(admin, "?model=" + model, 5);

    var seen = new java.util.ArrayList<JsonNode>();
    var cursor = "";
    do {
      var page = admin.get(USAGE + "?limit=2&model=" + model + cursor);
      page.data().path("items").forEach(seen::add);
      cursor = "&cursor=" + page.json().at("/pagination/next_cursor").asString("");
    } while (!cursor.equals("&cursor="));

    assertThat(seen).isEqualTo(all);
    var third = all.get(2).path("timestamp").asString();
    assertThat(lines(admin, "?model=" + model + "&start=" + third, 3)).hasSize(3);
    assertThat(lines(admin, "?model=" + model + "&end=" + third, 2)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?start=yesterday",
        "?start=%2B999999999-01-01T00:00:00Z",
        "?end=-0044-03-15T00:00:00Z",
        "?limit=0",
        "?cursor=x",
        "?model=a%00b"
      })
  void whatIsNotInOrderIsAValidationError(String query) {
    var answer = admin.get(USAGE + query);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
  }

  /** Newest first, once there are as many. */
  private static List<JsonNode> lines(Http caller, String query, int count) {
    return Eventually.get(
        () -> caller.get(USAGE + query).data().path("items").valueStream().toList(),
        lines -> lines.size() == count);
  }
}
