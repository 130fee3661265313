package ai.scailabs.scaicore.inference;

import static ai.scailabs.scaicore.testing.Models.chat;
import static ai.scailabs.scaicore.testing.Models.content;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** Chatting with models on model servers. */
@ServerTest
class ServerChatTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();

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
  void aChatGoesToTheServerAndItsAnswerComesBack() {
    server.then(ModelServer.says("Good morning, Ada."));

    var answer = chat(user, model, "Hello", "");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var data = answer.data();
    assertThat(data.path("model").asString()).isEqualTo(model);
    assertThat(data.path("id").asString()).startsWith("chatcmpl_");
    assertThat(data.path("choices").toString())
        .isEqualTo(
            """
            [{"index":0,"message":{"role":"assistant","content":"Good morning, Ada."},\
            "finish_reason":"stop"}]\
            """);
    assertThat(data.path("usage").toString())
        .isEqualTo("{\"prompt_tokens\":7,\"completion_tokens\":5,\"total_tokens\":12}");
    assertThat(data.path("scaicore").isNull()).isTrue();
    var asked = server.lastAsked();
    assertThat(asked.path()).isEqualTo("/v1/chat/completions");
    assertThat(asked.authorization()).isEqualTo("Bearer " + Models.KEY);
    assertThat(asked.key()).isNull();
    assertThat(asked.body())
        .isEqualTo(
            JSON.readTree(
                """
                {"messages": [{"role": "user", "content": "Hello"}], "model": "gpt-x"}\
                """));
  }

  @Test
  void howTheAnswerIsWantedIsPassedOnAndTheRestIsNot() {
    var options =
        """
        "temperature": 0.5, "top_p": 0.9, "max_tokens": 10, "stop": ["END"], "seed": 42,
        "response_format": {"type": "json_object"}, "presence_penalty": -1.5,
        "tools": [{"type": "function", "function": {"name": "weather",
          "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}],
        "tool_choice": {"type": "function", "function": {"name": "weather"}},
        "parallel_tool_calls": false
        """;

    var answer =
        chat(
            user,
            model,
            "Hello",
            "," + options + ", \"metadata\": {\"a\": \"b\"}, \"odd\": 1, \"n\": 1");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var expected = JSON.readTree("{" + options + "}").deepCopy();
    var sent = (tools.jackson.databind.node.ObjectNode) server.lastAsked().body();
    sent.remove("messages");
    sent.remove("model");
    assertThat(sent).isEqualTo(expected);
  }

  @Test
  void toolCallsGoBothWays() {
    server.then(
        ModelServer.message(
            JSON.readTree(
                """
                {"role": "assistant", "content": null, "tool_calls": [
                  {"id": "call_1", "type": "function",
                   "function": {"name": "weather", "arguments": "{\\"city\\": \\"Oslo\\"}"}}]}\
                """),
            "tool_calls"));

    var first =
        chat(
            user,
            model,
            "Weather?",
            ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"weather\"}}]");

    var choice = first.data().at("/choices/0");
    assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
    assertThat(choice.at("/message/content").isNull()).isTrue();
    assertThat(choice.at("/message/tool_calls").toString())
        .isEqualTo(
            """
            [{"id":"call_1","type":"function","function":{"name":"weather",\
            "arguments":"{\\"city\\": \\"Oslo\\"}"}}]\
            """);

    var second =
        user.post(
            Models.CHAT,
            """
            {"model": "%s", "messages": [
              {"role": "user", "content": "Weather?"},
              %s,
              {"role": "tool", "tool_call_id": "call_1", "content": "Rain."}]}
            """
                .formatted(model, choice.path("message")));

    assertThat(content(second)).isEqualTo("You said: Rain.");
    var messages = server.lastAsked().body().path("messages");
    assertThat(messages.at("/1/tool_calls")).isEqualTo(choice.at("/message/tool_calls"));
    assertThat(messages.at("/2/tool_call_id").asString()).isEqualTo("call_1");
    assertThat(messages.at("/2/role").asString()).isEqualTo("tool");
  }

  @ParameterizedTest
  @CsvSource({
    "stop,              5",
    "stop,              '[1]'",
    "stop,              '[\"a\",\"b\",\"c\",\"d\",\"e\"]'",
    "seed,              '\"x\"'",
    "presence_penalty,  3",
    "max_completion_tokens, 0",
    "response_format.type, '{\"type\": \"xml\"}'",
    "response_format.json_schema.schema, '{\"type\": \"json_schema\"}'",
    "tools[0].type,     '[{}]'",
    "tools[0].function.name, '[{\"type\": \"function\"}]'",
    "tool_choice,       7",
    "top_p,             1.5"
  })
  void anOptionThatIsNotInOrderIsNamed(String field, String value) {
    var name = field.replaceAll("[.\\[].*", "");

    var answer = chat(user, model, "Hello", ", \"" + name + "\": " + value);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.field()).isEqualTo(field);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void toolsAndStreamsAreRefusedWhereTheModelCannot() {
    var tools = ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\"}}]";

    assertThat(chat(user, "offline/echo", "Hello", tools).field()).isEqualTo("tools");
    assertThat(chat(user, model, "Hello", ", \"stream\": true").field()).isEqualTo("stream");
    assertThat(server.asked()).isEmpty();
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
  void aServerThatFailsIsAskedAgainWithTheSameKey() {
    server.then(ModelServer.error(500, "Oops.")).then(ModelServer.error(503, "Oops."));

    var answer = asked("key-1");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(server.asked()).hasSize(3);
    assertThat(server.asked())
        .extracting(ModelServer.Asked::key)
        .doesNotContainNull()
        .containsOnly(server.lastAsked().key());
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
        .then(ModelServer.says("{\"city\": \"Bergen\"}"));

    assertThat(content(chat(user, model, "Where?", format))).isEqualTo("{\"city\": \"Oslo\"}");
    assertThat(content(chat(user, model, "Where?", format))).isEqualTo("{\"city\": \"Bergen\"}");

    assertThat(server.asked())
        .extracting(ModelServer.Asked::format)
        .containsExactly("json_schema", "json_object", "json_object");
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
  void aRefusalIsShownAsOne() {
    server.then(
        ModelServer.message(
            JSON.readTree("{\"role\": \"assistant\", \"content\": null, \"refusal\": \"No.\"}"),
            "stop"));

    var message = chat(user, model, "Hello", "").data().at("/choices/0/message");

    assertThat(message.path("refusal").asString()).isEqualTo("No.");
    assertThat(message.path("content").isNull()).isTrue();
  }

  @Test
  void anotherTenantChatsThroughAGroupAndLearnsNothingOfTheServer() {
    var globex = admin.as(Demo.GLOBEX);
    assertThat(chat(globex, model, "Hello", "").code()).isEqualTo("MODEL_NOT_FOUND");
    var shared =
        admin
            .as(Demo.SUPER)
            .post("/v1/models/groups/mg_global/models", "{\"models\": [\"" + model + "\"]}");
    assertThat(shared.status()).as(shared.body()).isEqualTo(200);
    server
        .then(ModelServer.says("Hi."))
        .then(ModelServer.error(400, "secret internals"))
        .then(ModelServer.error(429, "secret internals", "Retry-After", "3"))
        .then(ModelServer.error(401, "secret internals"));

    assertThat(content(chat(globex, model, "Hello", ""))).isEqualTo("Hi.");
    for (int status : new int[] {400, 429, 502}) {
      var refused = chat(globex, model, "Hello", "");
      assertThat(refused.status()).isEqualTo(status);
      assertThat(refused.body()).doesNotContain("secret internals", "provider", "p-");
    }
  }

  @Test
  void keysOfDifferentCallersAreDifferentForTheServer() {
    asked("same");
    asked("same");
    user = admin;
    asked("same");

    var keys = server.asked().stream().map(ModelServer.Asked::key).toList();
    assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2)).doesNotContain("same");
  }

  private Http.Answer asked(String key) {
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
                            .formatted(model))));
  }
}
