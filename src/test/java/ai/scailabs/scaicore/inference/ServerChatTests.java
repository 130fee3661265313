package ai.scailabs.scaicore.inference;

import static ai.scailabs.scaicore.testing.Models.chat;
import static ai.scailabs.scaicore.testing.Models.content;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
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
    assertThat(asked.key()).isNotNull();
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
        "parallel_tool_calls": false, "reasoning_effort": "low", "verbosity": "high",
        "logit_bias": {"50256": -100}, "logprobs": true, "top_logprobs": 3,
        "service_tier": "flex", "user": "u-1", "prompt_cache_key": "c-1",
        "max_completion_tokens": 12
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

  @Test
  void everythingThatOpenAisModelsTakeInAConversationIsPassedOn() {
    var messages =
        """
        [{"role": "developer", "content": "Be brief."},
         {"role": "user", "content": [
           {"type": "text", "text": "What is this?"},
           {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA==", "detail": "low"}}]},
         {"role": "assistant", "content": null, "refusal": "I cannot say."},
         {"role": "user", "content": "Why?"}]
        """;

    var answer =
        user.post(Models.CHAT, "{\"model\": \"%s\", \"messages\": %s}".formatted(model, messages));

    assertThat(content(answer)).as(answer.body()).isEqualTo("You said: Why?");
    assertThat(server.lastAsked().body().path("messages")).isEqualTo(JSON.readTree(messages));
    var offline =
        user.post(
            Models.CHAT, "{\"model\": \"offline/echo\", \"messages\": %s}".formatted(messages));
    assertThat(offline.field()).as(offline.body()).isEqualTo("messages[1].content[1].type");
  }

  @Test
  void whatServersLeaveOutIsMissedByNobody() {
    server.then(
        ModelServer.status(
            200,
            """
            {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "usage": {},
             "choices": [{"index": 0, "finish_reason": "tool_calls", "message": {
               "role": "assistant", "content": null, "tool_calls": [
                 {"id": "c", "function": {"name": "weather", "arguments": "{}"}}]}}]}\
            """));

    var answer = chat(user, model, "Two words", "");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.data().at("/usage/prompt_tokens").asInt()).isEqualTo(2);
    assertThat(answer.data().at("/choices/0/message/tool_calls").toString())
        .isEqualTo(
            """
            [{"id":"c","type":"function","function":{"name":"weather","arguments":"{}"}}]\
            """);
  }

  @Test
  void howLikelyItsTokensWereComesBack() {
    var logprobs =
        """
        {"content":[{"token":"Hi","bytes":null,"logprob":-0.5,"top_logprobs":[]}],"refusal":null}\
        """;
    var said =
        """
        {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [
          {"index": 0, "finish_reason": "stop", "logprobs": %s,
           "message": {"role": "assistant", "content": "Hi"}}]}\
        """
            .formatted(logprobs);
    server.then(ModelServer.status(200, said));

    var choice = chat(user, model, "Hello", ", \"logprobs\": true").data().at("/choices/0");

    assertThat(choice.path("logprobs")).isEqualTo(JSON.readTree(logprobs));
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
    "logit_bias,        '{\"1\": 101}'",
    "logit_bias,        '{\"1\": \"x\"}'",
    "top_logprobs,      21",
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
}
