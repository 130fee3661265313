package ai.scailabs.scaicore.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

@ServerTest
@Import(Probe.class)
class ErrorTests {

  @LocalServerPort int port;
  @Autowired DirectoryWriter writer;

  Http http;

  @BeforeEach
  void setUp() {
    http = new Http(port, new Town(writer).keyOf(BuiltInRole.TENANT_VIEWER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\": 5}|name|must be a string",
        "{\"name\": true}|name|must be a string",
        "{\"name\": {}}|name|must be a string",
        "{\"name\": [\"a\"]}|name|must be a string",
        "{\"name\": \"a\\u0000b\"}|name|must be text without U+0000 or unpaired surrogates",
        "{\"name\": \"\\ud800\"}|name|must be text without U+0000 or unpaired surrogates",
        "{\"count\": \"5\"}|count|must be a whole number",
        "{\"count\": 1.5}|count|must be a whole number",
        "{\"count\": \"\"}|count|must be a whole number",
        "{\"count\": true}|count|must be a whole number",
        "{\"count\": 99999999999}|count|is out of range",
        "{\"loud\": \"true\"}|loud|must be true or false",
        "{\"loud\": 1}|loud|must be true or false",
        "{\"favourite_colour\": \"RED\"}|favourite_colour|must be one of red, dark_blue",
        "{\"favourite_colour\": \"\"}|favourite_colour|must be one of red, dark_blue",
        "{\"favourite_colour\": 0}|favourite_colour|must be one of red, dark_blue",
        "{\"starts_at\": 12}|starts_at|must be a timestamp such as 2026-01-31T12:00:00Z",
        "{\"starts_at\": \"yesterday\"}|starts_at|must be a timestamp such as 2026-01-31T12:00:00Z",
        "{\"starts_at\": \"+99999-01-01T00:00:00Z\"}|starts_at|must be a timestamp such as"
            + " 2026-01-31T12:00:00Z",
        "{\"many_items\": {}}|many_items|must be a list",
        "{\"many_items\": [{\"alias\": \"a\"}, {\"alias\": 7}]}|many_items[1].alias|must be a"
            + " string",
        "{\"many_items\": [{\"weight\": \"7\"}]}|many_items[0].weight|must be a whole number",
        "{\"many_items\": [\"x\"]}|many_items[0]|must be an object",
        "{\"free_form\": []}|free_form|must be an object"
      })
  void aFieldOfTheWrongTypeIsNamed(String body, String field, String problem) {
    var answer = http.post("/probe/body", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.field()).isEqualTo(field);
    assertThat(answer.message()).isEqualTo(field + " " + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"name\": }",
        "{\"name\": \"a\"} x",
        "{}{}",
        "nonsense",
        "{\"a\": 1, \"a\": 2}",
        "{\"x\": \"\t\"}",
        "{\"a\": 01}",
        "{'a': 1}",
        "{\"a\": NaN}"
      })
  void malformedJsonIsToldFromWrongFields(String body) {
    var answer = http.post("/probe/body", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.message()).startsWith("The body is not valid JSON at line 1, column");
    assertThat(answer.json().path("error").has("details")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null"})
  void aMissingBodyIsAskedFor(String body) {
    assertThat(http.post("/probe/body", body).message())
        .isEqualTo("The request needs a JSON body.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "\"text\""})
  void aBodyThatIsNoObjectIsRefused(String body) {
    assertThat(http.post("/probe/body", body).message()).isEqualTo("The body must be an object.");
  }

  @Test
  void deepNestingIsRefused() {
    var deep = "{\"free_form\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
    var answer = http.post("/probe/body", deep.replace("[[", "{\"a\":["));
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(http.post("/probe/body", deep).message()).contains("must be an object");
    assertThat(
            http.post("/probe/body", "{\"x\":" + "[".repeat(200) + "]".repeat(200) + "}").message())
        .contains("130 levels");
  }

  @Test
  void whatIsReadIsWrittenInSnakeCaseWithNullsAndMicroseconds() {
    var answer =
        http.post(
            "/probe/body",
            """
            {"name": "é\\ud83d\\ude00", "favourite_colour": "dark_blue", "unknown": {"a": [1]},
             "starts_at": "2026-01-31T13:00:00.1234567+01:00", "free_form": {"x": "\\u0000", "n": 1e2}}\
            """);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains(
            """
            "data":{"name":"é😀","count":null,"loud":null,"favourite_colour":"dark_blue",\
            "starts_at":"2026-01-31T12:00:00.123456Z","many_items":null,"free_form":{"x":"\\u0000","n":100.0}}\
            """);
    assertThat(answer.json().path("status").asString()).isEqualTo("ok");
    assertThat(answer.json().has("pagination")).isFalse();
  }

  @Test
  void storedJsonPassesThroughAsItIs() {
    assertThat(http.get("/probe/raw").body()).contains("\"data\":{\"b\": 1.0, \"a\": [] }");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/probe/list?limit=0|limit",
        "/probe/list?limit=201|limit",
        "/probe/list?limit=x|limit",
        "/probe/list?limit=|limit",
        "/probe/list?limit=99999999999|limit",
        "/probe/query?count=x&colour=red|count",
        "/probe/query?count=1&colour=green|colour",
        "/probe/query?colour=red|count",
        "/probe/query?count=1|colour"
      })
  void aWrongParameterIsNamed(String path, String field) {
    var answer = http.get(path);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.field()).isEqualTo(field);
  }

  @Test
  void aPageHasFiftyItemsUnlessAskedOtherwise() {
    assertThat(http.get("/probe/list").data().path("limit").asInt()).isEqualTo(50);
    assertThat(http.get("/probe/list?limit=200&cursor=x").data().path("limit").asInt())
        .isEqualTo(200);
    assertThat(http.get("/probe/query?count=1&colour=dark_blue").data().asString())
        .isEqualTo("DARK_BLUE1");
  }

  @Test
  void beanValidationNamesTheFieldInSnakeCase() {
    var answer = http.post("/probe/checked", "{\"short_name\": \"long\"}");
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.field()).isEqualTo("short_name");
  }

