package ai.scailabs.scaicore.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.HttpBridge.Request;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.program.expression.SecretHandle;
import ai.scailabs.scaicore.program.expression.SecretText;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The requests of {@code http} statements. */
@ServerTest
class HttpCallTests {

  private static final String KEY = "exec_1:1:flows.main.body[0]#0";

  @LocalServerPort private int port;
  @Autowired private HttpCalls http;

  private final PluginServer server = new PluginServer();
  private CallingCore core;

  @BeforeEach
  void create() {
    var made =
        new Http(port, Demo.ADMIN)
            .post(
                Demo.CORES,
                """
                {"name": "%s", "environment":
                 {"TOKEN": {"type": "secret", "value": "planted-token"}, "PLAIN": "in-the-open"}}
                """
                    .formatted(Ids.next("Http ")));
    core =
        new CallingCore(
            "ten_acme",
            made.data().path("id").asString(),
            "exec_1",
            made.data().path("environment").toString(),
            () -> {});
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aRequestGivesStatusHeadersAndBody() {
    server.then(PluginServer.status(201, "{\"id\": 1}", "X-A", "b"));

    var answer = send("post", "/things?x=1", Map.of("X-Team", "blue", "X-None", 3L), "{\"a\": 1}");

    assertThat(Json.text(answer))
        .contains("\"status\":201", "\"x-a\":\"b\"", "\"body\":{\"id\":1}");
    var call = server.lastCall();
    assertThat(call.verb()).isEqualTo("POST");
    assertThat(call.method()).isEqualTo("things");
    assertThat(call.query()).isEqualTo("x=1");
    assertThat(call.body()).isEqualTo("{\"a\": 1}");
    assertThat(call.key()).isEqualTo(KEY);
    assertThat(call.headers())
        .containsEntry("x-team", "blue")
        .containsEntry("x-none", "3")
        .containsEntry("content-type", "application/json");
  }

  @Test
  void theKeyIsOursAndATypeOfContentIsSentAsItIs() {
    send(
        "POST",
        "/",
        Map.of("idempotency-key", "mine", "content-type", "text/plain; charset=no-such; ="),
        "x");

    assertThat(server.lastCall().key()).isEqualTo(KEY);
    assertThat(server.lastCall().headers())
        .containsEntry("content-type", "text/plain; charset=no-such; =");
  }

  @Test
  void aBodyThatIsNoTextIsJsonAndAnAnswerThatIsNoneIsText() {
    server
        .then(PluginServer.status(200, "hello", "Content-Type", "text/plain; charset=ISO-8859-1"))
        .then(PluginServer.status(200, "{oops", "Content-Type", "application/json"))
        .then(PluginServer.status(302, "", "Location", "http://10.0.0.1/"));

    assertThat(body(send("PUT", "/", Map.of(), Map.of("n", List.of(1L, 2.5))))).isEqualTo("hello");
    assertThat(server.lastCall().body()).isEqualTo("{\"n\":[1,2.5]}");
    assertThat(body(send("GET", "/", Map.of(), null))).isEqualTo("{oops");
    assertThat(Json.text(send("GET", "/", Map.of(), null)))
        .contains("\"status\":302", "http://10.0.0.1/");
  }

  @Test
  void aSecretIsOpenedInAHeaderAndDoesNotComeBack() {
    server
        .then(
            PluginServer.status(
                200, "{\"saw\": \"Bearer planted-token\"}", "X-Saw", "planted-token"))
        .then(PluginServer.status(403, "Not with planted-token"));
    var headers =
        Map.<String, @Nullable Object>of(
            "Authorization",
            new SecretText(List.of("Bearer ", new SecretHandle("TOKEN"))),
            "X-Plain",
            new SecretHandle("PLAIN"));

    assertThat(Json.text(send("GET", "/", headers, null)))
        .contains("[secret]")
        .doesNotContain("planted");
    assertThat(server.lastCall().headers())
        .containsEntry("authorization", "Bearer planted-token")
        .containsEntry("x-plain", "in-the-open");
    var failure = failure("GET", server.url(), headers);
    assertThat(failure.message() + Json.text(failure.details()))
        .contains("403", "[secret]")
        .doesNotContain("planted");
  }

  @Test
  void errorsAreHttpErrorsWithStatusAndBody() {
    server.then(PluginServer.status(404, "{\"detail\": \"" + "x".repeat(5_000) + "\"}"));

    var failure = failure("GET", server.url(), Map.of());

    assertThat(failure.code()).isEqualTo("HTTP_ERROR");
    assertThat(Json.text(failure.details())).contains("\"status\":404", "xxx").hasSizeLessThan(500);
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void aServerThatFailsIsCalledAgainWithTheSameKey() {
    server.then(PluginServer.status(500, "")).then(PluginServer.status(200, "fine"));

    send("POST", "/", Map.of(), "x");

    assertThat(server.countsByKey()).isEqualTo(Map.of(KEY, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET   | https://169.254.169.254/latest/meta-data/ | PLUGIN_BLOCKED | not public
          GET   | http://example.com/                       | PLUGIN_BLOCKED | https://
          GET   | file:///etc/passwd                        | PLUGIN_BLOCKED | https://
          GET   | https://exa mple.com                      | HTTP_ERROR     | no address
          TRACE | https://example.com                       | HTTP_ERROR     | method must be
          """)
  void whatMayNotBeSentIsNot(String method, String url, String code, String why) {
    var failure = failure(method, url, Map.of());

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message()).contains(why);
  }

  @ParameterizedTest
  @CsvSource({
    "Host,example.com",
    "Content-Length,3",
    "Transfer-Encoding,chunked",
    "X-A,'b\r\nX-B: c'",
    "'X A',b",
    "'',b",
    "X-A,é"
  })
  void aHeaderThatIsNoneIsNotSent(String name, String value) {
    assertThat(failure("GET", server.url(), Map.of(name, value)).code()).isEqualTo("HTTP_ERROR");
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void aSecretThatIsNotSetIsSaid() {
    var failure = failure("GET", server.url(), Map.of("X-Key", new SecretHandle("NOPE")));

    assertThat(failure.code()).isEqualTo("HTTP_ERROR");
    assertThat(failure.message()).contains("'NOPE'");
    assertThat(server.calls()).isEmpty();
  }

  private static Object body(Object answer) {
    return Objects.requireNonNull(((Map<?, ?>) answer).get("body"));
  }

  private Object send(
      String method, String path, Map<String, @Nullable Object> headers, @Nullable Object body) {
    return http.send(core, new Request(method, server.url() + path, headers, body, KEY));
  }

  private Failure failure(String method, String url, Map<String, @Nullable Object> headers) {
    return catchThrowableOfType(
            BlockFailed.class, () -> http.send(core, new Request(method, url, headers, null, KEY)))
        .failure();
  }
}
