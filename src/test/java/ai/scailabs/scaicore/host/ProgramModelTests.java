package ai.scailabs.scaicore.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Interruption;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.ModelProvider;
import ai.scailabs.scaicore.engine.ModelProvider.Answer;
import ai.scailabs.scaicore.engine.ModelProvider.Candidate;
import ai.scailabs.scaicore.engine.ModelProvider.Order;
import ai.scailabs.scaicore.engine.ModelProvider.Question;
import ai.scailabs.scaicore.engine.ModelProvider.Tool;
import ai.scailabs.scaicore.engine.ModelProvider.ToolCall;
import ai.scailabs.scaicore.engine.ModelProvider.Turn;
import ai.scailabs.scaicore.engine.Outcome;
import ai.scailabs.scaicore.execution.Execution;
import ai.scailabs.scaicore.execution.ExecutionStatus;
import ai.scailabs.scaicore.execution.ModelProviders;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.RawJson;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What programs ask of models besides a text: tools, embeddings, images, speech. */
@ServerTest
class ProgramModelTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Candidate OFFLINE = new Candidate("scaigrid", "offline/echo");
  private static final Tool SEARCH =
      tool("crm-search", "{\"query\": {\"type\": \"string\"}}", "\"query\"");

  @LocalServerPort private int port;
  @Autowired private ModelProviders providers;
  @Autowired private JdbcClient jdbc;

  private final ModelServer server = new ModelServer();
  private Execution execution;
  private ModelProvider models;
  private Candidate served;

  @BeforeEach
  void backend() {
    var provider = Models.provider();
    Models.backend(new Http(port, Demo.ADMIN), provider, server, "");
    served = new Candidate(provider, "m");
    execution = execution();
    models = providers.of(execution, () -> {});
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aModelIsToldItsToolsAndMayCallThem() {
    server.then(
        ModelServer.message(
            JSON.readTree(
                """
                {"role": "assistant", "content": null, "tool_calls": [
                  {"id": "c1", "type": "function",
                   "function": {"name": "crm-search", "arguments": "{\\"query\\": \\"Acme\\"}"}},
                  {"id": "c2", "function": {"name": "crm-search", "arguments": ""}}]}
                """),
            "tool_calls"));

    var answer = models.ask(question(served, List.of(SEARCH), new Turn("user", "Find Acme")));

    assertThat(answer.calls())
        .containsExactly(
            new ToolCall("c1", "crm-search", Map.of("query", "Acme")),
            new ToolCall("c2", "crm-search", Map.of()));
    assertThat(answer.text()).isEmpty();
    assertThat(answer.promptTokens()).isEqualTo(7);
    assertThat(server.lastAsked().body().path("tools"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"type": "function", "function":
                  {"name": "crm-search", "description": "Does crm-search.", "parameters":
                   {"type": "object", "properties": {"query": {"type": "string"}},
                    "required": ["query"]}}}]
                """));
  }

  @Test
  void theResultsOfItsCallsGoBackToIt() {
    server.then(ModelServer.says("Found it."));

    var answer =
        models.ask(
            question(
                served,
                List.of(SEARCH),
                new Turn("user", "Find Acme"),
                new Turn(
                    "assistant",
                    "",
                    List.of(new ToolCall("c1", "crm-search", Map.of("query", "Acme"))),
                    null),
                new Turn("tool", "{\"id\": 7}", List.of(), "c1")));

    assertThat(answer.text()).isEqualTo("Found it.");
    assertThat(answer.calls()).isEmpty();
    var messages = server.lastAsked().body().path("messages");
    assertThat(messages.path(1).path("content").isNull()).isTrue();
    assertThat(messages.path(1).at("/tool_calls/0/function/arguments").asString())
        .isEqualTo("{\"query\":\"Acme\"}");
    assertThat(messages.path(2))
        .isEqualTo(
            JSON.readTree(
                """
                {"role": "tool", "tool_call_id": "c1", "content": "{\\"id\\": 7}"}
                """));
  }

  @Test
  void aCallWithoutArgumentsThatCanBeReadIsAParseError() {
    server.then(
        ModelServer.message(
            JSON.readTree(
                """
                {"role": "assistant", "tool_calls": [{"id": "c1", "type": "function",
                 "function": {"name": "crm-search", "arguments": "{oops"}}]}
                """),
            "tool_calls"));

    var failure =
        catchThrowableOfType(
                BlockFailed.class,
                () -> models.ask(question(served, List.of(SEARCH), new Turn("user", "x"))))
            .failure();

    assertThat(failure.code()).isEqualTo("PARSE_ERROR");
    assertThat(failure.message()).contains("crm-search");
  }

  @Test
  void theOfflineModelCallsOnceTheFirstToolThatItCan() {
    var counting = tool("count", "{\"n\": {\"type\": \"integer\"}}", "\"n\"");
    var tools = List.of(counting, SEARCH);
    var user = new Turn("user", "Find Acme");

    Answer first = models.ask(question(OFFLINE, tools, user));
    assertThat(first.calls())
        .containsExactly(new ToolCall("call_1", "crm-search", Map.of("query", "Find Acme")));

    var second =
        models.ask(
            question(
                OFFLINE,
                tools,
                user,
                new Turn("assistant", "", first.calls(), null),
                new Turn("tool", "7", List.of(), "call_1")));
    assertThat(second.calls()).isEmpty();
    assertThat(second.text()).isEqualTo("Find Acme");
    assertThat(models.ask(question(OFFLINE, List.of(counting), user)).text())
        .isEqualTo("Find Acme");
  }

  @Test
  void anEmbeddingIsAListOfNumbersAndOneForEachTextOfAList() {
    server
        .then(
            ModelServer.status(
                200,
                """
                {"object": "list", "model": "m", "data":
                 [{"object": "embedding", "index": 0, "embedding": [0.1, -0.25, 3]}],
                 "usage": {"prompt_tokens": 4, "total_tokens": 4}}
                """))
        .then(
            ModelServer.status(
                200,
                """
                {"object": "list", "model": "m", "data":
                 [{"object": "embedding", "index": 1, "embedding": [2]},
                  {"object": "embedding", "index": 0, "embedding": [1]}],
                 "usage": {"prompt_tokens": 4, "total_tokens": 4}}
                """));

    var one = models.make(order("embedding", served, Map.of("text", "hello", "dimensions", 3L)));
    var two = models.make(order("embedding", served, Map.of("input", List.of("a", "b"))));

    assertThat(Json.text(one.value())).isEqualTo("[0.1,-0.25,3.0]");
    assertThat(one.promptTokens()).isEqualTo(4);
    assertThat(Json.text(two.value())).isEqualTo("[[1.0],[2.0]]");
    var asked = server.asked().getFirst();
    assertThat(asked.path()).isEqualTo("/v1/embeddings");
    assertThat(asked.key()).isNotEmpty();
    assertThat(asked.authorization()).isEqualTo("Bearer " + Models.KEY);
    assertThat(asked.body())
        .isEqualTo(
            JSON.readTree(
                """
                {"model": "m", "input": "hello", "dimensions": 3, "encoding_format": "float"}
                """));
  }

  @Test
  void anImageIsItsDataOrItsAddress() {
    server
        .then(
            ModelServer.status(
                200,
                "{\"created\": 1, \"output_format\": \"webp\", \"data\": [{\"b64_json\":"
                    + " \"aGk=\"}]}"))
        .then(
            ModelServer.status(
                200, "{\"created\": 1, \"data\": [{\"url\": \"https://x.example/i.png\"}]}"));

    assertThat(Json.text(made("image_generation", Map.of("prompt", "A cat", "size", "1x1"))))
        .isEqualTo("{\"b64_json\":\"aGk=\",\"content_type\":\"image/webp\"}");
    assertThat(server.lastAsked().path()).isEqualTo("/v1/images/generations");
    assertThat(server.lastAsked().body())
        .isEqualTo(
            JSON.readTree(
                "{\"model\": \"m\", \"prompt\": \"A cat\", \"size\": \"1x1\", \"n\": 1}"));
    assertThat(Json.text(made("image_generation", Map.of("prompt", "A cat"))))
        .isEqualTo("{\"url\":\"https://x.example/i.png\",\"content_type\":\"image/png\"}");
  }

  @Test
  void speechIsAudioAndAudioIsText() {
    server
        .then(
            (exchange, asked) -> {
              exchange.getResponseHeaders().add("Content-Type", "audio/mpeg");
              exchange.sendResponseHeaders(200, 3);
              exchange.getResponseBody().write(new byte[] {1, 2, 3});
            })
        .then(ModelServer.status(200, "{\"text\": \"Good morning\"}"));

    assertThat(Json.text(made("tts", Map.of("text", "Good morning", "voice", "onyx"))))
        .isEqualTo("{\"audio_b64\":\"AQID\",\"content_type\":\"audio/mpeg\"}");
    assertThat(server.lastAsked().path()).isEqualTo("/v1/audio/speech");
    assertThat(server.lastAsked().body())
        .isEqualTo(
            JSON.readTree("{\"model\": \"m\", \"input\": \"Good morning\", \"voice\": \"onyx\"}"));

    var audio =
        Base64.getEncoder()
            .encodeToString("RIFF-bytes".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(
            made("stt", Map.of("audio_b64", audio, "content_type", "audio/wav", "language", "en")))
        .isEqualTo("Good morning");
    assertThat(server.lastAsked().path()).isEqualTo("/v1/audio/transcriptions");
    assertThat(server.lastAsked().body().asString())
        .contains("name=\"model\"", "filename=\"audio.wav\"", "audio/wav", "RIFF-bytes", "en");
  }

  @Test
  void whatNoCandidateHasIsNotImplementedAndAnotherOneIsTriedFirst() {
    server.then(ModelServer.error(404, "no such route"));

    var failure = failure(List.of(OFFLINE, served), "image_generation", Map.of("prompt", "x"));
    assertThat(failure.code()).isEqualTo("NOT_IMPLEMENTED");
    assertThat(failure.message()).contains("offline/echo has no image_generation", "404");
    assertThat(failure(List.of(OFFLINE), "tts", Map.of("text", "x")).code())
        .isEqualTo("NOT_IMPLEMENTED");

    server.then(ModelServer.status(200, "{\"created\": 1, \"data\": [{\"b64_json\": \"aGk=\"}]}"));
    assertThat(
            Json.text(
                models
                    .make(
                        new Order(
                            "image_generation",
                            List.of(OFFLINE, served),
                            Map.of("prompt", "x"),
                            "k"))
                    .value()))
        .contains("aGk=");
  }

  @Test
  void aModelThatIsNotThereIsNoMissingModality() {
    server.then(
        ModelServer.status(
            404,
            "{\"error\": {\"message\": \"The model `m` does not exist\", \"code\":"
                + " \"model_not_found\"}}"));

    assertThat(failure(List.of(served), "embedding", Map.of("text", "x")).code())
        .isEqualTo("MODEL_ERROR");
  }

  @Test
  void typesOfContentAreWhatTheyMustBe() {
    server
        .then(
            ModelServer.status(
                200,
                "{\"created\": 1, \"output_format\": \"<b> x\", \"data\": [{\"b64_json\":"
                    + " \"aGk=\"}]}"))
        .then(
            (exchange, asked) -> {
              exchange.getResponseHeaders().add("Content-Type", "audio/ogg <script>");
              exchange.sendResponseHeaders(200, 1);
              exchange.getResponseBody().write(new byte[] {1});
            });

    assertThat(Json.text(made("image_generation", Map.of("prompt", "x"))))
        .contains("\"content_type\":\"image/png\"");
    assertThat(Json.text(made("tts", Map.of("text", "x"))))
        .contains("\"content_type\":\"audio/mpeg\"");
  }

  @Test
  void whatIsTooLargeIsPaidFor() {
    var audio = new byte[4_500_000];
    server.then(
        (exchange, asked) -> {
          exchange.sendResponseHeaders(200, audio.length);
          exchange.getResponseBody().write(audio);
        });

    var failure = failure(List.of(served), "tts", Map.of("text", "x"));

    assertThat(failure.code()).isEqualTo("PAYLOAD_TOO_LARGE");
    Eventually.get(
        () ->
            jdbc.sql("select count(*) from scaigrid_usage_records where execution_id = ?")
                .param(execution.id())
                .query(Integer.class)
                .single(),
        count -> count == 1);
  }

  @Test
  void onlyWhereAllAreLateItIsATimeout() {
    var quick = Models.provider();
    Models.backend(new Http(port, Demo.ADMIN), quick, server, ", \"timeout_seconds\": 1");
    server.then(server.hangs()).then(ModelServer.error(400, "No.")).then(server.hangs());
    var late = new Candidate(quick, "m");
    var gone = new Candidate("nobody", "m");

    assertThat(failure(List.of(late, served), "embedding", Map.of("text", "x")).code())
        .isEqualTo("MODEL_ERROR");
    assertThat(failure(List.of(gone, late), "embedding", Map.of("text", "x")).code())
        .isEqualTo("MODEL_TIMEOUT");
  }

  @Test
  void aCallThatMayNotGoOnAsksNobodyElse() {
    server.then(ModelServer.error(500, "Broken."));
    var tries = new AtomicInteger();
    var held = new Interruption(new Outcome.Held());
    var stopped =
        providers.of(
            execution,
            () -> {
              if (tries.incrementAndGet() > 1) {
                throw held;
              }
            });

    assertThatThrownBy(
            () -> stopped.ask(question(served, List.of(), new Turn("user", "Good morning"))))
        .isSameAs(held);
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500 | {}                            | embedding
          401 | {}                            | embedding
          400 | {"error": {"message": "No."}} | image_generation
          200 | {"data": []}                  | embedding
          200 | {"data": []}                  | image_generation
          200 | <html>                        | embedding
          200 | {"nothing": 1}                | stt
          200 | ''                            | tts
          """)
  void whatIsNoProductIsAModelError(int status, String body, String modality) {
    for (int i = 0; i < 3; i++) {
      server.then(ModelServer.status(status, body));
    }

    var failure =
        failure(
            List.of(served),
            modality,
            Map.of(modality.equals("stt") ? "audio_b64" : "text", "aGVsbG8="));

    assertThat(failure.code()).isEqualTo("MODEL_ERROR");
    assertThat(failure.message()).contains(served.provider()).doesNotContain(Models.KEY);
  }

  @Test
  void whatIsBoundMustBeThere() {
    for (var modality : List.of("image_generation", "tts", "stt")) {
      assertThat(failure(List.of(served), modality, Map.of("a", 1L, "b", 2L)).message())
          .contains("binds no");
    }
    assertThat(failure(List.of(served), "stt", Map.of("audio_b64", 7L)).message())
        .contains("must be a text");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void theOfflineEmbeddingIsTheSameForTheSameWordsAndNearForMostOfThem() {
    var one = vector("The invoice of Acme is late");
    assertThat(one).hasSize(64).isEqualTo(vector("the INVOICE of acme, is late!"));
    assertThat(product(one, one)).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(product(one, vector("Is the invoice late?")))
        .isGreaterThan(product(one, vector("Bananas grow in warm countries")));
    assertThat(vector("")).containsOnly(0.0);
    var both =
        models.make(order("embedding", OFFLINE, Map.of("input", List.of("a b", "c")))).value();
    assertThat(both).isEqualTo(List.of(vector("a b"), vector("c")));
  }

  @SuppressWarnings("unchecked")
  private List<Double> vector(String text) {
    return (List<Double>)
        Objects.requireNonNull(
            models.make(order("embedding", OFFLINE, Map.of("text", text))).value());
  }

  private static double product(List<Double> a, List<Double> b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a.get(i) * b.get(i);
    }
    return sum;
  }

  private @Nullable Object made(String modality, Map<String, @Nullable Object> input) {
    return models.make(order(modality, served, input)).value();
  }

  private Failure failure(
      List<Candidate> candidates, String modality, Map<String, @Nullable Object> input) {
    return catchThrowableOfType(
            BlockFailed.class, () -> models.make(new Order(modality, candidates, input, "k")))
        .failure();
  }

  private static Order order(
      String modality, Candidate candidate, Map<String, @Nullable Object> input) {
    return new Order(modality, List.of(candidate), input, "exec_1:1:x#0");
  }

  private static Question question(Candidate candidate, List<Tool> tools, Turn... turns) {
    return new Question(
        List.of(candidate), null, "", List.of(turns), Map.of(), null, tools, "exec_1:1:x#0");
  }

  private static Tool tool(String name, String properties, String required) {
    return new Tool(
        name,
        "Does " + name + ".",
        Json.object(
            "{\"type\": \"object\", \"properties\": %s, \"required\": [%s]}"
                .formatted(properties, required)));
  }

  @SuppressWarnings("NullAway") // where it stands in a queue, and who called it, is not looked at
  private static Execution execution() {
    var none = new RawJson("{}");
    return new Execution(
        Ids.next("exec_"),
        "ten_acme",
        Ids.next("core_"),
        "main",
        ExecutionStatus.RUNNING,
        none,
        null,
        null,
        none,
        none,
        "hash",
        null,
        null,
        1,
        "usr_acme_admin",
        null,
        0,
        Instant.EPOCH,
        null,
        null,
        null,
        none,
        null);
  }
}