  @Test
  void whatFailsInsideTellsNothingOfTheInside() {
    for (var path : new String[] {"/probe/fails", "/probe/overflows", "/probe/cut-off"}) {
      var answer = http.get(path);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.code()).isEqualTo("INTERNAL_ERROR");
      assertThat(answer.body()).doesNotContain("hunter2", "Exception", "deep", "trace");
    }
  }

  @Test
  void waitingTimesAreInTheBodyAndTheHeaderInWholeSeconds() {
    var answer = http.get("/probe/busy");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertThat(answer.json().path("error").path("retry_after").asInt()).isEqualTo(2);
  }

  @Test
  void aLostUpdateIsAConflictAndTextThatCannotBeStoredIsInvalid() {
    assertThat(http.get("/probe/lost").code()).isEqualTo("CONFLICT");
    assertThat(http.get("/probe/nul").code()).isEqualTo("VALIDATION_ERROR");
    assertThat(http.get("/probe/list?cursor=%00").code()).isEqualTo("VALIDATION_ERROR");
    assertThat(http.get("/probe/slug/a%00b").code()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void aWrongMethodIsAnsweredWithTheRightOnes() {
    for (var method : new String[] {"DELETE", "PATCH", "PUT", "BREW"}) {
      var answer = http.send(method, "/v1/me", r -> r);
      assertThat(answer.status()).as(method).isEqualTo(405);
      assertThat(answer.code()).isEqualTo("METHOD_NOT_ALLOWED");
      assertThat(answer.header("Allow")).contains("GET");
    }
  }

  @Test
  void headAndOptionsAreSane() {
    var head = http.send("HEAD", "/v1/me", r -> r);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    var options = http.send("OPTIONS", "/v1/me", r -> r);
    assertThat(options.status()).isEqualTo(200);
    assertThat(options.header("Allow")).contains("GET", "HEAD");
    assertThat(http.send("HEAD", "/v1/nothing", r -> r).status()).isEqualTo(404);
    assertThat(http.send("POST", "/v1/nothing", r -> r).code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void mediaTypesAreChecked() {
    var wrong =
        http.send(
            "POST",
            "/probe/body",
            r -> r.header("Content-Type", "text/csv").POST(BodyPublishers.ofString("a")));
    assertThat(wrong.status()).isEqualTo(415);
    assertThat(wrong.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    var none = http.send("POST", "/probe/body", r -> r.POST(BodyPublishers.ofString("{}")));
    assertThat(none.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    var odd =
        http.send(
            "POST",
            "/probe/body",
            r -> r.header("Content-Type", "///").POST(BodyPublishers.ofString("{}")));
    assertThat(odd.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    var accept = http.send("GET", "/v1/me", r -> r.header("Accept", "image/png"));
    assertThat(accept.status()).isEqualTo(406);
    assertThat(accept.code()).isEqualTo("NOT_ACCEPTABLE");
    assertThat(http.send("GET", "/v1/me", r -> r.header("Accept", "x")).code())
        .isEqualTo("NOT_ACCEPTABLE");
    assertThat(http.send("GET", "/v1/none", r -> r.header("Accept", "text/html")).code())
        .isEqualTo("NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/probe/slug/scaicore/acme/greeter",
        "/probe/slug/scaicore%2Facme%2Fgreeter",
        "/probe/slug/scaicore%2facme/greeter"
      })
  void slashesOfASlugArriveRawAndEncoded(String path) {
    var answer = http.get(path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.data().asString()).isEqualTo("/scaicore/acme/greeter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /a\"b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /{a} HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/me HTTP/1.1\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a%5Cb HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a/../../b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET //v1/me HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/me;x=1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/me?a=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "POST /v1/me HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: brotli\r\n\r\n",
        "POST /v1/me HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        "GET /v1/me HTTP/9.9\r\nHost: x\r\n\r\n",
        "TRACE /v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "nonsense\r\n\r\n"
      })
  void whatTheContainerRefusesComesInTheEnvelopeToo(String request) {
    var answer = http.raw(request);
    assertThat(answer).startsWith("HTTP/1.1 4");
    assertThat(answer).contains("{\"status\":\"error\",\"error\":{\"code\":\"");
    assertThat(answer).containsIgnoringCase("X-Request-Id: req_");
    assertThat(answer).doesNotContain("<html", "<!doctype", "Tomcat");
  }

  @Test
  void aHeaderThatIsTooLargeIsRefusedInTheEnvelope() {
    var answer = http.raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("\"VALIDATION_ERROR\"");
  }

  @Test
  void aControlCharacterInAHeaderIsRefusedByTheContainer() {
    for (var bad : new String[] {"a\u0001b", "a\0b", "a\u007fb"}) {
      var answer = http.raw("GET /v1/me HTTP/1.1\r\nHost: x\r\nX-Tenant-Id: " + bad + "\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 400").contains("\"VALIDATION_ERROR\"");
    }
  }

  @Test
  void theErrorPageItselfIsNothing() {
    assertThat(http.as(null).get("/error").code()).isEqualTo("NOT_FOUND");
  }
}
