package ai.scailabs.scaicore.inference;

import static ai.scailabs.scaicore.testing.Models.chat;
import static ai.scailabs.scaicore.testing.Models.content;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Chatting with models on model servers that fail, refuse, or talk. */
@ServerTest
class ServerFailureTests {

  @LocalServerPort private int port;
  private final ModelServer server = new ModelServer();
  private Http admin;
  private Http user;
  private String model;

  @BeforeEach
  void makeModel() {
    admin = new Http(port, Demo.ADMIN);
    user = admin.as(Demo.USER);
    model = Models.model(admin, server, ", \"timeout_seconds\": 20");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aServerThatTakesNoMoreIsRateLimitedWithItsWait() {
    server.then(ModelServer.error(429, "Slow down.", "Retry-After", "17"));
    server.then(ModelServer.error(429, "Slow down."));

    var answer = chat(user, model, "Hello", "");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.code()).isEqualTo("RATE_LIMITED");
    assertThat(answer.header("Retry-After")).isEqualTo("17");
    assertThat(answer.json().at("/error/retry_after").asInt()).isEqualTo(17);
    assertThat(answer.message()).contains("Slow down.");
    assertThat(chat(user, model, "Hello", "").header("Retry-After")).isEqualTo("1");
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void aServerThatGoesOnFailingIsABackendError() {
    for (int i = 0; i < 4; i++) {
      server.then(ModelServer.error(500, "Out of memory."));
    }

    var answer = chat(user, model, "Hello", "");

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.code()).isEqualTo("BACKEND_ERROR");
    assertThat(answer.message()).contains("500", "Out of memory.");
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void aServerThatDoesNotAnswerInTimeIsABackendTimeout() {
    server.then(server.hangs()).then(server.hangsMidBody());
    model = Models.model(admin, server, ", \"timeout_seconds\": 1");

    for (int i = 0; i < 2; i++) {
      long began = System.nanoTime();
      var answer = chat(user, model, "Hello", "");
      assertThat(answer.status()).as(answer.body()).isEqualTo(504);
      assertThat(answer.code()).isEqualTo("BACKEND_TIMEOUT");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
    }
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void whatIsNoAnswerIsABackendError() {
    server
        .then(ModelServer.status(200, "<html>"))
        .then(ModelServer.status(200, "{}"))
        .then(ModelServer.status(200, "{\"choices\": []}"))
        .then(ModelServer.status(200, "{\"choices\": [{\"message\": 5}]}"))
        .then(ModelServer.status(200, "[".repeat(5_000)))
        .then(ModelServer.sends(20_000_000))
        .then(ModelServer.status(302, "", "Location", "http://169.254.169.254/"))
        .then(ModelServer.status(204, ""));
    int answers = 8;

    for (int i = 0; i < answers; i++) {
      var answer = chat(user, model, "Hello", "");
      assertThat(answer.status()).as("%s: %s", i, answer.body()).isEqualTo(502);
      assertThat(answer.code()).isEqualTo("BACKEND_ERROR");
    }
    assertThat(server.asked()).hasSize(answers);
  }

  @Test
  void aRequestThatTheServerRefusesIsAValidationError() {
    server.then(ModelServer.error(400, "max_tokens is too large"));

    var answer = chat(user, model, "Hello", ", \"max_tokens\": 999999");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(answer.message()).contains("max_tokens is too large");
  }

  @Test
  void whatAServerRepeatsOfItsKeyIsNotShown() {
    var refusal = "Incorrect API key provided: " + Models.KEY.substring(0, 12) + "***";
    server
        .then(ModelServer.error(401, refusal))
        .then(ModelServer.error(400, "bad header Bearer " + Models.KEY))
        .then(ModelServer.says("Your headers: Bearer " + Models.KEY));

    for (int i = 0; i < 3; i++) {
      var answer = chat(user, model, "Hello", "");
      assertThat(answer.body())
          .doesNotContain(Models.KEY)
          .doesNotContain(Models.KEY.substring(0, 12));
      assertThat(answer.status()).isEqualTo(new int[] {502, 400, 200}[i]);
    }
  }

  @Test
  void aServerThatTakesNoSchemaIsAskedInWords() {
    var format =
        """
        , "response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": {
          "type": "object", "properties": {"city": {"type": "string"}}}}}
        """;
    server
        .then(ModelServer.error(400, "response_format: json_schema is not supported"))
        .then(ModelServer.says("{\"city\": \"Oslo\"}"))
        // What a chat finds out is nothing to go by for others: it is tried each time.
        .then(ModelServer.error(400, "response_format: json_schema is not supported"))
        .then(ModelServer.says("{\"city\": \"Bergen\"}"));

    assertThat(content(chat(user, model, "Where?", format))).isEqualTo("{\"city\": \"Oslo\"}");
    assertThat(content(chat(user, model, "Where?", format))).isEqualTo("{\"city\": \"Bergen\"}");

    assertThat(server.asked())
        .extracting(ModelServer.Asked::format)
        .containsExactly("json_schema", "json_object", "json_schema", "json_object");
    assertThat(server.lastAsked().body().at("/messages/0/content").asString())
        .contains("\"city\"", "JSON");
  }

  @Test
  void textThatCannotBeSentIsMendedBothWays() {
    server.then(
        ModelServer.status(
            200,
            """
            {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [
              {"index": 0, "finish_reason": "stop",
               "message": {"role": "assistant", "content": "half \\ud83d pair \\u0000"}}]}\
            """));

    var answer = chat(user, model, "half \\ud83d pair", "");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(content(answer)).isEqualTo("half ? pair \0");
    assertThat(answer.data().at("/usage/prompt_tokens").asInt()).isEqualTo(3);
  }

  @Test
  void anotherRefusalIsNotTakenForOneOfTheSchema() {
    var format =
        """
        , "response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": {
          "type": "object"}}}
        """;
    server
        .then(ModelServer.error(400, "Invalid schema for response_format 'a': must be closed"))
        .then(ModelServer.error(400, "max_tokens is not supported"));

    for (int i = 0; i < 2; i++) {
      assertThat(chat(user, model, "Where?", format).code()).isEqualTo("VALIDATION_ERROR");
    }
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void aKeyIsFoundHoweverItIsWritten() {
    model = withKey("sk/planted+0123456789");
    server
        .then(ModelServer.status(400, "{\"error\": \"Bearer sk\\/planted\\u002B0123456789\"}"))
        .then(
            ModelServer.status(
                200,
                """
                {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [
                  {"index": 0, "finish_reason": "stop", "message":
                    {"role": "assistant", "content": "Bearer sk\\/planted\\u002b0123456789"}}]}\
                """));

    for (int i = 0; i < 2; i++) {
      assertThat(chat(user, model, "Hello", "").body())
          .contains("Bearer [key]")
          .doesNotContain("planted");
    }
  }

  @Test
  void aShortKeyTakesNothingOutOfAnAnswer() {
    model = withKey("7");

    var answer = chat(user, model, "7 of 9", "");

    assertThat(content(answer)).as(answer.body()).isEqualTo("You said: 7 of 9");
    assertThat(answer.data().at("/usage/prompt_tokens").asInt()).isEqualTo(7);
  }

  private String withKey(String key) {
    var made =
        admin.post(
            Models.BACKENDS,
            "{\"name\": \"n\", \"provider\": \"%s\", \"base_url\": \"%s\", \"api_key\": \"%s\"}"
                .formatted(Models.provider(), server.url(), key));
    return Models.model(admin, made.data().path("id").asString());
  }
}
