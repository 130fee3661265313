package ai.scailabs.scaicore.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ModelServer;
import ai.scailabs.scaicore.testing.Models;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Programs that call models on model servers. */
@ServerTest
class ModelCallTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String REVIEW =
      """
      {"kind": "flexible", "goal": "Review {{message}}",
       "output_type": "{amount: float, note: string}"}
      """;

  @LocalServerPort private int port;
  private final ModelServer server = new ModelServer();
  private final ModelServer other = new ModelServer();
  private final String provider = Models.provider();
  private Http admin;

  @BeforeEach
  void makeBackend() {
    admin = new Http(port, Demo.ADMIN);
    Models.backend(admin, provider, server, ", \"timeout_seconds\": 20");
  }

  @AfterEach
  void close() {
    server.close();
    other.close();
  }

  @Test
  void theAnswerIsAskedForByItsSchema() {
    server.then(ModelServer.says("{\"amount\": 12.5, \"note\": \"fine\"}"));

    var run = run(model(provider, "gpt-x", ""), REVIEW);

    assertThat(run.path("output").toString()).isEqualTo("{\"amount\":12.5,\"note\":\"fine\"}");
    var asked = server.lastAsked();
    assertThat(asked.authorization()).isEqualTo("Bearer " + Models.KEY);
    assertThat(asked.key()).isNotNull();
    assertThat(asked.body().path("model").asString()).isEqualTo("gpt-x");
    assertThat(asked.body().path("temperature").asDouble()).isEqualTo(0.25);
    assertThat(asked.body().at("/messages/0/role").asString()).isEqualTo("system");
    assertThat(asked.text()).startsWith("Review Lunch");
    assertThat(asked.body().at("/response_format"))
        .isEqualTo(
            JSON.readTree(
                """
                {"type": "json_schema", "json_schema": {"name": "answer", "schema": {
                  "type": "object", "required": ["amount", "note"], "properties": {
                    "amount": {"type": "number"}, "note": {"type": "string"}}}}}\
                """));
  }

  @Test
  void aModelOfTheCatalogueIsCalledByItsSlug() {
    var slug = Models.model(admin, server, "");
    server.then(ModelServer.says("Fine."));

    var run = run(model("scaigrid", slug, ""), "{\"kind\": \"flexible\", \"goal\": \"Go\"}");

    assertThat(run.path("output").asString()).isEqualTo("Fine.");
    assertThat(server.lastAsked().format()).isEmpty();
  }

  @Test
  void whatIsNoObjectIsAskedForInOne() {
    server.then(ModelServer.says("{\"value\": \"reject\"}")).then(ModelServer.says("\"approve\""));
    var block =
        """
        {"kind": "flexible", "goal": "Decide", "output_type": "enum[approve, reject]"}
        """;

    assertThat(run(model(provider, "m", ""), block).path("output").asString()).isEqualTo("reject");
    assertThat(run(model(provider, "m", ""), block).path("output").asString()).isEqualTo("approve");

    assertThat(server.lastAsked().body().at("/response_format/json_schema/schema"))
        .isEqualTo(
            JSON.readTree(
                """
                {"type": "object", "required": ["value"], "additionalProperties": false,
                 "properties": {"value": {"type": "string", "enum": ["approve", "reject"]}}}\
                """));
  }

  @Test
  void aServerWithoutSchemasIsAskedInWords() {
    server
        .then(ModelServer.error(400, "unknown response_format"))
        .then(ModelServer.says("```json\n{\"amount\": 1, \"note\": \"x\"}\n```"));

    assertThat(run(model(provider, "m", ""), REVIEW).at("/output/amount").asInt()).isEqualTo(1);
    server.then(ModelServer.says("{\"amount\": 2, \"note\": \"x\"}"));
    assertThat(run(model(provider, "m", ""), REVIEW).at("/output/amount").asInt()).isEqualTo(2);
    assertThat(server.asked())
        .extracting(ModelServer.Asked::format)
        .containsExactly("json_schema", "json_object", "json_object");
  }

  @Test
  void anAnswerThatDoesNotFitFailsTheBlock() {
    server.then(ModelServer.says("{\"amount\": \"many\"}"));

    assertThat(run(model(provider, "m", ""), REVIEW).at("/error/code").asString())
        .isEqualTo("PARSE_ERROR");
  }

  @Test
  void fallbacksAreAskedInTheirOrder() {
    var second = Models.provider();
    Models.backend(admin, second, other, ", \"models\": [\"good\"]");
    server.then(ModelServer.error(401, "bad key"));
    other.then(ModelServer.says("From the other."));

    var run =
        run(
            model(
                provider,
                "m",
                """
                {"provider": "none", "model": "m"}, {"provider": "scaigrid", "model": "acme/none"},
                {"provider": "%s", "model": "bad"}, {"provider": "%s", "model": "good"}\
                """
                    .formatted(second, second)),
            "{\"kind\": \"flexible\", \"goal\": \"Go\"}");

    assertThat(run.path("output").asString()).isEqualTo("From the other.");
    assertThat(server.asked()).hasSize(1);
    assertThat(other.asked()).hasSize(1);
    assertThat(other.lastAsked().body().path("model").asString()).isEqualTo("good");
  }

  @Test
  void whereNoModelAnswersTheErrorSaysWhyForEach() {
    server.then(ModelServer.error(404, "no such model"));

    var error =
        run(
                model(provider, "m", "{\"provider\": \"none\", \"model\": \"x\"}"),
                "{\"kind\": \"flexible\", \"goal\": \"Go\"}")
            .path("error");

    assertThat(error.path("code").asString()).isEqualTo("MODEL_ERROR");
    assertThat(error.path("message").asString())
        .contains(provider, "404", "none/x is on no backend")
        .doesNotContain(Models.KEY);
  }

  @Test
  void aServerThatIsAskedTooMuchIsWaitedForWhenThatIsShort() {
    server
        .then(ModelServer.error(429, "Slow down.", "Retry-After", "1"))
        .then(ModelServer.says("Now."))
        .then(ModelServer.error(429, "Slow down.", "Retry-After", "60"));
    var block = "{\"kind\": \"flexible\", \"goal\": \"Go\"}";
    long began = System.nanoTime();

    assertThat(run(model(provider, "m", ""), block).path("output").asString()).isEqualTo("Now.");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
    var error = run(model(provider, "m", ""), block).path("error");

    assertThat(error.path("code").asString()).isEqualTo("MODEL_ERROR");
    assertThat(error.path("message").asString()).contains("429", "Slow down.");
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void aServerThatHangsIsAModelTimeout() {
    server.then(server.hangs());
    var quick = Models.provider();
    Models.backend(admin, quick, server, ", \"timeout_seconds\": 1");

    var error =
        run(model(quick, "m", ""), "{\"kind\": \"flexible\", \"goal\": \"Go\"}").path("error");

    assertThat(error.path("code").asString()).isEqualTo("MODEL_TIMEOUT");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void aRefusalCanBeCaught() {
    server.then(
        ModelServer.message(
            JSON.readTree("{\"role\": \"assistant\", \"content\": null, \"refusal\": \"No.\"}"),
            "stop"));

    assertThat(
            run(model(provider, "m", ""), "{\"kind\": \"flexible\", \"goal\": \"Go\"}")
                .path("error")
                .toString())
        .contains("REFUSAL", "No.");
  }

  @Test
  void theBackendOfAnotherTenantIsNotThere() {
    var globex = admin.as(Demo.GLOBEX);
    var core = Demo.running(globex, Ids.next("c "), program(model(provider, "m", ""), REVIEW));

    var run = Demo.invoke(globex, core, "{\"message\": \"Lunch\"}").data();

    assertThat(run.at("/error/code").asString()).isEqualTo("MODEL_ERROR");
    assertThat(server.asked()).isEmpty();
  }

  private JsonNode run(String model, String block) {
    var core = Demo.running(admin, Ids.next("c "), program(model, block));
    var answer = Demo.invoke(admin, core, "{\"message\": \"Lunch\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data();
  }

  private static String program(String model, String block) {
    return """
    {"schema_version": "0.2", "name": "Test", "models": [%s],
     "flows": [{"name": "main", "body": [%s]}]}
    """
        .formatted(model, block);
  }

  private static String model(String provider, String model, String fallbacks) {
    return """
    {"role": "primary", "provider": "%s", "model": "%s", "temperature": 0.25, "fallback": [%s]}
    """
        .formatted(provider, model, fallbacks);
  }
}
