package ai.scailabs.scaicore.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Chatting over HTTP. */
@ServerTest
class ChatTests {

  private static final String CHAT = "/v1/inference/chat";

  @LocalServerPort private int port;
  private Http admin;
  private Http user;

  @BeforeEach
  void signIn() {
    admin = new Http(port, "sgk_local_tenant_admin_0000000000000000000");
    user = admin.as("sgk_local_tenant_user_00000000000000000000");
  }

  @Test
  void theOfflineModelEchoesTheLastUserMessage() {
    var answer =
        user.post(
            CHAT,
            """
            {"model": "offline/echo", "temperature": 0.5, "messages": [
              {"role": "system", "content": "Be brief."},
              {"role": "user", "content": "Good   morning"}]}
            """);

    assertThat(answer.status()).isEqualTo(200);
    var data = answer.data();
    assertThat(data.path("id").asString()).startsWith("chatcmpl_");
    assertThat(data.path("model").asString()).isEqualTo("offline/echo");
    assertThat(data.path("created").isIntegralNumber()).isTrue();
    assertThat(data.path("choices").toString())
        .isEqualTo(
            """
            [{"index":0,"message":{"role":"assistant","content":"Good   morning"},"finish_reason":"stop"}]\
            """);
    assertThat(data.path("usage").toString())
        .isEqualTo("{\"prompt_tokens\":4,\"completion_tokens\":2,\"total_tokens\":6}");
    assertThat(data.path("scaicore").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{",
        "{\"model\": \"offline/echo\", \"messages\": []}",
        "{\"model\": \"offline/echo\", \"messages\": \"hi\"}",
        "{\"model\": \"offline/echo\", \"messages\": [\"hi\"]}",
        "{\"model\": \"offline/echo\", \"messages\": [{\"role\": \"robot\", \"content\": \"hi\"}]}",
        "{\"model\": \"offline/echo\", \"messages\": [{\"role\": \"USER\", \"content\": \"hi\"}]}",
        "{\"model\": 5, \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}",
        "{\"model\": \"o\\u0000\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}"
      })
  void aRequestThatIsNotInOrderIsAValidationError(String request) {
    var answer = user.post(CHAT, request);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void theRequestIsDescribedAsItIsRead() {
    var properties =
        admin.get("/v3/api-docs").json().at("/components/schemas/ChatRequest/properties");

    assertThat(properties.at("/metadata/type").toString())
        .contains("object")
        .doesNotContain("string");
    assertThat(properties.at("/n/maximum").asInt()).isEqualTo(1);
  }

  @Test
  void chattingNeedsModelsUse() {
    var answer =
        chat(admin.as("sgk_local_tenant_viewer_000000000000000000"), "offline/echo", "hi", "{}");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.message()).contains("models:use");
  }

  private static Http.Answer chat(Http caller, String model, String text, String metadata) {
    return caller.post(CHAT, request(model, text, metadata));
  }

  private static String request(String model, String text, String metadata) {
    return """
    {"model": "%s", "messages": [{"role": "user", "content": "%s"}], "metadata": %s}
    """
        .formatted(model, text, metadata);
  }
}
