package ai.scailabs.scaicore.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.JdkTransport;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletion.Choice.FinishReason;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.models.Model;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** {@code /oai/v1} as OpenAI's own client sees it. */
@ServerTest
class OpenAiClientTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @LocalServerPort private int port;
  private final ModelServer server = new ModelServer();
  private Http admin;

  @BeforeEach
  void signIn() {
    admin = new Http(port, Demo.ADMIN);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void itChats() {
    var model = Models.model(admin, server, "");
    server.then(ModelServer.says("Good morning."));

    var answer =
        client(Demo.USER)
            .chat()
            .completions()
            .create(
                ChatCompletionCreateParams.builder()
                    .model(model)
                    .addSystemMessage("Be brief.")
                    .addUserMessage("Hello")
                    .temperature(0.2)
                    .maxCompletionTokens(50)
                    .build())
            .validate();

    assertThat(answer.model()).isEqualTo(model);
    assertThat(answer.choices()).hasSize(1);
    assertThat(answer.choices().getFirst().message().content()).contains("Good morning.");
    assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(12);
    assertThat(server.lastAsked().body().path("max_completion_tokens").asInt()).isEqualTo(50);
  }

  @Test
  void itCallsTools() {
    var model = Models.model(admin, server, "");
    server.then(
        ModelServer.message(
            JSON.readTree(
                """
                {"role": "assistant", "content": null, "tool_calls": [
                  {"id": "call_1", "type": "function",
                   "function": {"name": "weather", "arguments": "{}"}}]}\
                """),
            "tool_calls"));
    var request =
        ChatCompletionCreateParams.builder()
            .model(model)
            .addUserMessage("Weather?")
            .addFunctionTool(FunctionDefinition.builder().name("weather").build());

    var first = client(Demo.USER).chat().completions().create(request.build());
    var message = first.choices().getFirst().message();
    var call = message.toolCalls().orElseThrow().getFirst().asFunction();
    assertThat(first.choices().getFirst().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(call.function().name()).isEqualTo("weather");
    var second =
        client(Demo.USER)
            .chat()
            .completions()
            .create(
                request
                    .addMessage(message)
                    .addMessage(
                        ChatCompletionToolMessageParam.builder()
                            .toolCallId(call.id())
                            .content("Rain.")
                            .build())
                    .build());

    assertThat(second.choices().getFirst().message().content()).contains("You said: Rain.");
  }

  @Test
  void itListsAndFetchesModels() {
    var model = Models.model(admin, server, "");

    var listed = client(Demo.USER).models().list().data();

    assertThat(listed).extracting(Model::id).contains(model, "offline/echo");
    assertThat(listed).allSatisfy(Model::validate);
    assertThat(client(Demo.USER).models().retrieve(model).id()).isEqualTo(model);
    assertThat(admin.get("/oai/v1/models/" + model).json().path("created").asLong())
        .isGreaterThan(1_700_000_000);
    assertThatThrownBy(() -> client(Demo.GLOBEX).models().retrieve(model))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aCoreThatWaitsForAPersonStops() {
    var core =
        Demo.running(admin, "Oai " + System.nanoTime(), Demo.sample("approval-agent.ir.json"));
    var slug =
        admin
            .post(Demo.CORES + "/" + core + "/publish", "{}")
            .data()
            .at("/metadata/published_slug")
            .asString();

    var choice =
        client(Demo.USER).chat().completions().create(chat(slug, "Hotel 400")).choices().getFirst();

    assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(choice.message().content().orElseThrow()).contains("a person's decision");
  }

  @Test
  void itUnderstandsWhatIsWrong() {
    var model = Models.model(admin, server, "");
    server.then(ModelServer.error(429, "Slow down.", "Retry-After", "9"));

    var missing = failure(NotFoundException.class, Demo.USER, chat("acme/nobody", "Hi"));
    assertThat(missing.code()).contains("model_not_found");
    assertThat(missing.type()).contains("invalid_request_error");
    assertThat(missing.getMessage()).contains("acme/nobody");
    var key = failure(UnauthorizedException.class, "sgk_wrong", chat(model, "Hi"));
    assertThat(key.code()).contains("invalid_api_key");
    assertThat(key.type()).contains("authentication_error");
    var denied = failure(PermissionDeniedException.class, Demo.VIEWER, chat(model, "Hi"));
    assertThat(denied.getMessage()).contains("models:use");
    var limited = failure(RateLimitException.class, Demo.USER, chat(model, "Hi"));
    assertThat(limited.code()).contains("rate_limit_exceeded");
    assertThat(limited.headers().values("Retry-After")).containsExactly("9");
    var wrong =
        failure(
            BadRequestException.class,
            Demo.USER,
            ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("Hi")
                .temperature(9)
                .build());
    assertThat(wrong.param()).contains("temperature");
  }

  @Test
  void whatFailedIsNotRepeatedByTheClient() {
    var model = Models.model(admin, server, ", \"timeout_seconds\": 1");
    server.then(ModelServer.error(401, "x")).then(server.hangs());
    var client = new OpenAIClientImpl(options(Demo.USER).build());

    for (int status : new int[] {502, 504}) {
      assertThatThrownBy(() -> client.chat().completions().create(chat(model, "Hi")))
          .isInstanceOfSatisfying(
              OpenAIServiceException.class, e -> assertThat(e.statusCode()).isEqualTo(status));
    }
    assertThat(server.asked()).hasSize(2);
    assertThat(Models.chat(admin, "offline/none", "Hi", "").header("X-Should-Retry")).isEmpty();
  }

  @Test
  void everythingBelowTheRootIsInOpenAisShape() {
    for (var answer :
        new Http.Answer[] {
          admin.as(null).get("/oai/v1/models"),
          admin.get("/oai/v1/nothing"),
          admin.post("/oai/v1/models", "{}"),
          admin.post("/oai/v1/chat/completions", "{"),
          admin.post("/oai/v1/chat/completions", "{\"model\": \"offline/echo\"}"),
          admin.post(
              "/oai/v1/chat/completions",
              """
              {"model": "offline/echo", "stream": true,
               "messages": [{"role": "user", "content": "hi"}]}\
              """),
          admin.post("/oai/v1/chat/completions", " ".repeat(3_000_000)),
          admin.get("/oai/v1/models/a;b")
        }) {
      assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
      assertThat(answer.json().propertyNames()).as(answer.body()).containsExactly("error");
      assertThat(answer.json().path("error").propertyNames())
          .containsExactly("message", "type", "param", "code");
      assertThat(answer.message()).isNotBlank();
      assertThat(answer.header("X-Request-Id")).isNotBlank();
    }
    assertThat(admin.get("/oai/v10").json().has("status")).isTrue();
    assertThat(admin.post("/oai/v1/chat/completions", "{\"stream\": true}").status())
        .isEqualTo(400);
  }

  private <T extends OpenAIServiceException> T failure(
      Class<T> type, String key, ChatCompletionCreateParams request) {
    return catchThrowableOfType(type, () -> client(key).chat().completions().create(request));
  }

  private static ChatCompletionCreateParams chat(String model, String text) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(text).build();
  }

  private OpenAIClient client(String key) {
    return new OpenAIClientImpl(options(key).maxRetries(0).build());
  }

  private ClientOptions.Builder options(String key) {
    return ClientOptions.builder()
        .httpClient(new JdkTransport())
        .baseUrl("http://127.0.0.1:" + port + "/oai/v1")
        .apiKey(key);
  }
}
